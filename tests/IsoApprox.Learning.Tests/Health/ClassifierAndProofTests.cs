using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Health;

namespace IsoApprox.Learning.Tests.Health;

/// <summary>Thickness, contraction slope, LiDAR, the classifier's measures and the verdicts of the contrastive claims.</summary>
public class ClassifierAndProofTests
{
    [Fact]
    public void Thickness_is_an_interval_and_zero_in_a_hyperplane()
    {
        // A rectangle 3 x 1, and the same in a plane of R^3.
        var flat = EmbeddingHealth.Measure(Embedding.Create([0, 0, 3, 0, 3, 1, 0, 1], 2, [0, 0, 1, 1]));
        var thickness = flat.Measures.Single(m => m.Id == "thickness");
        Assert.Equal(1, thickness.Value!.Value, Tolerances.Rounding);
        Assert.True(thickness.Lower <= 1 && thickness.Upper >= 1 && thickness.Value == thickness.Upper);
        var plane = Values(Embedding.Create([0, 0, 7, 3, 0, 7, 3, 1, 7, 0, 1, 7], 3, [0, 0, 1, 1]));
        Assert.Equal(0, plane["thickness"]);
        Assert.All(flat.Measures.Where(m => m.Id != "thickness"), m => Assert.Null(m.Lower));
    }

    [Fact]
    public void Thickness_of_many_points_is_left_out_with_a_reason_and_what_is_proved_can_be_left_out()
    {
        var f = Clouds.Gaussian(1, 2100, 100, 3);
        var thickness = EmbeddingHealth.Measure(f, new() { PairLimit = 100 }).Measures.Single(m => m.Id == "thickness");
        Assert.Null(thickness.Value);
        Assert.Contains("N n^2", thickness.Reason, StringComparison.Ordinal);
        var without = EmbeddingHealth.Measure(f, new() { PairLimit = 100, HasProofs = false });
        Assert.DoesNotContain(without.Measures, m => m.Id == "thickness");
        Assert.Empty(without.Claims);
    }

    [Fact]
    public void Contraction_slope_by_hand_and_its_sign_is_that_of_the_loss_under_scaling()
    {
        // Anchors 0, 1 | 3: farthest positives 1, 1, 0, nearest negatives 3, 2, 2.
        var f = Embedding.Create([0, 1, 3], 1, [0, 0, 1]);
        Assert.Equal((-2 - 1 - 2) / 3.0 / Math.Sqrt(14.0 / 9), Values(f)["contraction-slope"]!.Value, Tolerances.Rounding);

        // All hinges active: L(s f) = margin + s slope radius.
        var g = Clouds.Gaussian(4, 60, 3, 3);
        var (slope, margin) = (Values(g)["contraction-slope"]!.Value, 100.0);
        var shrunk = g.WithPoints([.. g.Coordinates.ToArray().Select(x => x / 2)], 3);
        var (loss, less) = (Loss(g), Loss(shrunk));
        Assert.Equal(slope > 0, loss > less);
        Assert.NotEqual(0, slope, 0.01);

        double Loss(Embedding e) => EmbeddingHealth.Measure(e, new() { Margin = margin }).Measures
            .Single(m => m.Id == "batch-hard-loss").Value!.Value;
    }

    [Fact]
    public void Lidar_by_hand()
    {
        // Four classes of four points at (+-1, 0), (0, +-2) around means (+-3, 0) and (0, +-3).
        double[] offsets = [1, 0, -1, 0, 0, 2, 0, -2];
        double[] means = [3, 0, -3, 0, 0, 3, 0, -3];
        var points = Enumerable.Range(0, 16).SelectMany(i => new[]
        {
            means[2 * (i / 4)] + offsets[2 * (i % 4)], means[(2 * (i / 4)) + 1] + offsets[(2 * (i % 4)) + 1],
        });
        var f = Embedding.Create([.. points], 2, [.. Enumerable.Range(0, 16).Select(i => i / 4)]);

        // Per class the sums of squares are 2 and 8, N - C = 12; S_b = diag(18, 18)/3.
        var (first, second) = (6 / ((8 / 12.0) + 1e-4), 6 / ((32 / 12.0) + 1e-4));
        var shares = new[] { first, second }.Select(l => (l / (first + second)) + 1e-7);
        Assert.Equal(Math.Exp(-shares.Sum(p => p * Math.Log(p))), Values(f)["lidar"]!.Value, Tolerances.Rounding);
    }

    [Fact]
    public void Lidar_of_tiny_points_is_the_rank_of_the_means_and_of_large_ones_needs_no_delta()
    {
        var cloud = Clouds.Gaussian(3, 40, 3, 4);
        var f = cloud.WithPoints([.. cloud.Coordinates.ToArray().Select((x, k) => x * (1 + (4 * (k % 3))))], 3);
        double Lidar(int exponent) =>
            Values(f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))], 3))["lidar"]!.Value;
        Assert.Equal(Lidar(300), Lidar(1000), 1e-9);
        Assert.Equal(Lidar(-300), Lidar(-1000), 1e-9);
        Assert.NotEqual(Lidar(300), Lidar(-300), 1e-3);
    }

    [Fact]
    public void Classifier_of_the_class_means_is_self_dual_and_agrees_with_them()
    {
        var f = Clouds.SimplexFrame(4, 3, 5);
        var means = Enumerable.Range(0, 4).SelectMany(c => f[f.Members(c)[0]].ToArray()).ToArray();
        var dual = Values(f, Classifier(means, f.Dimension, 1e200));
        Assert.Equal(0, dual["nc3-self-duality"]!.Value, Tolerances.Rounding);
        Assert.Equal(1, dual["nc4-classifier"]);
        var opposite = Values(f, Classifier([.. means.Select(x => -x)], f.Dimension, 1));
        Assert.Equal(4, opposite["nc3-self-duality"]!.Value, Tolerances.Rounding);
        Assert.Equal(0, opposite["nc4-classifier"]);
        Assert.Null(Values(f, Classifier(new double[means.Length], f.Dimension, 1))["nc3-self-duality"]);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(2.5, 0.75)]
    [InlineData(1e300, 0.5)]
    public void Bias_counts_in_the_classifiers_decisions(double bias, double expected)
    {
        var f = Embedding.Create([-2, -3, 2, 3], 1, [0, 0, 1, 1]);
        var classifier = new LinearClassifier(Embedding.Create([-1, 1], 1, [0, 0]), [0, 2 * bias]);
        var agreement = Values(f, new() { Classifier = classifier })["nc4-classifier"]!.Value;
        Assert.Equal(expected, agreement);
    }

    [Fact]
    public void Classifier_of_another_shape_is_refused()
    {
        var f = Clouds.Gaussian(1, 20, 3, 2);
        foreach (var (rows, columns, bias, word) in new[]
            { (3, 3, 3, "3 x 3"), (3, 2, 3, "transpose"), (1, 3, 1, "-w and w"), (2, 3, 3, "bias") })
        {
            var classifier = new LinearClassifier(
                Embedding.Create(new double[rows * columns], columns, new int[rows]), new double[bias]);
            var error = Assert.Throws<EmbeddingException>(() => EmbeddingHealth.Measure(f, new() { Classifier = classifier }));
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Claims_are_those_of_the_points_or_of_a_balanced_part()
    {
        var f = Clouds.SimplexFrame(3, 4);
        var health = EmbeddingHealth.Measure(f, new() { Hardness = 2 });
        Assert.Equal(ContrastiveClaims.Evaluate(f, 2).Select(c => (c.Id, c.Verdict)), health.Claims.Select(c => (c.Id, c.Verdict)));
        Assert.Null(health.ClaimSample);

        var many = Clouds.SimplexFrame(5, 400);
        var part = EmbeddingHealth.Measure(many, new() { PairLimit = 100 });
        Assert.InRange(part.ClaimSample!.Value, 50, 1999);
        Assert.Equal(0, part.ClaimSample % 5);
        Assert.All(part.Claims, c => Assert.NotEqual(ContrastiveVerdict.Vacuous, c.Verdict));
        Assert.DoesNotContain(part.Claims, c => c.Verdict == ContrastiveVerdict.Violated);
    }

    [Theory]
    [InlineData(1e-320)]
    [InlineData(1e155)]
    [InlineData(1e300)]
    [InlineData(1.7e308)]
    public void Claims_at_extreme_scales_are_not_violated(double scale)
    {
        var f = Clouds.Gaussian(7, 12, 2, 3);
        var largest = f.Coordinates.ToArray().Max(Math.Abs);
        var g = f.WithPoints([.. f.Coordinates.ToArray().Select(x => x / largest * scale)], 2);
        var claims = EmbeddingHealth.Measure(g).Claims;
        Assert.Equal(4, claims.Count);
        Assert.DoesNotContain(claims, c => c.Verdict == ContrastiveVerdict.Violated);
    }

    private static HealthSettings Classifier(double[] rows, int n, double scale) => new()
    {
        Classifier = new LinearClassifier(Embedding.Create([.. rows.Select(x => x * scale)], n, new int[rows.Length / n])),
    };

    private static Dictionary<string, double?> Values(Embedding f, HealthSettings? settings = null) =>
        EmbeddingHealth.Measure(f, settings).Measures.ToDictionary(m => m.Id, m => m.Value);
}
