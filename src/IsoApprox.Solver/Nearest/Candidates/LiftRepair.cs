using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// LiftRepair: g_i = (f_i, z_class) with |z_A - z_B|^2 = 2 L max(d_A, d_B), an ultrametric, so that c - 1 new coordinates suffice.
/// g is Triplet-Separated and d_iso(f,g) &lt;= 2 L (docs/claims.md, P3).
/// </summary>
public static class LiftRepair
{
    /// <summary>
    /// g in n + c - 1 coordinates. Classes are taken by increasing diameter d_1 &lt;= d_2 &lt;= ...; class k lies on the first k - 1 new axes so that its squared
    /// distance to every earlier class is 2 L d_k (triangular factor of the Gram matrix). Cost O(N^2 n + c^3).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f), or slightly more to absorb rounding.</param>
    public static Embedding Apply(Embedding f, double hardMinedLoss)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (c, n) = (f.ClassCount, f.Dimension);
        var diameters = new double[c];
        for (var k = 0; k < c; k++)
        {
            var members = f.Members(k);
            for (var p = 0; p < members.Length; p++)
            {
                for (var q = 0; q < p; q++)
                {
                    diameters[k] = Math.Max(diameters[k], PairwiseDistances.Squared(f[members[p]], f[members[q]]));
                }
            }

            diameters[k] = Math.Sqrt(diameters[k]);
        }

        var offsets = Offsets(diameters, 2 * hardMinedLoss);
        var width = n + Math.Max(0, c - 1);
        var result = new double[f.Count * width];
        for (var i = 0; i < f.Count; i++)
        {
            f[i].CopyTo(result.AsSpan(i * width));
            for (var q = 0; q < c - 1; q++)
            {
                result[(i * width) + n + q] = offsets[f.Classes[i]][q];
            }
        }

        return f.WithPoints(result, width);
    }

    /// <summary>Points z_k in R^(c-1) with |z_A - z_B|^2 = factor max(d_A, d_B): Cholesky rows of the Gram matrix with the smallest class at the origin.</summary>
    private static double[][] Offsets(double[] diameters, double factor)
    {
        var c = diameters.Length;
        var order = Enumerable.Range(0, c).OrderBy(k => diameters[k]).ThenBy(k => k).ToArray();
        var z = new double[c][];
        z[order[0]] = new double[Math.Max(0, c - 1)];
        for (var k = 1; k < c; k++)
        {
            var row = new double[c - 1];
            var own = factor * diameters[order[k]];
            for (var q = 0; q < k; q++)
            {
                var gram = q == k - 1 ? own : factor * diameters[order[q + 1]] / 2;
                var other = z[order[q + 1]] ?? row;
                var dot = 0.0;
                for (var s = 0; s < q; s++)
                {
                    dot += row[s] * other[s];
                }

                row[q] = q == k - 1 ? Math.Sqrt(Math.Max(0, gram - dot)) : other[q] > 0 ? (gram - dot) / other[q] : 0;
            }

            z[order[k]] = row;
        }

        return z;
    }
}
