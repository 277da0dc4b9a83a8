using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// ContractRepair: an explicit Triplet-Separated g in the same dimension. With w = 1/(3m-2), theta = m w, rho_i the farthest positive distance of i, s_A = min rho over class A
/// attained at p_A: classes with s_A &lt;= 1.5 delta go to f_{p_A}; the others contract, g_i = f_i - (delta / s_A)(f_i - c_A), c_A = (1 - theta) f_{p_A} + theta mean_A.
/// For delta = (5/3) L / w the result is Triplet-Separated and moves no point by more than (7.5 m - 5) L (docs/claims.md, P4).
/// </summary>
public static class ContractRepair
{
    /// <summary>The guaranteed delta, (5/3)(3m - 2) L.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f).</param>
    public static double GuaranteedDelta(Embedding f, double hardMinedLoss) => 5.0 / 3 * ((3 * f.LargestClassSize) - 2) * hardMinedLoss;

    /// <summary>g for one delta. Triplet-Separated for the guaranteed delta up to rounding; for a smaller delta it has to be tested. Cost O(sum m_A^2 n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="delta">delta >= 0, length unit of the points.</param>
    public static Embedding Apply(Embedding f, double delta)
    {
        ArgumentNullException.ThrowIfNull(f);
        var n = f.Dimension;
        var theta = f.LargestClassSize / ((3.0 * f.LargestClassSize) - 2);
        var result = f.Coordinates.ToArray();
        var centre = new double[n];
        for (var k = 0; k < f.ClassCount; k++)
        {
            var members = f.Members(k);
            var (size, at) = SmallestReach(f, members);
            var anchor = f[at];
            centre.AsSpan().Clear();
            foreach (var i in members)
            {
                for (var q = 0; q < n; q++)
                {
                    centre[q] += theta * (f[i][q] - anchor[q]) / members.Length;
                }
            }

            foreach (var i in members)
            {
                var row = result.AsSpan(i * n, n);
                if (size <= 1.5 * delta)
                {
                    anchor.CopyTo(row);
                    continue;
                }

                for (var q = 0; q < n; q++)
                {
                    row[q] -= delta / size * (row[q] - anchor[q] - centre[q]);
                }
            }
        }

        return f.WithPoints(result, n);
    }

    private static (double Size, int At) SmallestReach(Embedding f, ReadOnlySpan<int> members)
    {
        var (best, at) = (double.PositiveInfinity, members[0]);
        foreach (var i in members)
        {
            var reach = 0.0;
            foreach (var j in members)
            {
                reach = Math.Max(reach, PairwiseDistances.Squared(f[i], f[j]));
            }

            if (reach < best)
            {
                (best, at) = (reach, i);
            }
        }

        return (Math.Sqrt(best), at);
    }
}
