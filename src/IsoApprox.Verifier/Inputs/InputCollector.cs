using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Isometries;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Verifier.Inputs;

/// <summary>
/// Computes the verifier's inputs: measures once, thickness, both nearest problems. What the searches return is checked before it is used.
/// </summary>
internal static class InputCollector
{
    private const int LargestProcrustesDimension = 1024;

    internal static (VerifierInputs Inputs, NearestSolution Hausdorff, NearestSolution Isometric) Collect(
        Embedding f, VerifierSettings settings, IProgress<VerifierProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new VerifierProgress(VerifierStage.Measures, null));
        var (diameter, classRadius) = (RigorousMeasures.Diameter(f), LargestClassRadius(f));
        progress?.Report(new VerifierProgress(VerifierStage.Thickness, null));
        var thickness = EncloseThickness(f, settings.Seed, cancellation);
        var hausdorff = Search(f, NearestMetric.HausdorffLike, VerifierStage.Hausdorff, settings, progress, cancellation);
        var isometric = Search(f, NearestMetric.IsometricError, VerifierStage.Isometric, settings, progress, cancellation);
        var inputs = new VerifierInputs
        {
            Points = f.Count,
            Dimension = f.Dimension,
            Classes = f.ClassCount,
            LargestClassSize = f.LargestClassSize,
            RankBound = RigorousMeasures.RankBound(f),
            ContactRank = ContactPoints.Rank(f),
            HardLoss = RigorousMeasures.HardLoss(f),
            BatchHardLoss = TripletLoss.BatchHard(f, cancellation: CancellationToken.None).Value,
            Diameter = diameter,
            Thickness = thickness,
            ClassRadius = classRadius,
            Hausdorff = EncloseOptimum(hausdorff, RigorousMeasures.Displacement, classRadius),
            Isometric = EncloseOptimum(isometric, RigorousMeasures.IsometricError, diameter),
            Pair = MakePair(f, isometric.Nearest),
            Reassignment = IsUsable(f, hausdorff.Nearest) ? ReassignmentCheck.Compute(f, hausdorff.Nearest) : null,
        };
        return (inputs, hausdorff, isometric);
    }

    private static Interval LargestClassRadius(Embedding f)
    {
        var largest = Interval.Zero;
        for (var k = 0; k < f.ClassCount; k++)
        {
            var ball = EnclosingBall.Compute(f, f.Members(k));
            largest = Interval.Max(largest, new Interval(ball.Lower, ball.Upper));
        }

        return largest;
    }

    private static Interval EncloseThickness(Embedding f, int seed, CancellationToken cancellation)
    {
        if (RigorousMeasures.RankBound(f) < f.Dimension)
        {
            return Interval.Zero;
        }

        var found = ThicknessSolver.Compute(f, seed, cancellation);
        var upper = RigorousMeasures.Width(f, found.Direction).Upper;
        return found.Lower <= upper
            ? new Interval(found.Lower, upper)
            : throw new InvalidOperationException(
                Text.Invariant($"thickness: the lower bound {found.Lower:R} ({found.Method}) exceeds the width {upper:R}"));
    }

    private static NearestSolution Search(
        Embedding f,
        NearestMetric metric,
        VerifierStage stage,
        VerifierSettings settings,
        IProgress<VerifierProgress>? progress,
        CancellationToken cancellation)
    {
        progress?.Report(new VerifierProgress(stage, null));
        var search = new NearestSettings
        {
            Metric = metric,
            Starts = settings.Starts,
            Seed = settings.Seed,
            TimeLimit = settings.TimeLimit,
            Threads = settings.Threads,
            Gap = settings.Gap,
            Prove = settings.ProveNodes > 0,
            ProveNodeLimit = settings.ProveNodes,
        };
        return NearestSolver.Solve(f, search, progress is null ? null : new Relay(stage, progress), cancellation);
    }

    /// <summary>
    /// The upper end is recomputed from the embedding that was found, and only if it is certainly Triplet-Separated;
    /// the lower end is the solver's proved bound.
    /// </summary>
    internal static Interval EncloseOptimum(NearestSolution solution, Func<Embedding, Embedding, Interval> distance, Interval trivial)
    {
        var upper = trivial.Upper;
        if (IsUsable(solution.Source, solution.Nearest))
        {
            upper = Math.Min(upper, distance(solution.Source, solution.Nearest).Upper);
        }

        return solution.Lower <= upper
            ? new Interval(Math.Max(0, solution.Lower), upper)
            : throw new InvalidOperationException(
                Text.Invariant($"{solution.Metric}: the lower bound {solution.Lower:R} ({solution.LowerSource}) exceeds ")
                + Text.Invariant($"the attained value {upper:R} ({solution.UpperSource})"));
    }

    private static bool IsUsable(Embedding f, Embedding g) =>
        g.Dimension == f.Dimension && g.HasSameLabels(f) && TripletSeparation.IsSatisfied(g);

    private static NearIsometryPair? MakePair(Embedding f, Embedding g)
    {
        if (g.Dimension != f.Dimension)
        {
            return null;
        }

        var error = RigorousMeasures.IsometricError(f, g);
        var upper = RigorousMeasures.Displacement(f, g).Upper;
        if (f.Dimension <= LargestProcrustesDimension)
        {
            upper = Math.Min(upper, Procrustes.LeastSquares(f, g).MaxError);
        }

        return new NearIsometryPair(error, new Interval(Math.Min(Lengths.Half(error).Lower, upper), upper));
    }

    private sealed class Relay(VerifierStage stage, IProgress<VerifierProgress> progress) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value) => progress.Report(new VerifierProgress(stage, value));
    }
}
