using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// LiftRepair: g_i = (f_i, z_class) with |z_A - z_B|^2 = h(max(d_A, d_B)), h(d) = 2 L d - L^2 for d >= L, d^2 below: an ultrametric, so
/// that c - 1 new coordinates suffice. g is Triplet-Separated and d_iso(f,g) &lt;= sqrt(3) L (docs/theory.md, P3). With N - 1 coordinates
/// in all: <see cref="FreeLift"/>.
/// </summary>
public static class LiftRepair
{
    /// <summary>
    /// g in n + c - 1 coordinates. Classes are taken by increasing diameter d_1 &lt;= d_2 &lt;= ...; class k lies on the first k - 1 new
    /// axes so that its squared distance to every earlier class is h(d_k) (triangular factor of the Gram matrix). Cost O(N^2 n + c^3).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f), or slightly more to absorb rounding.</param>
    public static Embedding Apply(Embedding f, double hardMinedLoss)
    {
        ArgumentNullException.ThrowIfNull(f);
        var heights = new LiftHeights(f, hardMinedLoss);
        var offsets = Offsets([.. heights.Diameter.Select(heights.Excess)]);
        return heights.Append(f, f.ClassCount - 1, i => offsets[f.Classes[i]]);
    }

    /// <summary>Points z_k in R^(c-1) with |z_A - z_B|^2 = max(x_A, x_B): Cholesky rows of the Gram matrix with the least x at the
    /// origin.</summary>
    private static double[][] Offsets(double[] x)
    {
        var c = x.Length;
        var order = Enumerable.Range(0, c).OrderBy(k => x[k]).ThenBy(k => k).ToArray();
        var z = new double[c][];
        z[order[0]] = new double[c - 1];
        for (var k = 1; k < c; k++)
        {
            var row = new double[c - 1];
            var own = x[order[k]];
            for (var q = 0; q < k; q++)
            {
                var gram = q == k - 1 ? own : x[order[q + 1]] / 2;
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
