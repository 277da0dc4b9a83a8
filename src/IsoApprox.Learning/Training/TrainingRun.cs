using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Training;

/// <summary>The state of one training.</summary>
internal sealed class TrainingRun(
    ITrainableModel model, Embedding labels, IEmbeddingLoss loss, TrainingSettings settings, CancellationToken cancellation)
{
    private readonly Adam _adam = new(model.Parameters.Length, settings.LearningRate);
    private readonly double[] _gradient = new double[model.Parameters.Length];
    private readonly double[] _before = new double[model.Parameters.Length];
    private readonly Random _random = new(settings.Seed);

    internal TrainingResult Run(Action<TrainingRecord>? record)
    {
        record?.Invoke(new TrainingRecord(0, null, 0, Outputs));
        double? last = null;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var (sum, skipped, batches) = (0.0, 0L, 0);
            foreach (var rows in settings.Batches.Epoch(labels, _random))
            {
                if (cancellation.IsCancellationRequested)
                {
                    return new TrainingResult(TrainingStatus.Cancelled, epoch, Outputs(), last);
                }

                if (Step(rows) is not { } result)
                {
                    return new TrainingResult(TrainingStatus.Diverged, epoch, Outputs(), last);
                }

                (sum, skipped, batches) = (sum + result.Value, skipped + result.SkippedAnchors, batches + 1);
            }

            last = sum / batches;
            record?.Invoke(new TrainingRecord(epoch + 1, last, skipped, Outputs));
        }

        return new TrainingResult(TrainingStatus.Completed, settings.Epochs, Outputs(), last);
    }

    /// <summary>One step on one batch; null, and the parameters as before, when something was not finite.</summary>
    private LossResult? Step(int[] rows)
    {
        var n = model.Dimension;
        var raw = new double[rows.Length * n];
        model.Forward(rows, raw);
        var points = (double[])raw.Clone();
        OutputNormalisation.Apply(settings.Normalisation, points, n);
        if (HasBad(points))
        {
            return null;
        }

        var batch = Embedding.Create(points, n, Array.ConvertAll(rows, i => labels.ClassNames[labels.Classes[i]]));
        var slopes = new double[points.Length];
        var result = loss.Evaluate(batch, slopes);
        OutputNormalisation.PullBack(settings.Normalisation, raw, n, slopes);
        model.Backward(rows, slopes, _gradient);
        if (!double.IsFinite(result.Value) || HasBad(_gradient))
        {
            return null;
        }

        model.Parameters.CopyTo(_before);
        _adam.Step(_gradient, model.Parameters);
        if (HasBad(model.Parameters))
        {
            _before.CopyTo(model.Parameters);
            return null;
        }

        return result;
    }

    private Embedding Outputs()
    {
        var points = new double[model.Count * model.Dimension];
        model.Forward([.. Enumerable.Range(0, model.Count)], points);
        OutputNormalisation.Apply(settings.Normalisation, points, model.Dimension);
        return labels.WithPoints(points, model.Dimension);
    }

    private static bool HasBad(ReadOnlySpan<double> values)
    {
        foreach (var x in values)
        {
            if (!double.IsFinite(x))
            {
                return true;
            }
        }

        return false;
    }
}
