using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Contrastive;

/// <summary>SCL, UCL, HSCL, HUCL: values against the definition, exact against sampled, the simplex frame, large beta.</summary>
public class ContrastiveLossTests
{
    [Fact]
    public void Overflowing_inner_products_give_no_number()
    {
        var f = Embedding.Create([1e300, 0, 0, 1, 3e300, 1, 1e300, 1], 2, [0, 0, 1, 1]);
        foreach (var hardness in new[] { 0.0, 1 })
        {
            var (result, gradient) = new ContrastiveLoss { Hardness = hardness }.EvaluateWithGradient(f);
            Assert.Equal(double.NaN, result.Value);
            Assert.All(gradient, x => Assert.Equal(double.NaN, x));
        }
    }

    [Theory]
    [InlineData(NegativeSource.OtherClasses, 0)]
    [InlineData(NegativeSource.OtherClasses, 3)]
    [InlineData(NegativeSource.AllPoints, 0)]
    [InlineData(NegativeSource.AllPoints, 3)]
    public void Value_is_the_expectation_of_the_definition(NegativeSource source, double beta)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var f = Clouds.Gaussian(seed, 9, 3, 3);
            var sum = 0.0;
            for (var i = 0; i < f.Count; i++)
            {
                var own = f.Members(f.Classes[i]).ToArray();
                var negatives = Enumerable.Range(0, f.Count).Where(l => source == NegativeSource.AllPoints || !own.Contains(l)).ToArray();
                var anchor = i;
                sum += own.Where(j => j != anchor).Average(j =>
                {
                    var t = negatives.Select(l => Dot(f, anchor, l) - Dot(f, anchor, j)).ToArray();
                    return t.Sum(x => Math.Exp(beta * x) * Math.Log(1 + Math.Exp(x))) / t.Sum(x => Math.Exp(beta * x));
                });
            }

            var loss = new ContrastiveLoss { Negatives = source, Hardness = beta };
            Assert.Equal(sum / f.Count, loss.Evaluate(f).Value, Tolerances.Rounding);
            Assert.Equal(sum / f.Count, ContrastiveExpectation.Exact(loss, f, 1), Tolerances.Rounding);
        }
    }

    [Fact]
    public void Simplex_frame_attains_the_bound()
    {
        for (var classes = 2; classes <= 10; classes++)
        {
            var f = Clouds.SimplexFrame(classes, 3);
            var bound = Math.Log(1 + Math.Exp(-classes / (classes - 1.0)));
            foreach (var beta in new[] { 0.0, 5, 30 })
            {
                foreach (var count in Enum.GetValues<NegativeCount>())
                {
                    var (result, gradient) = new ContrastiveLoss { Hardness = beta, Count = count }.EvaluateWithGradient(f);
                    Assert.Equal(bound, result.Value, 1e-12);

                    // A stationary point on the sphere: the gradient of every point is along the point.
                    for (var i = 0; i < f.Count; i++)
                    {
                        var (g, x) = (gradient.AsSpan(i * classes, classes).ToArray(), f[i].ToArray());
                        var along = g.Zip(x, (a, b) => a * b).Sum();
                        Assert.All(g.Zip(x, (a, b) => a - (along * b)), rest => Assert.Equal(0, rest, 1e-12));
                    }
                }
            }
        }
    }

    [Fact]
    public void Simplex_frame_does_not_minimise_the_hard_loss_over_all_points()
    {
        var loss = new ContrastiveLoss { Negatives = NegativeSource.AllPoints, Hardness = 5, Count = NegativeCount.Unlimited };
        Assert.Equal(0.682, loss.Evaluate(Equiangular(-1.0 / 9)).Value, 0.001);
        Assert.Equal(0.598, loss.Evaluate(Equiangular(0.618)).Value, 0.001);

        // The frame is left along equiangular sets from beta = 1.411 on (docs/contrastive.md).
        double Change(double beta) =>
            (loss with { Hardness = beta }).Evaluate(Equiangular((-1.0 / 9) + 1e-4)).Value
                - (loss with { Hardness = beta }).Evaluate(Equiangular(-1.0 / 9)).Value;
        Assert.True(Change(0) > 0 && Change(1.40) > 0 && Change(1.43) < 0 && Change(2) < 0);
    }

    // Ten classes of unit vectors with equal angles: a simplex frame, shrunk, with a component in common.
    private static Embedding Equiangular(double cosine)
    {
        var frame = Clouds.SimplexFrame(10, 4);
        var points = new double[frame.Count * 11];
        for (var i = 0; i < frame.Count; i++)
        {
            points[i * 11] = Math.Sqrt(Math.Max(0, (1 + (9 * cosine)) / 10));
            for (var k = 0; k < 10; k++)
            {
                points[(i * 11) + 1 + k] = frame[i][k] * Math.Sqrt(0.9 * (1 - cosine));
            }
        }

        return frame.WithPoints(points, 11);
    }

    [Fact]
    public void Exact_loss_grows_with_hardness_and_falls_with_more_negatives()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var f = Clouds.Gaussian(seed, 8, 2, 3);
            double Exact(double beta, int k) => ContrastiveExpectation.Exact(new ContrastiveLoss { Hardness = beta }, f, k);
            foreach (var k in new[] { 1, 2, 3 })
            {
                Assert.True(Exact(0, k) <= Exact(1, k) && Exact(1, k) <= Exact(6, k));
            }

            // log(1 + mean of e^t) is concave in the mean: more negatives, larger expectation, up to the limit.
            var limit = new ContrastiveLoss { Hardness = 1, Count = NegativeCount.Unlimited }.Evaluate(f).Value;
            Assert.True(Exact(1, 1) <= Exact(1, 2) && Exact(1, 2) <= Exact(1, 3) && Exact(1, 3) <= limit);
        }
    }

    [Theory]
    [InlineData(NegativeSource.OtherClasses)]
    [InlineData(NegativeSource.AllPoints)]
    public void Sampled_value_agrees_with_the_exact_one(NegativeSource source)
    {
        var f = Clouds.Gaussian(5, 9, 2, 3);
        foreach (var (beta, k) in new[] { (0.0, 1), (2.0, 2), (5.0, 3) })
        {
            var loss = new ContrastiveLoss { Negatives = source, Hardness = beta };
            var sampled = ContrastiveExpectation.Sample(loss, f, k, 40_000, seed: 11);
            Assert.InRange(Math.Abs(sampled.Value - ContrastiveExpectation.Exact(loss, f, k)), 0, 4 * sampled.StandardError);
            Assert.InRange(sampled.StandardError, 1e-4, 0.05);
            Assert.Equal(sampled, ContrastiveExpectation.Sample(loss, f, k, 40_000, seed: 11));
        }
    }

    [Fact]
    public void Many_negatives_tend_to_the_limit()
    {
        var f = Clouds.Gaussian(5, 9, 2, 3);
        var loss = new ContrastiveLoss { Hardness = 2 };
        var limit = (loss with { Count = NegativeCount.Unlimited }).Evaluate(f).Value;
        var sampled = ContrastiveExpectation.Sample(loss, f, 256, 20_000, seed: 3);
        Assert.InRange(sampled.Value, limit - 0.02, limit + (4 * sampled.StandardError));
    }

    [Fact]
    public void Hinge_penalty_does_not_depend_on_the_number_of_negatives()
    {
        var f = Clouds.Gaussian(2, 8, 2, 3);
        var loss = new ContrastiveLoss { Hardness = 2, Penalty = new HingePenalty { Margin = 0.5 } };
        Assert.Equal(loss.Evaluate(f).Value, ContrastiveExpectation.Exact(loss, f, 3), Tolerances.Rounding);
        Assert.Equal(loss.Evaluate(f).Value, (loss with { Count = NegativeCount.Unlimited }).Evaluate(f).Value);
    }

    [Fact]
    public void Large_hardness_does_not_overflow()
    {
        var f = Clouds.Gaussian(2, 12, 3, 3, scale: 100);
        foreach (var count in Enum.GetValues<NegativeCount>())
        {
            var (result, gradient) = new ContrastiveLoss { Hardness = 30, Count = count }.EvaluateWithGradient(f);
            Assert.True(double.IsFinite(result.Value));
            Assert.All(gradient, g => Assert.True(double.IsFinite(g)));

            // Nearly all weight is on the negative with the largest product.
            var hardest = Enumerable.Range(0, f.Count).Average(i => f.Members(f.Classes[i]).ToArray().Where(j => j != i).Average(j =>
                Math.Max(0, Enumerable.Range(0, f.Count).Where(l => f.Classes[l] != f.Classes[i]).Max(l => Dot(f, i, l)) - Dot(f, i, j))));
            Assert.Equal(hardest, result.Value, 1e-6 * hardest);
        }
    }

    [Fact]
    public void Anchors_without_partners_are_skipped_and_counted()
    {
        var f = Embedding.Create([1, 2, 3, 4], 1, [0, 0, 1, 2]);
        Assert.Equal(2, new ContrastiveLoss().Evaluate(f).SkippedAnchors);
        Assert.Equal(2, new ContrastiveLoss { Negatives = NegativeSource.AllPoints }.Evaluate(f).SkippedAnchors);
        var oneClass = Embedding.Create([1, 2], 1, [0, 0]);
        Assert.Equal(new LossResult(0, 0, 0, 2, null), new ContrastiveLoss().Evaluate(oneClass));
        Assert.Throws<EmbeddingException>(() => ContrastiveExpectation.Sample(new ContrastiveLoss(), oneClass, 1, 10, 1));
    }

    [Fact]
    public void Bad_parameters_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContrastiveLoss { Hardness = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfoNcePenalty { Alpha = 0 });
        Assert.Throws<ArgumentException>(() => ContrastiveExpectation.Exact(new ContrastiveLoss(), Clouds.Gaussian(1, 30, 2, 3), 5));
    }

    private static double Dot(Embedding f, int i, int j) => Enumerable.Range(0, f.Dimension).Sum(k => f[i][k] * f[j][k]);
}
