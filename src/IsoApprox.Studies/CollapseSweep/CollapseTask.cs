using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>One run of the grid: draws the points, solves, measures.</summary>
/// <param name="Cell">The settings.</param>
/// <param name="Data">Points of the file, where the cell needs them.</param>
/// <param name="Threads">Threads of the solver.</param>
internal sealed record CollapseTask(CollapseCell Cell, Embedding? Data, int Threads) : IStudyTask<CollapseRow>
{
    /// <inheritdoc/>
    public string Id => Cell.Id;

    /// <summary>An evaluation costs O(N^2 n); starting takes a while too.</summary>
    public double Cost => 100_000 + ((double)Cell.Points * Cell.Points * (Cell.Dimension + 20));

    /// <inheritdoc/>
    public CollapseRow? Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var f = Cell.Draw(Data);
        var settings = CollapsePrediction.Effort(f) with { Seed = Cell.Seed, Threads = Threads };
        var prediction = CollapsePrediction.Compute(f, settings, null, cancellation);
        var lifted = Cell.WithBounds ? LiftedBound(f, prediction.Solution, settings, cancellation) : (double?)null;
        var penetration = Cell.WithBounds ? Penetration(f, cancellation) : null;
        return cancellation.IsCancellationRequested ? null : Row(f, prediction, lifted, penetration, clock.Elapsed.TotalSeconds);
    }

    /// <summary>A Gram certificate is a bound in every dimension; where another bound was better, the free problem gives one.</summary>
    private static double LiftedBound(Embedding f, NearestSolution solution, NearestSettings settings, CancellationToken cancellation) =>
        solution.Certificate is PenetrationCertificate or DirectionCertificate
            ? NearestSolver.Solve(f, settings with { FreeDimension = true, Starts = 1 }, null, cancellation).Lower
            : solution.Lower;

    private static double? Penetration(Embedding f, CancellationToken cancellation)
    {
        var problem = Problem.TripletSeparated(f, NearestMetric.HausdorffLike, 0, f.Dimension);
        return f.Dimension > PenetrationCertificate.LargestDimension ? null
            : PenetrationBound.Best(problem, 1e-3, 4000, cancellation) is { } certificate ? certificate.Check(problem).Lower : 0;
    }

    private CollapseRow Row(Embedding f, CollapsePrediction prediction, double? lifted, double? penetration, double seconds)
    {
        var (state, solution, measures) = (prediction.State, prediction.Solution, prediction.Measures);
        return new CollapseRow(
            Id, Cell.Data ?? Cell.Model.ToString(), f.Count, f.Dimension, f.ClassCount, state.LargestClass, Cell.Plan.ToString(),
            Cell.LabelNoise, Cell.Seed, state.Loss, state.Diameter, state.EnclosingRadius, state.LargestClassRadius, state.Rank,
            state.ActiveAnchors, state.ViolatedTriplets, solution.Lower, solution.Upper, solution.LowerSource, solution.UpperSource,
            solution.Status, lifted, penetration, prediction.IsCanonical, prediction.Second.Gap,
            measures.Diameter.Value, measures.RmsRadius.Value, measures.BetweenClassSpread.Value, measures.WithinClassSpread.Value,
            measures.EffectiveRank.Value, measures.Thickness?.Value?.Lower, Finite(measures.Thickness?.Value?.Upper), measures.Kind,
            seconds, Finite(prediction.Second.Residual), Finite(prediction.Second.GradientNorm));
    }

    private static double? Finite(double? value) => value is { } x && double.IsFinite(x) ? x : null;
}
