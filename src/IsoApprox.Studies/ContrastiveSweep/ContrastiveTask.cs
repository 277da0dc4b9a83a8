using System.Diagnostics;
using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Geometry;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>One run of the grid.</summary>
/// <param name="Source">Data and model.</param>
/// <param name="Negatives">SCL or UCL.</param>
/// <param name="Hardening">h.</param>
/// <param name="Hardness">beta.</param>
/// <param name="Normalisation">Of the outputs.</param>
/// <param name="Seed">Seed of initial values and batches.</param>
internal sealed record ContrastiveTask(
    ContrastiveSource Source, NegativeSource Negatives, Hardening Hardening, double Hardness, Normalisation Normalisation, int Seed)
    : IStudyTask<ContrastiveRow>
{
    private const int CurvePoints = 24;

    /// <inheritdoc/>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source.Name}-{Source.Digest}/{Negatives}/{Hardening}/beta={Hardness:R}/{Normalisation}/batch={BatchSize}/"
            + $"rate={Source.Training.LearningRate:R}/seed={Seed}/epochs={Source.Training.Epochs}");

    private int BatchSize => Source.Training.Batches is UniformBatches batches
        ? Math.Min(batches.Size, Source.Labels.Count)
        : Source.Labels.Count;

    /// <summary>Items times epochs, times what an item costs: the weights of its layers and the products with its batch.</summary>
    public double Cost => (double)Source.Labels.Count * Source.Training.Epochs * (5000 + (40.0 * BatchSize));

    /// <summary>Trains and measures; null when cancelled.</summary>
    public ContrastiveRow? Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var curve = new List<ContrastivePoint>();
        var loss = new ContrastiveLoss
        {
            Negatives = Negatives,
            Hardening = Hardening,
            Hardness = Hardness,
            Count = NegativeCount.Unlimited,
        };
        var settings = Source.Training with { Normalisation = Normalisation, Seed = Seed };
        var model = Source.Model(Source.Labels, Seed);
        var result =
            Trainer.Train(
                model, Source.Labels, loss, settings, record => Record(record, settings.Epochs, curve), cancellation);
        if (result.Status == TrainingStatus.Cancelled)
        {
            return null;
        }

        var last = ClassGeometry.Measure(result.Outputs);
        if (curve[^1].Epoch != result.Epochs)
        {
            curve.Add(Point(result.Epochs, result.FinalLoss, last));
        }

        var (centres, probe) = Source.HeldOut is { } heldOut
            ? HeldOutAccuracy.Of(result.Outputs, Outputs(model, heldOut))
            : (null, null);
        return new ContrastiveRow(
            Id, Source.Name, Source.Labels.Count, Source.Labels.ClassCount, result.Outputs.Dimension, Negatives, Hardening, Hardness,
            Normalisation, BatchSize, settings.LearningRate, Seed, settings.Epochs, result.Status, last.SingularValues, curve, centres,
            probe, clock.Elapsed.TotalSeconds);
    }

    /// <summary>What the trained network makes of other inputs.</summary>
    private Embedding Outputs(ITrainableModel trained, Embedding inputs)
    {
        var model = Source.Model(inputs, Seed);
        trained.Parameters.CopyTo(model.Parameters);
        var points = new double[inputs.Count * model.Dimension];
        model.Forward([.. Enumerable.Range(0, inputs.Count)], points);
        OutputNormalisation.Apply(Normalisation, points, model.Dimension);
        return inputs.WithPoints(points, model.Dimension);
    }

    private static void Record(TrainingRecord record, int epochs, List<ContrastivePoint> curve)
    {
        if (record.Epoch == epochs || record.Epoch % Math.Max(1, epochs / CurvePoints) == 0)
        {
            curve.Add(Point(record.Epoch, record.MeanLoss, ClassGeometry.Measure(record.Outputs())));
        }
    }

    private static ContrastivePoint Point(int epoch, double? loss, ClassGeometry g) => new(
        epoch, loss, g.ZeroSum, g.UnitNorm, g.EqualInnerProduct, g.WithinClassSpread, g.Nc1, g.SimplexFrameError, g.EffectiveRank,
        g.DimensionalCollapse is { } value && double.IsFinite(value) ? value : null);
}

/// <summary>A data set with the model that is trained on it.</summary>
/// <param name="Name">Name in rows and figures.</param>
/// <param name="Digest">Eight hexadecimal digits of the data's hash.</param>
/// <param name="Labels">The items with their labels.</param>
/// <param name="HeldOut">Items of the same classes that no training sees; null where there are none.</param>
/// <param name="Training">Epochs, batches, rate.</param>
/// <param name="Model">A fresh model of given items for a seed.</param>
internal sealed record ContrastiveSource(
    string Name,
    string Digest,
    Embedding Labels,
    Embedding? HeldOut,
    TrainingSettings Training,
    Func<Embedding, int, ITrainableModel> Model);
