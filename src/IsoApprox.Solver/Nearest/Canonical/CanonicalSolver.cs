using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// A second solve that makes f* unique: minimise sum_i |g_i - f_i|^2 over Triplet-Separated g with max_i |g_i - f_i| &lt;= (1 + e) d_haus
/// (HAUS), or the sum over pairs of (|g_i - g_j| - |f_i - f_j|)^2 with d_iso(f,g) &lt;= (1 + e) d_iso (ISO; unique up to an isometry).
/// Measures of collapse are taken on this embedding.
/// </summary>
public static class CanonicalSolver
{
    /// <summary>Finds the canonical embedding. Cost: about as much as one start of <see cref="NearestSolver"/> for each start.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="solution">What <see cref="NearestSolver"/> found for it.</param>
    /// <param name="settings">Radius, starts, limits.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned, not converged.</param>
    /// <exception cref="EmbeddingException">The settings are out of range.</exception>
    /// <exception cref="ArgumentException">The solution belongs to another embedding.</exception>
    public static CanonicalSolution Solve(
        Embedding f, NearestSolution solution, CanonicalSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(settings);
        Validate(f, solution, settings);
        if (solution.Upper == 0)
        {
            return Unmoved(f, solution);
        }

        // Squares must neither overflow nor underflow; a power of two changes no bit otherwise.
        var problem = new Problem(f, solution.Metric, solution.Set, solution.Dimension);
        var exponent = ExtremeRange.Exponent(problem);
        if (exponent == 0)
        {
            return new CanonicalSearch(f, solution, settings, cancellation).Run();
        }

        if (ExtremeRange.Scaled(problem, -exponent) is not { } small || ExtremeRange.Scaled(solution.Nearest, -exponent) is not { } nearest)
        {
            return Unmoved(f, solution) with
            {
                Converged = false,
                SumOfSquares = CanonicalSearch.Squares(f, solution.Nearest, solution.Metric),
            };
        }

        var scaled = solution with
        {
            Source = small.Points,
            Nearest = nearest,
            Set = small.Set,
            Interval = new ProvedInterval(
                Math.ScaleB(solution.Lower, -exponent), solution.LowerSource, Math.ScaleB(solution.Upper, -exponent), solution.UpperSource),
        };
        var found = new CanonicalSearch(small.Points, scaled, settings, cancellation).Run();
        return CarryBack(f, solution, found, exponent);
    }

    private static void Validate(Embedding f, NearestSolution solution, CanonicalSettings settings)
    {
        if (!f.HasSameLabels(solution.Source) || f.Dimension != solution.Source.Dimension
            || !f.Coordinates.SequenceEqual(solution.Source.Coordinates))
        {
            throw new ArgumentException("the solution belongs to another embedding", nameof(solution));
        }

        if (!(settings.RadiusSlack > 0) || settings.RadiusSlack > 1)
        {
            throw new EmbeddingException($"radius slack {settings.RadiusSlack}: must be above 0 and at most 1");
        }

        if (!(settings.Tolerance > 0) || settings.Tolerance > 0.01)
        {
            throw new EmbeddingException($"tolerance {settings.Tolerance}: must be above 0 and at most 0.01");
        }

        if (settings.Starts is < 1)
        {
            throw new EmbeddingException($"starts {settings.Starts}: must be at least 1");
        }

        if (settings.MaxEvaluations is < 1)
        {
            throw new EmbeddingException($"evaluations {settings.MaxEvaluations}: must be at least 1");
        }

        if (settings.Threads is < 1)
        {
            throw new EmbeddingException($"threads {settings.Threads}: must be at least 1");
        }
    }

    /// <summary>The nearest embedding as it is, for points that are Triplet-Separated already.</summary>
    private static CanonicalSolution Unmoved(Embedding f, NearestSolution solution) => new()
    {
        Source = f,
        Canonical = solution.Nearest,
        Metric = solution.Metric,
        AllowedRadius = solution.Upper,
        AttainedRadius = solution.Upper,
        SumOfSquares = 0,
        LowerSumOfSquares = 0,
        Converged = true,
        Residual = 0,
        GradientNorm = 0,
        Origin = "nearest embedding",
        Starts = 0,
        Evaluations = 0,
        Seconds = 0,
    };

    private static CanonicalSolution CarryBack(Embedding f, NearestSolution solution, CanonicalSolution found, int exponent)
    {
        var back = ExtremeRange.Scaled(found.Canonical, exponent);
        var exact = back is not null && ExtremeRange.Scaled(back, -exponent) is { } again
            && again.Coordinates.SequenceEqual(found.Canonical.Coordinates);
        double? lower = found.LowerSumOfSquares is { } bound ? Math.BitDecrement(Math.ScaleB(bound, 2 * exponent)) : null;
        return found with
        {
            Source = f,
            Canonical = exact ? back! : solution.Nearest,
            AllowedRadius = Math.ScaleB(found.AllowedRadius, exponent),
            AttainedRadius = exact ? Math.BitIncrement(Math.ScaleB(found.AttainedRadius, exponent)) : solution.Upper,
            SumOfSquares = exact
                ? Math.ScaleB(found.SumOfSquares, 2 * exponent)
                : CanonicalSearch.Squares(f, solution.Nearest, solution.Metric),
            LowerSumOfSquares = lower is > 0 && double.IsFinite(lower.Value) ? lower : null,
            Converged = found.Converged && exact,
        };
    }
}
