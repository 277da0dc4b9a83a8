using System.Diagnostics;
using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Training;
using IsoApprox.Measures;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>One cell of the grid: predicts from the untrained model, then trains a copy of it by every method.</summary>
/// <param name="Group">grid or question.</param>
/// <param name="Source">Data and model.</param>
/// <param name="BatchClasses">P.</param>
/// <param name="BatchMembers">K.</param>
/// <param name="Dimension">n.</param>
/// <param name="Methods">Methods.</param>
/// <param name="Margin">alpha.</param>
/// <param name="Rate">Adam's rate.</param>
/// <param name="Steps">Steps, rounded up to whole epochs.</param>
/// <param name="Seed">Seed.</param>
internal sealed record TrainingTask(
    string Group,
    TrainingSource Source,
    int BatchClasses,
    int BatchMembers,
    int Dimension,
    IReadOnlyList<TrainingMethod> Methods,
    double Margin,
    double Rate,
    int Steps,
    int Seed) : IStudyTask<TrainingRow>
{
    private const int CurvePoints = 16;
    private const double StuckShare = 0.95;

    /// <summary>f* of a larger batch takes minutes on one thread.</summary>
    private const int PredictedUpTo = 1024;

    /// <summary>960 points need about 30 000; smaller batches stop long before.</summary>
    private const int CanonicalEvaluations = 40_000;

    private int BatchSize => BatchClasses * BatchMembers;

    /// <inheritdoc/>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"{Group}/{Source.ModelName}/{Source.Name}-{Source.Digest}/P={BatchClasses}/K={BatchMembers}/n={Dimension}/"
            + $"{string.Join('+', Methods)}/margin={Margin:R}/rate={Rate:R}/steps={Steps}/seed={Seed}");

    /// <inheritdoc/>
    public double Cost
    {
        get
        {
            var pairs = (double)BatchSize * BatchSize * (Dimension + 8);
            return (pairs * (BatchSize <= PredictedUpTo ? 4000 : 0))
                + (Methods.Count * (double)Steps * ((2 * pairs) + (BatchSize * 20_000.0)));
        }
    }

    /// <inheritdoc/>
    public TrainingRow? Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var model = Source.Model(Dimension, Seed);
        var outputs = new double[model.Count * Dimension];
        model.Forward([.. Enumerable.Range(0, model.Count)], outputs);
        var before = Source.Items.WithPoints(outputs, Dimension);
        var batch = before.Rows(Settings().Batches.Epoch(Source.Items, new Random(Seed)).First());
        var (state, prediction) = Predict(batch, cancellation);
        var runs = new List<TrainedRun>();
        foreach (var method in Methods)
        {
            if (cancellation.IsCancellationRequested || Train(method, before, cancellation) is not { } run)
            {
                return null;
            }

            runs.Add(run);
        }

        return new TrainingRow(
            Id, Group, Source.Name, Source.ModelName, Source.Items.Count, Source.Items.ClassCount, BatchClasses, BatchMembers, Dimension,
            Margin, Rate, Seed, state, prediction, runs, clock.Elapsed.TotalSeconds);
    }

    private TrainingSettings Settings()
    {
        var batches = new ClassBatches(BatchClasses, BatchMembers);
        var perEpoch = Math.Max(1, Source.Items.Count / BatchSize);
        return new TrainingSettings { Epochs = (Steps + perEpoch - 1) / perEpoch, LearningRate = Rate, Batches = batches, Seed = Seed };
    }

    private (UntrainedState State, NearestPrediction? Prediction) Predict(Embedding batch, CancellationToken cancellation)
    {
        var anchors = AnchorDistances.Compute(batch, null, CancellationToken.None);
        var radius = EmbeddingSpread.Measure(batch, CancellationToken.None).RmsRadius;
        var slope = Enumerable.Range(0, batch.Count).Average(
            i => anchors.FarthestPositiveDistance[i] - anchors.NearestNegativeDistance[i]) / radius;
        var settings = CollapsePrediction.Effort(batch) with { Seed = Seed, Threads = 1 };
        var found = BatchSize <= PredictedUpTo
            ? CollapsePrediction.Compute(batch, settings, null, cancellation, CanonicalEvaluations)
            : null;
        var state = found?.State ?? EmbeddingState.Measure(batch, CancellationToken.None);
        return (
            new UntrainedState(state.LossOverDiameter, slope, state.ActiveAnchors, state.ViolatedTriplets, state.EnclosingRadius),
            found is null
                ? null
                : new NearestPrediction(
                    found.Solution.Lower, found.Solution.Upper, found.Solution.Status, found.IsCanonical, SpreadRatios.Of(found.Measures)));
    }

    private TrainedRun? Train(TrainingMethod method, Embedding before, CancellationToken cancellation)
    {
        var (settings, curve) = (Settings(), new List<TrainedPoint>());
        var perEpoch = Math.Max(1, Source.Items.Count / BatchSize);
        var every = Math.Max(1, settings.Epochs / CurvePoints);
        var result = Trainer.Train(
            Source.Model(Dimension, Seed),
            Source.Items,
            TrainingMethods.Loss(method, Margin, Seed),
            settings,
            record =>
            {
                if (record.Epoch % every == 0 || record.Epoch == settings.Epochs)
                {
                    curve.Add(Point(record.Epoch * perEpoch, record.MeanLoss, before, record.Outputs()));
                }
            },
            cancellation);
        if (result.Status == TrainingStatus.Cancelled)
        {
            return null;
        }

        var collapsed = TrainingMethods.CollapsedLoss(method, Margin);
        return new TrainedRun(
            method, result.Status, collapsed, result.FinalLoss, result.FinalLoss >= StuckShare * collapsed,
            SpreadRatios.Of(CollapseMeasures.Compute(before, result.Outputs, null, CancellationToken.None)), Violated(result.Outputs),
            curve);
    }

    private static double Violated(Embedding f)
    {
        var counts = TripletLoss.Counts(f, 0, null, CancellationToken.None);
        return counts.Triplets == 0 ? 0 : (double)counts.Violated / counts.Triplets;
    }

    private static TrainedPoint Point(int step, double? loss, Embedding before, Embedding now)
    {
        var ratios = SpreadRatios.Of(CollapseMeasures.Compute(before, now, null, CancellationToken.None));
        return new TrainedPoint(step, loss, ratios.Diameter, ratios.Rms, ratios.Between, ratios.Within);
    }
}
