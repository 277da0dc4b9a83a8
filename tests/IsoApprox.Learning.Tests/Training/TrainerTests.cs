using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Geometry;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;

namespace IsoApprox.Learning.Tests.Training;

/// <summary>Training reaches what theory says, repeats itself, and stops when asked.</summary>
public class TrainerTests
{
    [Fact]
    public void Free_embeddings_on_the_sphere_reach_neural_collapse_with_hard_negatives()
    {
        var labels = Labels(10, 4);
        var loss = new ContrastiveLoss { Hardness = 5 };
        var settings = new TrainingSettings { Epochs = 600, LearningRate = 0.02, Normalisation = Normalisation.UnitSphere };
        var result = Trainer.Train(FreeEmbedding.Gaussian(40, 9, 1, seed: 3), labels, loss, settings);
        var geometry = ClassGeometry.Measure(result.Outputs);
        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.InRange(geometry.EqualInnerProduct, 0, 0.01);
        Assert.InRange(geometry.Nc1!.Value, 0, 1e-3);
        var bound = Math.Log(1 + Math.Exp(-10.0 / 9));
        Assert.InRange(result.FinalLoss!.Value, bound - 1e-12, bound + 1e-3);
    }

    public static TheoryData<string> TripletLosses => new("hard", "all", "semi", "easy", "soft");

    [Theory]
    [MemberData(nameof(TripletLosses))]
    public void Networks_learn_with_every_mining(string name)
    {
        MinedTripletLoss loss = name switch
        {
            "hard" => MinedTripletLoss.BatchHard(0.5),
            "all" => MinedTripletLoss.BatchAll(0.5, TermMean.ActiveTerms),
            "semi" => MinedTripletLoss.SemiHard(0.5),
            "easy" => MinedTripletLoss.EasyPositive(0.5),
            _ => MinedTripletLoss.BatchHard(0) with { Penalty = TripletPenalty.Softplus },
        };
        var data = Mixture(4, 15, 6, 3.0);
        var settings = new TrainingSettings { Epochs = 40, LearningRate = 0.005, Batches = new ClassBatches(4, 8), Seed = 2 };
        var network = new MultilayerPerceptron(data, [16], 3, seed: 1);
        var before = double.NaN;
        var result = Trainer.Train(network, data, loss, settings, r => before = r.Epoch == 0 ? Violated(r.Outputs()) : before);
        Assert.True(Violated(result.Outputs) < 0.5 * before, $"{before} to {Violated(result.Outputs)}");
    }

    [Fact]
    public void Equal_seeds_give_equal_results_and_other_seeds_do_not()
    {
        var data = Mixture(3, 10, 4, 2);
        TrainingResult Run(int seed) => Trainer.Train(
            new MultilayerPerceptron(data, [8], 2, seed: 1),
            data,
            new ContrastiveLoss(),
            new TrainingSettings { Epochs = 5, Batches = new UniformBatches(8), Seed = seed });
        Assert.True(Run(1).Outputs.Coordinates.SequenceEqual(Run(1).Outputs.Coordinates));
        Assert.False(Run(1).Outputs.Coordinates.SequenceEqual(Run(2).Outputs.Coordinates));
    }

    [Fact]
    public void Training_stops_between_steps_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        var data = Mixture(3, 10, 4, 2);
        var epochs = new List<int>();
        var result = Trainer.Train(
            FreeEmbedding.Gaussian(30, 2, 1, 1),
            data,
            new ContrastiveLoss(),
            new TrainingSettings { Epochs = 100 },
            r =>
            {
                epochs.Add(r.Epoch);
                if (r.Epoch == 4)
                {
                    source.Cancel();
                }
            },
            source.Token);
        Assert.Equal((TrainingStatus.Cancelled, 4), (result.Status, result.Epochs));
        Assert.Equal([0, 1, 2, 3, 4], epochs);
    }

    [Fact]
    public void Divergence_is_a_status()
    {
        var data = Mixture(2, 4, 2, 1);
        var result = Trainer.Train(FreeEmbedding.Gaussian(8, 2, 1, 1), data, new Exploding(), new TrainingSettings { Epochs = 9 });
        Assert.Equal((TrainingStatus.Diverged, 2), (result.Status, result.Epochs));
        Assert.All(result.Outputs.Coordinates.ToArray(), x => Assert.True(double.IsFinite(x)));
    }

    private static Embedding Labels(int classes, int members) =>
        Embedding.Create(new double[classes * members], 1, [.. Enumerable.Range(0, classes * members).Select(i => i % classes)]);

    private static Embedding Mixture(int classes, int members, int n, double separation)
    {
        var random = new Random(9);
        var means = Enumerable.Range(0, classes * n).Select(_ => separation * SeededRandom.Gaussian(random)).ToArray();
        var labels = Enumerable.Range(0, classes * members).Select(i => i % classes).ToArray();
        return Embedding.Create(
            [.. labels.SelectMany(c => means.Skip(c * n).Take(n)).Select(m => m + SeededRandom.Gaussian(random))], n, labels);
    }

    // Share of triplets with the negative nearer than the positive: independent of scale.
    private static double Violated(Embedding f)
    {
        var counts = Measures.TripletLoss.Counts(f);
        return (double)counts.Violated / counts.Triplets;
    }

    private sealed class Exploding : IEmbeddingLoss
    {
        private int _calls;

        public LossResult Evaluate(Embedding f, Span<double> gradient)
        {
            gradient.Fill(++_calls == 3 ? double.NaN : 1);
            return new LossResult(1, 1, 1, 0, null);
        }
    }
}
