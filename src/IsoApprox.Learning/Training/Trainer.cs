using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainingSettings
{
    /// <summary>Passes over the items, at least 0.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Batches.</summary>
    public BatchSampler Batches { get; init; } = new FullBatch();

    /// <summary>Adam's learning rate > 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>What is done with outputs before the loss sees them.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>Seed of the batches.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Why training ended.</summary>
public enum TrainingStatus
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>Cancelled; the model is as after the last finished step.</summary>
    Cancelled,

    /// <summary>A loss, gradient or parameter was not finite; the model is as before that step.</summary>
    Diverged,
}

/// <summary>State after an epoch.</summary>
/// <param name="Epoch">Epochs done; 0 before training.</param>
/// <param name="MeanLoss">Mean over the batches of the epoch of the loss before each step; null before training.</param>
/// <param name="SkippedAnchors">Anchors without partners in the batches of the epoch.</param>
/// <param name="Outputs">The normalised outputs of all items, with the labels.</param>
public readonly record struct TrainingRecord(int Epoch, double? MeanLoss, long SkippedAnchors, Func<Embedding> Outputs);

/// <summary>What training left.</summary>
/// <param name="Status">Why it ended.</param>
/// <param name="Epochs">Finished epochs.</param>
/// <param name="Outputs">The normalised outputs of all items, with the labels.</param>
/// <param name="FinalLoss">Mean loss of the last finished epoch; null when none was finished.</param>
public sealed record TrainingResult(TrainingStatus Status, int Epochs, Embedding Outputs, double? FinalLoss);

/// <summary>Trains a model by a loss over batches with Adam. Deterministic: one thread, one seed.</summary>
public static class Trainer
{
    /// <summary>Trains in place.</summary>
    /// <param name="model">The model; its parameters are changed.</param>
    /// <param name="labels">The items' labels: an embedding with the same N (its points are not used).</param>
    /// <param name="loss">The loss of a batch of normalised outputs.</param>
    /// <param name="settings">Epochs, batches, rate, normalisation, seed.</param>
    /// <param name="record">Called before training and after every epoch; the outputs are computed only when asked for.</param>
    /// <param name="cancellation">Polled before every step.</param>
    /// <exception cref="ArgumentException">The number of items differs, or a setting is out of range.</exception>
    public static TrainingResult Train(
        ITrainableModel model,
        Embedding labels,
        IEmbeddingLoss loss,
        TrainingSettings settings,
        Action<TrainingRecord>? record = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Epochs);
        if (!(settings.LearningRate > 0) || !double.IsFinite(settings.LearningRate))
        {
            throw new ArgumentOutOfRangeException(nameof(settings), settings.LearningRate, "the learning rate is a finite number above 0");
        }

        if (model.Count != labels.Count)
        {
            throw new ArgumentException($"the model has {model.Count} items, but there are {labels.Count} labels");
        }

        return new TrainingRun(model, labels, loss, settings, cancellation).Run(record);
    }
}
