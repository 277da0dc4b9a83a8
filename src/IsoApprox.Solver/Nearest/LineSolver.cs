using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Line;
using IsoApprox.Embeddings;
using IsoApprox.Lines;
using IsoApprox.Sets;
using IsoApprox.Solver.Lines;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// d_haus of points on a line in dimension 1, exactly: the least feasible level of <see cref="LineDecision"/>, its certificate, and a
/// Triplet-Separated g at that level. Any margin, any scale; O(N) and at most about 70 decisions of O(c).
/// </summary>
internal static class LineSolver
{
    private const string Source = "line";

    /// <summary>A member in R^n is found by a repair that compares all pairs.</summary>
    private const int LargestRepaired = 20_000;

    /// <summary>
    /// The solution, or null where the problem is not one of the line: another metric or set, a dimension other than 1, points that are not
    /// exactly collinear, or (n > 1) no exact member could be stored near the line or the points leave the range of ordinary doubles.
    /// </summary>
    internal static NearestSolution? TrySolve(Embedding f, NearestSettings settings, CancellationToken cancellation)
    {
        if (settings.Metric != NearestMetric.HausdorffLike || !settings.Set.IsTripletSeparated || settings.FreeDimension
            || (settings.Dimension ?? f.Dimension) != 1)
        {
            return null;
        }

        if (f.Dimension > 1 && (ExtremeRange.Exponent(f, settings.Margin) != 0 || f.Count > LargestRepaired))
        {
            return null;
        }

        return LineAxis.Of(f) is { } line ? Solve(f, line, settings, cancellation) : null;
    }

    /// <summary>The value of the Triplet-Separated embeddings with the margin of the problem, points in dimension 1, from below.</summary>
    internal static double Level(Problem problem, Func<bool> stop) =>
        new LineLevels(new ClassRanges(problem.Points, 0), problem.Margin, stop).Search().Lower;

    private static NearestSolution? Solve(Embedding f, LineAxis line, NearestSettings settings, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var problem = new Problem(f, settings.Metric, settings.Set, 1);
        var ranges = new ClassRanges(f, line.Axis);
        var margins = line.Scale.IsPoint ? settings.Margin : settings.Margin / line.Scale;
        var (low, high) = (Math.Max(0, margins.Lower), Math.Min(double.MaxValue, margins.Upper));
        bool Stopped() => cancellation.IsCancellationRequested || (settings.TimeLimit is { } limit && watch.Elapsed >= limit);
        var levels = new LineLevels(ranges, high, Stopped);
        var (lower, upper) = levels.Search();
        var decisions = levels.Decisions;
        if (low < high)
        {
            levels = new LineLevels(ranges, low, Stopped);
            (lower, decisions) = (levels.Search().Lower, decisions + levels.Decisions);
        }

        if (Member(problem, line, ranges, upper, high) is not { } best)
        {
            return f.Dimension > 1 ? null : throw new EmbeddingException(
                "no Triplet-Separated embedding of this size can be stored in doubles; multiply the points and the margin by a power of "
                    + "two");
        }

        var bounds = new Incumbent(problem);
        if (lower > 0)
        {
            bounds.Offer(new LineCertificate { Digest = problem.Digest, Level = lower }, Source);
        }

        return Result(f, settings, bounds, best, decisions, watch.Elapsed.TotalSeconds) with
        {
            Status = Status(settings, bounds, best, cancellation, Stopped),
        };
    }

    private static SolveStatus Status(
        NearestSettings settings, Incumbent bounds, Candidate best, CancellationToken cancellation, Func<bool> stopped) =>
        best.Value == 0 ? SolveStatus.AlreadySeparated
        : best.Value - bounds.Lower <= settings.Gap * best.Value ? SolveStatus.ProvedGlobal
        : cancellation.IsCancellationRequested ? SolveStatus.Cancelled
        : stopped() ? SolveStatus.TimeLimit : SolveStatus.LocalMinimum;

    private static NearestSolution Result(
        Embedding f, NearestSettings settings, Incumbent bounds, Candidate best, int decisions, double seconds)
    {
        var gap = best.Value > 0 ? (best.Value - bounds.Lower) / best.Value : 0;
        var text = string.Create(CultureInfo.InvariantCulture, $"{gap:0.0e+0}");
        return new NearestSolution
        {
            Source = f,
            Nearest = best.Embedding,
            Metric = settings.Metric,
            Dimension = 1,
            Set = settings.Set,
            Interval = new ProvedInterval(bounds.Lower, bounds.LowerSource, best.Value, best.Origin),
            LowerSource = bounds.LowerSource,
            UpperSource = best.Origin,
            Certificate = bounds.Certificate,
            IsFree = SearchSizes.IsFree(bounds.Problem, 1),
            Explanation = best.Value == 0 ? "the embedding is Triplet-Separated already"
                : gap <= settings.Gap ? $"proved global: exact on a line, relative gap {text}"
                : $"exact on a line; the gap {text} is the spacing of doubles at these coordinates, or the search was stopped",
            Status = SolveStatus.Unsolved,
            Evaluations = decisions,
            Starts = 0,
            Seed = settings.Seed,
            Seconds = seconds,
        };
    }

    /// <summary>
    /// A member at the level, on the doubles it holds. Rounding may bring classes too near where the level leaves no room at all: a level
    /// higher by a few units in the last place of the coordinates has it.
    /// </summary>
    private static Candidate? Member(Problem problem, LineAxis line, ClassRanges ranges, double level, double marginOnLine)
    {
        var f = problem.Points;
        if (level == 0)
        {
            return new Candidate(f, 0, "f itself");
        }

        var largest = Math.Max(problem.Margin, Math.Max(ranges.High.Max(Math.Abs), ranges.Low.Max(Math.Abs)));
        var step = Math.Max(double.Epsilon, largest - Math.BitDecrement(largest));
        Candidate? best = null;
        for (var (trial, raised) = (0, level); trial < 64
            && double.IsFinite(raised); trial++, raised = level + (step * Math.ScaleB(1, trial - 1)))
        {
            var decision = new LineDecision(ranges, raised, marginOnLine, below: false);
            var places = decision.IsFeasible ? new LinePlacement(ranges, decision, raised, marginOnLine) : null;
            if (places is not null && Embed(problem, line, places) is { } member && !(member.Value >= best?.Value))
            {
                best = member;
                if (places.Displacement() <= raised + (4 * step))
                {
                    break;
                }
            }
        }

        return best;
    }

    private static Candidate? Embed(Problem problem, LineAxis line, LinePlacement places)
    {
        var f = problem.Points;
        var (n, axis) = (f.Dimension, line.Axis);
        var points = f.Coordinates.ToArray();
        for (var i = 0; i < f.Count; i++)
        {
            var k = f.Classes[i];
            var x = points[(i * n) + axis];
            var moved = Math.Max(places.Low[k], Math.Min(places.High[k], x));
            if (!double.IsFinite(moved))
            {
                return null;
            }

            for (var q = 0; q < n && moved != x; q++)
            {
                points[(i * n) + q] = q == axis ? moved : points[(i * n) + q]
                    + ((moved - x) * ((f[line.High][q] - f[line.Low][q]) / (f[line.High][axis] - f[line.Low][axis])));
            }
        }

        var g = f.WithPoints(points, n);
        return n > 1 ? new MemberRepair(problem).Apply(g, Source)
            : LineSeparation.IsSatisfied(g, problem.Margin) ? new Candidate(g, places.Displacement(), Source) : null;
    }
}
