using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Measures;
using IsoApprox.Studies.Watching;

namespace IsoApprox.Studies.Tests.Watching;

/// <summary>Two runs of the own trainer: random labels with batch-hard mining collapse, separable classes do not.</summary>
public sealed class WatchedTrainingTests : IDisposable
{
    private const int Every = 20;
    private const double Margin = 0.2;

    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    private WatchSettings Settings => new() { Folder = _folder, Margin = Margin, Once = true, Settle = TimeSpan.Zero };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_labels_collapse_and_the_watch_ends_at_the_first_snapshot_that_shows_it()
    {
        var truth = Train(delta: 0, members: 20, dimension: 2, epochs: 600);
        var found = Watch.Run(Settings with { Until = [CollapseSign.Total] });
        var total = found.Onsets.Single(onset => onset.Sign == CollapseSign.Total);
        Assert.Equal(found.EndedBy, total);
        Assert.Equal(found.Rows[^1].Step, total.Step);

        // The trainer itself saw the diameter fall to a tenth after the snapshot before.
        var fell = truth.FindIndex(state => state.Diameter <= 0.1 * truth[0].Diameter);
        Assert.InRange(fell, total.Step - Every + 1, total.Step);

        // The loss comes to the margin later, and stays there to the end.
        var all = Watch.Run(Settings);
        Assert.Contains(all.Onsets, onset => onset.Sign == CollapseSign.Total && onset.Step == total.Step && onset.Until is null);
        var stuck = Assert.Single(all.Onsets, onset => onset.Sign == CollapseSign.Stuck);
        var (reached, kept) =
            (truth.FindIndex(state => state.Loss <= 1.05 * Margin), truth.FindLastIndex(state => state.Loss > 1.05 * Margin));
        Assert.InRange(stuck.Step, reached - (2 * Every), Math.Max(reached, kept) + (5 * Every));
        Assert.Contains("Collapse at step 600", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Separable_classes_do_not_collapse()
    {
        Train(delta: 3, members: 6, dimension: 8, epochs: 600);
        var found = Watch.Run(Settings with { Until = [CollapseSign.Total, CollapseSign.Dimensional, CollapseSign.Stuck] });
        Assert.Null(found.EndedBy);
        Assert.Equal(1 + (600 / Every), found.Rows.Count);
        Assert.DoesNotContain(found.Onsets, onset => onset.Sign != CollapseSign.Class);
        Assert.Equal(1, found.Rows[^1]["recall-at-1"]);
    }

    /// <summary>
    /// A network 16-32-n on 10 classes; class means have deviation <paramref name="delta"/>, points around them 1. Gives loss and diameter
    /// after every step.
    /// </summary>
    private List<(double? Loss, double Diameter)> Train(double delta, int members, int dimension, int epochs)
    {
        var (random, count) = (new Random(5), 10 * members);
        var (means, noise) = (new double[10 * 16], new double[count * 16]);
        GaussianNumbers.Fill(random, 1, means);
        GaussianNumbers.Fill(random, 1, noise);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 10)];
        double[] points = [.. noise.Select((x, k) => x + (delta * means[(labels[k / 16] * 16) + (k % 16)]))];
        var items = Embedding.Create(points, 16, labels);
        EmbeddingWriter.WriteLabels(Path.Combine(_folder, "labels.npy"), items);
        var states = new List<(double?, double)>();
        Trainer.Train(
            new MultilayerPerceptron(items, [32], dimension, 1), items, MinedTripletLoss.BatchHard(Margin),
            new() { Epochs = epochs, LearningRate = 0.003, Seed = 1 },
            record =>
            {
                var outputs = record.Outputs();
                states.Add((record.MeanLoss, Diameter.Compute(outputs, null, CancellationToken.None).Value));
                if (record.Epoch % Every == 0)
                {
                    EmbeddingWriter.Write(Path.Combine(_folder, $"step_{record.Epoch:D6}.npy"), outputs);
                }
            });
        return states;
    }
}
