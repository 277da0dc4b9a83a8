using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// FreeLift: a Triplet-Separated g with d_iso(f,g) &lt;= 1.275 L that needs N - 1 dimensions (docs/theory.md, P3). In units of L, with t
/// = 1.275, beta = 0.63, chi = 1.385, e = (d_A - 2)_+, rho_0 = 1 + e / sqrt 3, h(x) = 2 x - 1 for x >= 1, x^2 below:
/// H_A = h(d_A) and Z_A = 0 when h(d_A) &lt;= t^2, otherwise H_A = t^2 + chi e and Z_A = (h(d_A) - H_A) / (1 + beta^2);
/// Z_i = Z_A ((rho_i - rho_0) / (d_A - rho_0))_+, a_i = H_A + 2 Z_i; phi_i = 1 on [0, H_A], beta on (H_A, a_i], 0 beyond.
/// g_i = (f_i, sqrt(a_i / 2) e_A, phi_i / sqrt 2), e_A orthonormal, phi_i in L^2.
/// </summary>
public static class FreeLift
{
    /// <summary>The proved constant: d_iso &lt;= 1.275 L when n >= N - 1. The exact number 51/40.</summary>
    public const double Constant = 1.275;

    private const double Beta = 0.63;
    private const double Chi = 1.385;

    /// <summary>
    /// g in its explicit coordinates: n, one for each class, and one for each step of the functions phi, at most N + c. Cost O(N^2 + N^2
    /// n), memory O(N^2).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f), or slightly more to absorb rounding.</param>
    public static Embedding Apply(Embedding f, double hardMinedLoss)
    {
        ArgumentNullException.ThrowIfNull(f);
        var heights = new LiftHeights(f, hardMinedLoss);
        var (full, part) = (new double[f.Count], new double[f.Count]);
        for (var i = 0; i < f.Count; i++)
        {
            (full[i], part[i]) = Steps(heights, heights.Diameter[f.Classes[i]], heights.Reach[i]);
        }

        double[] ends = [.. full.Concat(part).Where(x => x > 0).Distinct().Order()];
        var c = f.ClassCount;
        return heights.Append(f, c + ends.Length, i =>
        {
            var z = new double[c + ends.Length];
            z[f.Classes[i]] = Math.Sqrt(part[i] / 2);
            for (var q = 0; q < ends.Length && ends[q] <= part[i]; q++)
            {
                var width = ends[q] - (q == 0 ? 0 : ends[q - 1]);
                z[c + q] = (ends[q] <= full[i] ? 1 : Beta) * Math.Sqrt(width / 2);
            }

            return z;
        });
    }

    /// <summary>g in N - 1 coordinates, by an orthonormal basis of its differences; g itself when it has no more. Cost O(N^2 (N +
    /// n)).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f), or slightly more to absorb rounding.</param>
    public static Embedding ApplyWithinPoints(Embedding f, double hardMinedLoss)
    {
        var g = Apply(f, hardMinedLoss);
        var width = Math.Max(1, f.Count - 1);
        if (g.Dimension <= width)
        {
            return g;
        }

        var differences = new double[g.Count][];
        for (var i = 0; i < g.Count; i++)
        {
            differences[i] = new double[g.Dimension];
            for (var q = 0; q < g.Dimension; q++)
            {
                differences[i][q] = g[i][q] - g[0][q];
            }
        }

        var basis = OrthonormalBasis.Of(differences.Skip(1), width)
            ?? throw new InvalidOperationException("N points span more than N - 1 dimensions");
        return g.WithPoints([.. differences.SelectMany(x => basis.Select(direction => VectorKernels.Dot(x, direction)))], width);
    }

    /// <summary>H_A and a_i of a point, in squared units.</summary>
    private static (double Full, double Part) Steps(LiftHeights heights, double diameter, double reach)
    {
        var (loss, excess) = (heights.Loss, heights.Excess(diameter));
        var least = Constant * loss * (Constant * loss);
        if (diameter <= loss || excess <= least)
        {
            return (excess, excess);
        }

        var beyond = Math.Max(0, diameter - (2 * loss));
        var threshold = loss + (beyond / Math.Sqrt(3));
        var full = least + (Chi * loss * beyond);
        var total = (excess - full) / (1 + (Beta * Beta));
        return (full, full + (2 * total * Math.Max(0, (reach - threshold) / (diameter - threshold))));
    }
}
