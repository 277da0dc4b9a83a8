using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// What the lifts of P3 need, in units of 2^Exponent near diam f: rho_i, the largest distance of i within its class; d_A, the diameter of
/// class A; L.
/// </summary>
internal sealed class LiftHeights
{
    /// <summary>Cost O(sum m_A^2 n).</summary>
    internal LiftHeights(Embedding f, double hardMinedLoss)
    {
        (Reach, Diameter) = (new double[f.Count], new double[f.ClassCount]);
        for (var k = 0; k < f.ClassCount; k++)
        {
            var members = f.Members(k);
            for (var p = 0; p < members.Length; p++)
            {
                for (var q = 0; q < p; q++)
                {
                    var distance = PairwiseDistances.Distance(f[members[p]], f[members[q]]);
                    Reach[members[p]] = Math.Max(Reach[members[p]], distance);
                    Reach[members[q]] = Math.Max(Reach[members[q]], distance);
                }

                Diameter[k] = Math.Max(Diameter[k], Reach[members[p]]);
            }
        }

        var largest = Diameter.Max();
        Exponent = largest > 0 ? Math.ILogB(largest) : 0;
        Reach = [.. Reach.Select(x => Math.ScaleB(x, -Exponent))];
        Diameter = [.. Diameter.Select(x => Math.ScaleB(x, -Exponent))];
        Loss = Math.ScaleB(hardMinedLoss, -Exponent);
    }

    /// <summary>Exponent of the unit.</summary>
    internal int Exponent { get; }

    /// <summary>rho_i.</summary>
    internal double[] Reach { get; }

    /// <summary>d_A.</summary>
    internal double[] Diameter { get; }

    /// <summary>L.</summary>
    internal double Loss { get; }

    /// <summary>h(x) = x^2 - (x - L)_+^2 = 2 L x - L^2 for x >= L, x^2 below: the most by which D_ij^2 exceeds D_ik^2 when D_ij &lt;=
    /// x.</summary>
    internal double Excess(double x) => x >= Loss ? Loss * ((2 * x) - Loss) : x * x;

    /// <summary>(f_i, z_i), the new coordinates given in the unit.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="count">Number of new coordinates.</param>
    /// <param name="offset">New coordinates of a row.</param>
    internal Embedding Append(Embedding f, int count, Func<int, double[]> offset)
    {
        var (n, width) = (f.Dimension, f.Dimension + count);
        var result = new double[f.Count * width];
        for (var i = 0; i < f.Count; i++)
        {
            f[i].CopyTo(result.AsSpan(i * width));
            var z = offset(i);
            for (var q = 0; q < count; q++)
            {
                result[(i * width) + n + q] = Math.ScaleB(z[q], Exponent);
            }
        }

        return f.WithPoints(result, width);
    }
}
