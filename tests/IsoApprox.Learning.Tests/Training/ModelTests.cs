using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;

namespace IsoApprox.Learning.Tests.Training;

/// <summary>Gradients of models and normalisations, batches, Adam.</summary>
public class ModelTests
{
    [Theory]
    [InlineData(Activation.HyperbolicTangent, Normalisation.None, new[] { 5, 4 })]
    [InlineData(Activation.Rectifier, Normalisation.UnitSphere, new[] { 6 })]
    [InlineData(Activation.Rectifier, Normalisation.UnitBall, new[] { 6, 5 })]
    [InlineData(Activation.HyperbolicTangent, Normalisation.UnitSphere, new int[0])]
    public void Parameter_gradient_agrees_with_central_differences(Activation activation, Normalisation normalisation, int[] hidden)
    {
        var inputs = Clouds.Gaussian(3, 8, 4, 2);
        var network = new MultilayerPerceptron(inputs, hidden, 3, seed: 2, activation);

        // Biases start at 0: a row whose hidden units are all off would sit on the kink of the next layer.
        var random = new Random(5);
        foreach (ref var x in network.Parameters)
        {
            x += 0.1 * SeededRandom.Gaussian(random);
        }

        Check(network, normalisation);
        Check(FreeEmbedding.Gaussian(8, 3, 1, seed: 4), normalisation);
    }

    [Theory]
    [InlineData(Normalisation.UnitBall)]
    [InlineData(Normalisation.UnitSphere)]
    public void Normalised_rows_have_the_right_norm(Normalisation kind)
    {
        double[] points = [3, 4, 0.3, 0.4, 0, 0, 1e-200, 0, 1e200, -1e200, 4e-324, 0];
        var before = (double[])points.Clone();
        OutputNormalisation.Apply(kind, points, 2);
        for (var i = 0; i < 6; i++)
        {
            var (x, norm) = (before[2 * i], double.Hypot(points[2 * i], points[(2 * i) + 1]));
            var shrinks = x is 3 or 1e200;
            Assert.Equal(x == 0 ? 0 : kind == Normalisation.UnitSphere || shrinks ? 1 : double.Hypot(x, before[(2 * i) + 1]), norm, 1e-15);
        }
    }

    [Fact]
    public void Every_sampler_covers_what_it_should()
    {
        var labels = Clouds.Gaussian(1, 103, 1, 7);
        var random = new Random(1);
        Assert.Equal(Enumerable.Range(0, 103), Assert.Single(new FullBatch().Epoch(labels, random)));
        var uniform = new UniformBatches(20).Epoch(labels, random).ToArray();
        Assert.All(uniform, b => Assert.InRange(b.Length, 17, 18));
        Assert.Equal(Enumerable.Range(0, 103), uniform.SelectMany(b => b).Order());
        var balanced = new ClassBatches(3, 4).Epoch(labels, random).ToArray();
        Assert.Equal(103 / 12, balanced.Length);
        Assert.All(balanced, b => Assert.Equal(3, b.Select(i => labels.Classes[i]).Distinct().Count()));
        Assert.All(balanced, b => Assert.Equal(b.Length, b.Distinct().Count()));
        Assert.All(
            balanced,
            b => Assert.All(b.GroupBy(i => labels.Classes[i]), g => Assert.Equal(Math.Min(4, labels.Members(g.Key).Length), g.Count())));
    }

    [Fact]
    public void Adam_takes_the_steps_of_the_publication()
    {
        // Two steps by hand with rate 0.1, gradients 2 and -1.
        double[] x = [1];
        var adam = new Adam(1, 0.1);
        adam.Step([2], x);
        Assert.Equal(0.9, x[0], 1e-8);
        adam.Step([-1], x);
        var first = ((0.9 * 0.1 * 2) - 0.1) / (1 - 0.81);
        var second = ((0.999 * 0.001 * 4) + 0.001) / (1 - (0.999 * 0.999));
        Assert.Equal(0.9 - (0.1 * first / Math.Sqrt(second)), x[0], 1e-8);
    }

    [Fact]
    public void Bad_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new FreeEmbedding([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new MultilayerPerceptron(Clouds.Gaussian(1, 4, 2, 2), [0], 2, 1));
        Assert.Throws<ArgumentException>(() =>
            Trainer.Train(
                FreeEmbedding.Gaussian(3, 2, 1, 1), Clouds.Gaussian(1, 4, 2, 2), MinedTripletLoss.BatchHard(1), new TrainingSettings()));
    }

    private static void Check(ITrainableModel model, Normalisation normalisation)
    {
        int[] rows = [0, 2, 3, 5, 6, 7];
        var labels = new[] { 0, 1, 0, 1, 0, 1 };
        var loss = MinedTripletLoss.BatchAll(0.5) with { Penalty = TripletPenalty.Softplus };
        var (raw, slopes, gradient) = (new double[rows.Length * 3], new double[rows.Length * 3], new double[model.Parameters.Length]);
        Value(model.Parameters.ToArray());
        loss.Evaluate(Batch(), slopes);
        OutputNormalisation.PullBack(normalisation, raw, 3, slopes);
        model.Backward(rows, slopes, gradient);
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-3);
        Assert.True(GradientCheck.LargestError(Value, model.Parameters.ToArray(), gradient, 1e-6) < Tolerances.Gradient);
        gradient[Array.FindIndex(gradient, g => Math.Abs(g) > 1e-3)] *= 1.1;
        Assert.True(GradientCheck.LargestError(Value, model.Parameters.ToArray(), gradient, 1e-6) > 1e-5);

        double Value(double[] parameters)
        {
            parameters.CopyTo(model.Parameters);
            model.Forward(rows, raw);
            return loss.Evaluate(Batch()).Value;
        }

        Embedding Batch()
        {
            var points = (double[])raw.Clone();
            OutputNormalisation.Apply(normalisation, points, 3);
            return Embedding.Create(points, 3, labels);
        }
    }
}
