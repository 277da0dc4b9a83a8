using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Points of extreme range (<see cref="ExtremeRange"/>): the problem is multiplied by a power of two, solved there, and what is returned is
/// tested again on the doubles of the original scale. Multipliers have no unit, so a certificate carries over; its bound is the check's on
/// the original points.
/// </summary>
internal static class ExtremeScale
{
    /// <summary>Solves 2^-exponent f and carries the result back.</summary>
    internal static NearestSolution Solve(Problem problem, NearestSettings settings, int exponent, Func<Problem, NearestSolution> solve)
    {
        var solution = solve(ExtremeRange.Scaled(problem, -exponent)!);
        var incumbent = new Incumbent(problem);
        foreach (var candidate in CarryBack(problem, solution, exponent))
        {
            incumbent.Offer(candidate);
        }

        var best = incumbent.Best ?? throw new EmbeddingException(
            "no embedding of this size that is in the set can be stored in doubles; multiply the points and the margin by a power of two");
        incumbent.Offer(solution.Certificate?.Rescaled(problem, exponent), solution.LowerSource);

        // Multipliers that suit the scaled points may prove little where rounding moved them: a triplet proves its bound at every scale.
        incumbent.Offer(TripletCertificate.Best(problem), "single triplet");
        var closed = incumbent.IsWithin(settings.Gap);
        return solution with
        {
            Source = problem.Points,
            Nearest = best.Embedding,
            Set = problem.Set,
            Interval = incumbent.Interval(),
            LowerSource = incumbent.LowerSource,
            UpperSource = best.Origin,
            Certificate = incumbent.Certificate,
            Status = closed ? SolveStatus.ProvedGlobal
                : solution.Status == SolveStatus.ProvedGlobal ? SolveStatus.LocalMinimum : solution.Status,
            Explanation = closed == (solution.Status == SolveStatus.ProvedGlobal)
                ? solution.Explanation
                : "the interval is wider because the points are near the limits of doubles",
        };
    }

    /// <summary>
    /// Members in the original scale: the one found where rounding into subnormal numbers spares it, and one by construction.
    /// </summary>
    private static IEnumerable<Candidate> CarryBack(Problem problem, NearestSolution solution, int exponent)
    {
        var (f, width) = (problem.Points, solution.Nearest.Dimension);
        var proposals = new List<(Embedding? G, string Origin)> { (ExtremeRange.Scaled(solution.Nearest, exponent), solution.UpperSource) };
        if (TrivialCandidates.Apart(problem) is var apart and > 0)
        {
            var line = ClassLayouts.OnLine(f, problem.Levels, problem.Set.Margin, apart);
            proposals.Add((line is null ? null : Coordinates.Fit(line, problem, width), "class centres on a line"));
        }
        else
        {
            double[] row = [.. f[0].ToArray().Take(width), .. new double[Math.Max(0, width - f.Dimension)]];
            proposals.Add((f.WithPoints([.. Enumerable.Range(0, f.Count).SelectMany(_ => row)], width), "all points at row 0"));
        }

        foreach (var (g, origin) in proposals)
        {
            if (g is not null && problem.Set.Contains(g) && AttainedValue.Above(problem, g) is var value && double.IsFinite(value))
            {
                yield return new Candidate(g, value, origin);
            }
        }
    }
}
