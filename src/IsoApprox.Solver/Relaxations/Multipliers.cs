using IsoApprox.Certificates;
using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Relaxations;

/// <summary>Turns the multipliers of a search into a <see cref="GramCertificate"/>. What it proves is decided by its check, not here.</summary>
internal static class Multipliers
{
    private static readonly double[] Damping = [1, 1 - 1e-9, 1 - 1e-7, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3, 0.99, 0.9];

    /// <summary>The certificate of an interior-point run.</summary>
    internal static GramCertificate FromInteriorPoint(Problem problem, SeparationConstraints constraints, ReadOnlySpan<double> multipliers)
    {
        var n = problem.Points.Count;
        var (lambda, nu) = (new List<(int, int, double)>(), new List<(int, int, double)>());
        for (var b = n; b < constraints.Count; b++)
        {
            (constraints.Sign[b] > 0 ? lambda : nu).Add((constraints.First[b], constraints.Second[b], multipliers[b]));
        }

        return GramCertificate.ForHausdorff(problem, multipliers[..n].ToArray(), PairMultipliers.From(lambda), PairMultipliers.From(nu));
    }

    /// <summary>
    /// HAUS, canonical: mu_i = 1/N + kappa_i with the multipliers kappa of the caps; tau is the largest of a ladder for which S = diag(mu) + tau Lambda has a Cholesky
    /// decomposition, null when none has. Cost O(N^3) each.
    /// </summary>
    internal static GramCertificate? FromCanonical(Problem problem, ScaledProblem scaled, SparseRows separation, double[] caps)
    {
        var laplacian = Laplacian(scaled, separation, scaled.Radius);
        var mu = Array.ConvertAll(caps, m => m + (1.0 / caps.Length));
        foreach (var tau in Damping)
        {
            if (Bound(scaled, laplacian, mu, tau) is not null)
            {
                return GramCertificate.ForHausdorff(
                    problem, mu, Pairs(scaled, separation, true, tau * scaled.Radius), Pairs(scaled, separation, false, tau * scaled.Radius));
            }
        }

        return null;
    }

    /// <summary>ISO: alpha = a / (2 d), beta = b / (2 d) with the distances d of g; lambda and nu as they are. The check adds what is missing to beta.</summary>
    internal static GramCertificate FromIsometric(Problem problem, ScaledProblem scaled, AugmentedLagrangian lagrangian)
    {
        IEnumerable<(int, int, double)> Level(SparseRows rows)
        {
            for (var i = 0; i < scaled.Count; i++)
            {
                var columns = rows.Columns(i).ToArray();
                var values = rows.Values(i).ToArray();
                for (var p = 0; p < columns.Length; p++)
                {
                    var distance = Math.Sqrt(lagrangian.SquaredDistances[(i * scaled.Count) + columns[p]]);
                    if (distance > 1e-14)
                    {
                        yield return (i, columns[p], values[p] / (2 * distance));
                    }
                }
            }
        }

        return GramCertificate.ForIsometric(
            problem, PairMultipliers.From([.. Level(lagrangian.Isometric.Shrunk)]), PairMultipliers.From([.. Level(lagrangian.Isometric.Grown)]),
            Pairs(scaled, lagrangian.Separation, true, 1), Pairs(scaled, lagrangian.Separation, false, 1));
    }

    internal static PairMultipliers Pairs(ScaledProblem scaled, SparseRows rows, bool positive, double factor)
    {
        var entries = new List<(int, int, double)>();
        for (var i = 0; i < scaled.Count; i++)
        {
            var columns = rows.Columns(i);
            var values = rows.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                if ((scaled.Classes[columns[p]] == scaled.Classes[i]) == positive)
                {
                    entries.Add((i, columns[p], factor * values[p]));
                }
            }
        }

        return PairMultipliers.From(entries);
    }

    internal static double[] Laplacian(ScaledProblem scaled, SparseRows rows, double factor)
    {
        var n = scaled.Count;
        var result = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var columns = rows.Columns(i);
            var values = rows.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var j = columns[p];
                var z = (scaled.Classes[j] == scaled.Classes[i] ? 1 : -1) * factor * values[p];
                result[(i * n) + i] += z;
                result[(j * n) + j] += z;
                result[(i * n) + j] -= z;
                result[(j * n) + i] -= z;
            }
        }

        return result;
    }

    /// <summary>tr(F^T (M - M S^-1 M) F) / sum mu in floating point; null when S has no Cholesky decomposition.</summary>
    internal static double? Bound(ScaledProblem scaled, double[] laplacian, double[] mu, double tau)
    {
        var (n, d) = (scaled.Count, scaled.Dimension);
        var s = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            VectorKernels.AddScaled(tau, laplacian.AsSpan(i * n, i + 1), s.AsSpan(i * n, i + 1));
            s[(i * n) + i] += mu[i] * (1 - 1e-13);
        }

        if (FloatingCholesky.TryFactor(s, n) is not { } factor)
        {
            return null;
        }

        var columns = new double[d][];
        for (var k = 0; k < d; k++)
        {
            columns[k] = new double[n];
            for (var i = 0; i < n; i++)
            {
                columns[k][i] = mu[i] * scaled.Points[(i * d) + k];
            }
        }

        factor.Solve(columns);
        var value = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < d; k++)
            {
                var x = scaled.Points[(i * d) + k];
                value += mu[i] * x * (x - columns[k][i]);
            }
        }

        return value / mu.Sum();
    }
}
