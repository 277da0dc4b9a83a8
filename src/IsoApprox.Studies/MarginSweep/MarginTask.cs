using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Canonical;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>One instance with one margin or floor.</summary>
/// <param name="Model">Name of the model of points.</param>
/// <param name="Digest">Of the points.</param>
/// <param name="F">The points.</param>
/// <param name="Seed">Their seed, also that of the search.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Level">How much.</param>
internal sealed record MarginTask(string Model, string Digest, Embedding F, int Seed, MarginKind Kind, double Level) : IStudyTask<MarginRow>
{
    private const double Gap = 1e-6;
    private const int MostEvaluations = 6000;
    private const int CanonicalEvaluations = 20_000;
    private const double ActiveShare = 1e-6;

    /// <inheritdoc/>
    public string Id => string.Create(
        CultureInfo.InvariantCulture, $"{Model}-{Digest}/N={F.Count}/n={F.Dimension}/c={F.ClassCount}/seed={Seed}/{Kind}={Level:R}");

    /// <inheritdoc/>
    public double Cost => Starts * (double)F.Count * F.Count * (F.Dimension + 20);

    private int Starts => (long)F.Count * F.Dimension <= 64 ? 24 : 8;

    /// <inheritdoc/>
    public MarginRow? Run(CancellationToken cancellation)
    {
        var (clock, diameter) = (Stopwatch.StartNew(), Diameter.Compute(F, null, CancellationToken.None).Value);
        var margin = Kind == MarginKind.Margin ? Level * diameter : 0;
        var settings = new NearestSettings
        {
            Set = IdealSet.TripletSeparated(margin),
            Gap = Gap,
            Seed = Seed,
            Starts = Starts,
            Threads = 1,
            MaxEvaluations = MostEvaluations,
        };
        var nearest = NearestSolver.Solve(F, settings, null, cancellation);
        var loss = TripletLoss.HardMined(F, TripletDistance.Euclidean, margin, null, CancellationToken.None).Value;
        var row = Kind == MarginKind.Margin
            ? WithMargin(nearest, settings, loss, diameter, cancellation)
            : WithFloor(nearest, loss, diameter, cancellation);
        return cancellation.IsCancellationRequested ? null : row with { Seconds = clock.Elapsed.TotalSeconds };
    }

    private MarginRow WithMargin(
        NearestSolution nearest, NearestSettings settings, double loss, double diameter, CancellationToken cancellation)
    {
        var isometric = NearestSolver.Solve(F, settings with { Metric = NearestMetric.IsometricError }, null, cancellation);
        var second = CanonicalSolver.Solve(
            F, nearest,
            new CanonicalSettings { Seed = Seed, Threads = 1, Starts = 4, Tolerance = 1e-4, MaxEvaluations = CanonicalEvaluations },
            cancellation);
        return Row(loss, diameter, Interval(nearest), second.Canonical) with
        {
            Isometric = Interval(isometric),
            IsCanonical = second.Converged,
        };
    }

    private MarginRow WithFloor(NearestSolution nearest, double loss, double diameter, CancellationToken cancellation)
    {
        var kind = Kind switch
        {
            MarginKind.Scale => FloorKind.Scale,
            MarginKind.Thickness => FloorKind.Thickness,
            _ => FloorKind.AnchorRadius,
        };
        var found = RestrictedSolver.Solve(
            F, nearest,
            new RestrictedSettings { Floor = kind, Level = Level, Seed = Seed, Starts = Starts, MaxEvaluations = MostEvaluations },
            cancellation);
        var largest = found.Multipliers.Select(m => m.Value).DefaultIfEmpty(0).Max();
        var positive = found.Multipliers.Where(m => m.IsPositive).ToArray();
        var total = positive.Sum(m => m.Value);
        return Row(loss, diameter, new DistanceInterval(found.Lower, found.Upper, SolveStatus.LocalMinimum), found.Canonical) with
        {
            FloorMultiplierShare = Kind == MarginKind.AnchorRadius && total > 0
                ? positive.Where(m => m.Other == m.Anchor).Sum(m => m.Value) / total
                : null,
            ActiveTriplets = (double)found.Multipliers.Count(m => m.Value > ActiveShare * largest) / F.Count,
        };
    }

    private MarginRow Row(double loss, double diameter, DistanceInterval hausdorff, Embedding canonical) => new(
        Id, Model, F.Count, F.Dimension, F.ClassCount, Seed, Kind, Level, diameter, EnclosingBall.Compute(F).Radius, loss, hausdorff, null,
        null, SpreadRatios.Of(CollapseMeasures.Compute(F, canonical, null, CancellationToken.None)), null, null, 0);

    private static DistanceInterval Interval(NearestSolution solution) => new(solution.Lower, solution.Upper, solution.Status);
}
