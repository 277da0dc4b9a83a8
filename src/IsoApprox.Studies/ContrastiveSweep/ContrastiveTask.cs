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
/// <param name="Hardness">beta.</param>
/// <param name="Normalisation">Of the outputs.</param>
/// <param name="Seed">Seed of initial values and batches.</param>
internal sealed record ContrastiveTask(
    ContrastiveSource Source, NegativeSource Negatives, double Hardness, Normalisation Normalisation, int Seed)
    : IStudyTask<ContrastiveRow>
{
    private const int CurvePoints = 24;

    /// <inheritdoc/>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source.Name}-{Source.Digest}/{Negatives}/beta={Hardness:R}/{Normalisation}/seed={Seed}/epochs={Source.Training.Epochs}");

    /// <summary>Items times epochs.</summary>
    public double Cost => (double)Source.Labels.Count * Source.Training.Epochs;

    /// <summary>Trains and measures; null when cancelled.</summary>
    public ContrastiveRow? Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var curve = new List<ContrastivePoint>();
        var loss = new ContrastiveLoss { Negatives = Negatives, Hardness = Hardness, Count = NegativeCount.Unlimited };
        var settings = Source.Training with { Normalisation = Normalisation, Seed = Seed };
        var result =
            Trainer.Train(
                Source.Model(Seed), Source.Labels, loss, settings, record => Record(record, settings.Epochs, curve), cancellation);
        if (result.Status == TrainingStatus.Cancelled)
        {
            return null;
        }

        var last = ClassGeometry.Measure(result.Outputs);
        if (curve[^1].Epoch != result.Epochs)
        {
            curve.Add(Point(result.Epochs, result.FinalLoss, last));
        }

        return new ContrastiveRow(
            Id, Source.Name, Source.Labels.Count, Source.Labels.ClassCount, result.Outputs.Dimension, Negatives, Hardness, Normalisation,
            Seed, settings.Epochs, result.Status, last.SingularValues, curve, clock.Elapsed.TotalSeconds);
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
/// <param name="Training">Epochs, batches, rate.</param>
/// <param name="Model">A fresh model for a seed.</param>
internal sealed record ContrastiveSource(
    string Name, string Digest, Embedding Labels, TrainingSettings Training, Func<int, ITrainableModel> Model);
