using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Separation;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Points whose spread is so large or so small that squares of distances overflow or underflow: the problem is multiplied by a power of two, solved there, and what is
/// returned is tested again on the doubles of the original scale. Multipliers have no unit, so a certificate carries over; its bound is the check's on the original points.
/// </summary>
internal static class ExtremeRange
{
    /// <summary>Between 2^-300 and 2^300 squares of distances, and of distances 1e-16 times as large, are ordinary doubles.</summary>
    private const int OrdinaryExponent = 300;

    /// <summary>The exponent e for which 2^-e f has a spread near 1; 0 when the spread is ordinary.</summary>
    internal static int Exponent(Embedding f, double margin)
    {
        var spread = margin;
        for (var i = 0; i < f.Count && spread > 0; i++)
        {
            for (var q = 0; q < f.Dimension; q++)
            {
                // Distinct points are at least a unit in the last place apart, however small the margin is.
                spread = Math.Max(spread, Math.ScaleB(Math.Abs(f[i][q]), -52));
            }
        }

        for (var i = 1; i < f.Count; i++)
        {
            for (var q = 0; q < f.Dimension; q++)
            {
                spread = Math.Max(spread, Math.Abs((0.25 * f[i][q]) - (0.25 * f[0][q])));
            }
        }

        var tiny = spread == 0 && HasDistinctRows(f);
        var exponent = tiny ? Math.ILogB(double.Epsilon) : spread == 0 ? 0 : Math.ILogB(spread);
        return Math.Abs(exponent) <= OrdinaryExponent || Scaled(f, -exponent) is null ? 0 : exponent;
    }

    /// <summary>Solves 2^-exponent f and carries the result back.</summary>
    internal static NearestSolution Solve(Embedding f, NearestSettings settings, int exponent, Func<Embedding, NearestSettings, NearestSolution> solve)
    {
        var small = Scaled(f, -exponent)!;
        var solution = solve(small, settings with { Margin = Math.ScaleB(settings.Margin, -exponent) });
        var best = CarryBack(f, solution, settings, exponent)
            ?? throw new EmbeddingException("no Triplet-Separated embedding of this size can be stored in doubles; multiply the points and the margin by a power of two");
        var problem = new NearestProblem(f, settings.Metric, settings.Margin, settings.FreeDimension ? null : solution.Dimension);
        var bounds = new BoundTracker(problem);
        bounds.Offer(solution.Certificate?.Rescaled(problem, exponent), solution.LowerSource);

        // Multipliers that suit the scaled points may prove little where rounding moved them: a triplet proves its bound at every scale.
        bounds.Offer(TripletCertificate.Best(problem), "single triplet");
        var (lower, source) = (bounds.Lower, bounds.Source);
        var closed = best.Value - lower <= settings.Gap * best.Value;
        return solution with
        {
            Source = f,
            Nearest = best.Embedding,
            Margin = settings.Margin,
            Interval = new ProvedInterval(lower, source, best.Value, best.Origin),
            LowerSource = source,
            UpperSource = best.Origin,
            Certificate = bounds.Certificate,
            Status = closed ? SolveStatus.ProvedGlobal : solution.Status == SolveStatus.ProvedGlobal ? SolveStatus.LocalMinimum : solution.Status,
            Explanation = closed == (solution.Status == SolveStatus.ProvedGlobal) ? solution.Explanation : "the interval is wider because the points are near the limits of doubles",
        };
    }

    /// <summary>The embedding in the original scale, repaired where rounding into subnormal numbers spoiled it; null when none is Triplet-Separated.</summary>
    private static Candidate? CarryBack(Embedding f, NearestSolution solution, NearestSettings settings, int exponent)
    {
        var width = solution.Nearest.Dimension;
        var proposals = new List<(Embedding G, string Origin)>();
        if (Scaled(solution.Nearest, exponent) is { } exact)
        {
            proposals.Add((exact, solution.UpperSource));
        }

        if (settings.Margin == 0)
        {
            var collapsed = Enumerable.Range(0, f.Count).SelectMany(_ => f[0].ToArray().Take(width).Concat(new double[Math.Max(0, width - f.Dimension)])).ToArray();
            proposals.Add((f.WithPoints(collapsed, width), "all points at row 0"));
        }
        else if (TrivialCandidates.Fit(TrivialCandidates.ClassesOnLine(f, settings.Margin), f, settings.Metric, width) is { } line)
        {
            proposals.Add((line, "class centres on a line"));
        }

        Candidate? best = null;
        foreach (var (g, origin) in proposals)
        {
            if (TripletSeparation.IsSatisfied(g, settings.Margin))
            {
                var value = AttainedValue.Above(f, g, settings.Metric);
                best = double.IsFinite(value) && !(value >= best?.Value) ? new Candidate(g, value, origin) : best;
            }
        }

        return best;
    }

    /// <summary>2^exponent f; null when a coordinate overflows.</summary>
    internal static Embedding? Scaled(Embedding f, int exponent)
    {
        var points = f.Coordinates.ToArray();
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = Math.ScaleB(points[i], exponent);
        }

        return Array.TrueForAll(points, double.IsFinite) ? f.WithPoints(points, f.Dimension) : null;
    }

    private static bool HasDistinctRows(Embedding f) => Enumerable.Range(1, f.Count - 1).Any(i => !f[i].SequenceEqual(f[0]));
}
