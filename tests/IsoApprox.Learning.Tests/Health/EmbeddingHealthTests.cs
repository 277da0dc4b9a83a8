using IsoApprox.Embeddings;
using IsoApprox.Learning.Geometry;
using IsoApprox.Learning.Health;
using IsoApprox.Sets;

namespace IsoApprox.Learning.Tests.Health;

public class EmbeddingHealthTests
{
    [Fact]
    public void Simplex_frame_is_neural_collapse()
    {
        for (var classes = 2; classes <= 6; classes++)
        {
            var f = Clouds.SimplexFrame(classes, 3);
            var health = Values(f, new() { Against = Clouds.SimplexFrame(classes, 3, 7) });
            string[] zero =
            [
                "nc1-pinv", "nc1-quotient", "cdnv", "nc2-equinorm", "nc2-equiangle", "nc2-max-angle", "nc2-etf-error", "alignment",
            ];
            Assert.All(zero, id => Assert.Equal(0, health[id]!.Value, 1e-7));

            foreach (var id in new[] { "nc4", "silhouette", "recall-at-1", "map-at-r", "neighbour-agreement", "linear-cka" })
            {
                Assert.Equal(1, health[id]!.Value, Tolerances.Rounding);
            }

            string[] ranks = ["effective-rank-singular-values", "effective-rank-eigenvalues", "stable-rank", "participation-ratio"];
            foreach (var id in ranks)
            {
                Assert.Equal(classes - 1, health[id]!.Value, 1e-10);
                Assert.Equal(classes - 1, health[id + "-uncentred"]!.Value, 1e-10);
            }

            Assert.Equal(classes - 1, health["lidar"]!.Value, 1e-4);

            // Every point: two of cosine 1, 3 (C - 1) of cosine -1/(C - 1).
            Assert.Equal(-1.0 / ((3 * classes) - 1), health["mean-cosine"]!.Value, Tolerances.Rounding);
            Assert.Equal(0, health["hard-mined-loss"]);
            Assert.Equal(0, health["active-share"]);
        }
    }

    [Fact]
    public void Spectrum_by_hand()
    {
        // Squared singular values 2 * 16 and 2 * 4 around the offset (100, 0).
        var health = Values(Embedding.Create([104, 0, 96, 0, 100, 2, 100, -2], 2, [0, 0, 1, 1]));
        double Entropy(double p) => Math.Exp(-(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p)));
        Assert.Equal(Entropy(2.0 / 3), health["effective-rank-singular-values"]!.Value, Tolerances.Rounding);
        Assert.Equal(Entropy(0.8), health["effective-rank-eigenvalues"]!.Value, Tolerances.Rounding);
        Assert.Equal(1.25, health["stable-rank"]!.Value, Tolerances.Rounding);
        Assert.Equal(25.0 / 17, health["participation-ratio"]!.Value, Tolerances.Rounding);
        Assert.Equal(2, health["alpha-req"]!.Value, Tolerances.Rounding);
        Assert.Equal(Math.Log((40032 + 0.0) / 8) / Math.Log(2), health["alpha-req-uncentred"]!.Value, Tolerances.Rounding);
        Assert.Equal(1 + (8.0 / 40032), health["stable-rank-uncentred"]!.Value, Tolerances.Rounding);
        Assert.InRange(health["rankme"]!.Value - Entropy(2.0 / 3), -1e-5, 1e-5);
    }

    [Fact]
    public void Directions_by_hand()
    {
        var health = Values(Embedding.Create([3, 0, 0, 5, -1, 0, 0, -7, 0, 0], 2, [0, 0, 1, 1, 1]));
        Assert.Equal(-1.0 / 3, health["mean-cosine"]!.Value, Tolerances.Rounding);
        Assert.Equal(Math.Sqrt(2.0 / 3), health["normalised-std"]!.Value, Tolerances.Rounding);
        Assert.Equal(Math.Log(((2 * Math.Exp(-4)) + Math.Exp(-8)) / 3), health["uniformity"]!.Value, Tolerances.Rounding);
        Assert.Equal(2, health["alignment"]!.Value, Tolerances.Rounding);
    }

    [Fact]
    public void Neighbours_by_hand_and_ties_go_to_the_negative()
    {
        var line = Values(Embedding.Create([0, 1, 10, 11], 1, [0, 0, 1, 1]));
        Assert.Equal(((2 * (1 - (1 / 10.5))) + (2 * (1 - (1 / 9.5)))) / 4, line["silhouette"]!.Value, Tolerances.Rounding);
        Assert.Equal(1, line["map-at-r"]);

        // Classes a = {0, 1, 4}, b = {2}: anchor 0: hits at ranks 1, 3 of R = 2; anchor 1: 0 and 2 tie, so ranks 2, 3; anchor 4: 3, 2.
        var ties = Values(Embedding.Create([0, 1, 4, 2], 1, [0, 0, 0, 1]));
        Assert.Equal(((1 + 0) / 2.0 + (0.5 + 0) / 2 + (0.5 + 0) / 2) / 3, ties["map-at-r"]!.Value, Tolerances.Rounding);
        Assert.Equal(1.0 / 3, ties["recall-at-1"]!.Value, Tolerances.Rounding);
        Assert.Equal(1.0 / 4, ties["neighbour-agreement"]!.Value, Tolerances.Rounding);
    }

    [Fact]
    public void Neural_collapse_agrees_with_class_geometry()
    {
        foreach (var (n, classes) in new[] { (6, 3), (3, 7), (5, 6) })
        {
            var f = Clouds.Gaussian(n, 60, n, classes);
            var health = Values(f);
            Assert.Equal(ClassGeometry.Measure(f).Nc1!.Value, health["nc1-pinv"]!.Value, 1e-10 * health["nc1-pinv"]!.Value);
            var centred = Centred(f);
            Assert.Equal(ClassGeometry.Measure(centred).SimplexFrameError, health["nc2-etf-error"]!.Value, 1e-10);
            Assert.Equal(ClassGeometry.Measure(centred).EqualInnerProduct, health["nc2-max-angle"]!.Value, 1e-10);
        }
    }

    [Fact]
    public void Scale_changes_lengths_only()
    {
        var f = Clouds.Gaussian(5, 40, 3, 4);
        var expected = Values(f, new() { Against = f });
        foreach (var exponent in new[] { -1000, -300, 300, 1000 })
        {
            var g = f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))], 3);
            foreach (var (id, value) in Values(g, new() { Against = f }))
            {
                if (id is "lidar" or "scl-loss" or "hscl-loss")
                {
                    continue;
                }

                var scaled = Math.ScaleB(expected[id]!.Value, exponent * UnitPower(id));
                Assert.Equal(
                    double.IsFinite(scaled) ? scaled : null, value,
                    (x, y) => x == y || Math.Abs(x!.Value - y!.Value) <= 1e-9 * Math.Abs(y.Value));
            }
        }
    }

    [Fact]
    public void Large_offset_does_not_hide_the_structure_of_other_coordinates()
    {
        var f = Clouds.Gaussian(6, 30, 3, 3);
        var g = f.WithPoints([.. Enumerable.Range(0, 120).Select(k => k % 4 == 3 ? 1e300 : f[k / 4][k % 4])], 4);
        var (expected, actual) = (Values(f), Values(g));
        foreach (var id in new[] { "stable-rank", "cdnv", "nc1-pinv", "nc2-etf-error", "silhouette", "map-at-r", "diameter" })
        {
            Assert.Equal(expected[id]!.Value, actual[id]!.Value, 1e-10 * Math.Abs(expected[id]!.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Degenerate_input_gives_a_number_or_a_reason(string name, double[] points, int n, int[] labels, string[] undefined)
    {
        var f = Embedding.Create(points, n, labels);
        var weights = Embedding.Create(
            [.. Enumerable.Range(1, f.ClassCount * n).Select(k => (double)k)], n, new int[f.ClassCount]);
        var health = EmbeddingHealth.Measure(
            f, new() { Against = f, Classifier = new LinearClassifier(weights), Levels = SimilarityLevels.OfClasses(f.ClassCount) });
        Assert.Equal(HealthCatalogue.All.Select(d => d.Id), health.Measures.Select(m => m.Id));
        Assert.All(
            health.Measures, m => Assert.True(m.Value is null ? m.Reason is not null : double.IsFinite(m.Value.Value), $"{name}: {m}"));
        Assert.Equal(undefined.Order(), health.Measures.Where(m => m.Value is null).Select(m => m.Id).Order());
    }

    public static TheoryData<string, double[], int, int[], string[]> Degenerate()
    {
        string[] semiHard = ["semi-hard-loss", "easy-positive-semi-hard-loss"];
        string[] products = ["scl-loss", "hscl-loss"];
        string[] ofTriplets =
            ["batch-all-loss", "batch-all-active-loss", "easy-positive-loss", "infonce-loss", "ladder-loss", .. semiHard, .. products];
        string[] losses = ["hard-mined-loss", "batch-hard-loss", "active-share", "contraction-slope", .. ofTriplets];
        string[] centred =
        [
            "rankme", "effective-rank-singular-values", "effective-rank-eigenvalues", "stable-rank", "participation-ratio", "alpha-req",
        ];
        string[] uncentred = [.. centred.Select(id => id + "-uncentred")];
        string[] means =
        [
            "nc1-pinv", "lidar", "nc1-quotient", "cdnv", "nc2-equinorm", "nc2-equiangle", "nc2-max-angle", "nc2-etf-error",
            "nc3-self-duality",
        ];
        string[] neighbours = ["silhouette", "recall-at-1", "map-at-r", "neighbour-agreement"];
        string[] directions = ["mean-cosine", "normalised-std", "uniformity", "alignment"];
        return new()
        {
            {
                "one point", [2, 3], 2, [0],
                [.. losses, "pair-loss", .. centred, "alpha-req-uncentred", .. directions, "linear-cka", .. means, "nc4", "nc4-classifier",
                    .. neighbours]
            },
            { "one class", [0, 1, 2, 3, 5, 1], 2, [0, 0, 0], [.. losses, .. means, "nc4", "nc4-classifier", .. neighbours] },
            {
                "all at one point", [3, 4, 3, 4, 3, 4, 3, 4], 2, [0, 0, 1, 1],
                ["contraction-slope", .. semiHard, .. centred, "alpha-req-uncentred", "linear-cka", .. means]
            },
            {
                "all zero", [0, 0, 0], 1, [0, 0, 1],
                ["contraction-slope", .. semiHard, .. centred, .. uncentred, .. directions, "linear-cka", .. means]
            },
            { "singletons", [0, 1, 5, 3], 2, [0, 1], [.. ofTriplets, "alpha-req", "alignment", "lidar", "recall-at-1", "map-at-r"] },
            { "fewer points than coordinates", [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2], 4, [0, 0, 1], [] },
            { "classes with one mean", [-1, 1, -2, 2], 1, [0, 0, 1, 1], ["alpha-req", "alpha-req-uncentred", .. means] },
            { "two of three means coincide", [0, 1, 2, 3, 0, 1, 2, 3, 9, 9, 8, 9], 2, [0, 0, 1, 1, 2, 2], ["cdnv"] },
            { "tiny", [1e-320, 0, 0, 2e-320, 3e-320, 1e-320], 2, [0, 0, 1], [] },
            { "tiny beside huge", [1e300, 0, 0, 1e-320, 3e300, 1e-320, 1e300, 1], 2, [0, 0, 1, 1],
                ["alpha-req", "alpha-req-uncentred", "lidar", "pair-loss", .. products] },
            { "largest", [1.7e308, 0, -1.7e308, 1e308, 0, 1.7e308], 2, [0, 0, 1],
                ["diameter", "lidar", "pair-loss", .. semiHard, .. products] },
        };
    }

    [Fact]
    public void Collapsed_classes_earn_nothing_by_ties()
    {
        var health = Values(Embedding.Create([3, 4, 3, 4, 3, 4, 3, 4], 2, [0, 0, 1, 1]));
        Assert.All(["recall-at-1", "map-at-r", "neighbour-agreement", "nc4", "silhouette", "diameter"], id => Assert.Equal(0, health[id]));
    }

    [Fact]
    public void Many_points_are_sampled_and_say_so()
    {
        var f = Clouds.Gaussian(8, 3000, 4, 3);
        var (all, some) = (Values(f), EmbeddingHealth.Measure(f, new() { PairLimit = 1000 }));
        Assert.Equal(
            [
                "active-share", "batch-all-active-loss", "batch-all-loss", "batch-hard-loss", "contraction-slope", "diameter",
                "easy-positive-loss", "easy-positive-semi-hard-loss", "hard-mined-loss", "hscl-loss", "infonce-loss", "map-at-r",
                "neighbour-agreement", "pair-loss", "recall-at-1", "scl-loss", "semi-hard-loss", "silhouette", "uniformity",
            ],
            some.Measures.Where(m => m.Sample is not null).Select(m => m.Id).Order(StringComparer.Ordinal));
        Assert.Equal(1000, some.Measures.Single(m => m.Id == "diameter").Sample);
        Assert.Equal(167, some.Measures.Single(m => m.Id == "map-at-r").Sample);
        Assert.True(some.Measures.Single(m => m.Id == "hard-mined-loss").Value <= all["hard-mined-loss"]);
        Assert.Equal(all["uniformity"]!.Value, some.Measures.Single(m => m.Id == "uniformity").Value!.Value, 0.05);
        Assert.Equal(all["map-at-r"]!.Value, some.Measures.Single(m => m.Id == "map-at-r").Value!.Value, 0.05);
        Assert.Equal(all["stable-rank"], some.Measures.Single(m => m.Id == "stable-rank").Value);
        var again = EmbeddingHealth.Measure(f, new() { PairLimit = 1000 });
        Assert.Equal(some.Measures.Select(m => m.Value), again.Measures.Select(m => m.Value));
    }

    [Fact]
    public void What_needs_labels_or_another_embedding_is_left_out_and_named()
    {
        var health = EmbeddingHealth.Measure(Clouds.Gaussian(9, 20, 3, 2), new() { HasLabels = false });
        Assert.All(health.Measures, m => Assert.Equal(HealthNeed.Points, m.Definition.Needs));
        Assert.All(health.LeftOut, d => Assert.NotEqual(HealthNeed.Points, d.Needs));
        Assert.Equal(HealthCatalogue.All.Count, health.Measures.Count + health.LeftOut.Count);
        Assert.Throws<EmbeddingException>(
            () => EmbeddingHealth.Measure(Clouds.Gaussian(1, 20, 3, 2), new() { Against = Clouds.Gaussian(1, 21, 3, 2) }));
    }

    [Fact]
    public void Stopped_measures_say_so()
    {
        var health = EmbeddingHealth.Measure(Clouds.Gaussian(9, 20, 3, 2), null, null, new CancellationToken(canceled: true));
        Assert.All(health.Measures, m => Assert.Equal((null, "stopped before it was finished"), (m.Value, m.Reason)));
        Assert.Equal(HealthCatalogue.All.Count - 4, health.Measures.Count);
        Assert.Empty(health.Claims);
    }

    internal static readonly string[] Lengths =
    [
        "diameter", "thickness", "hard-mined-loss", "batch-hard-loss", "batch-all-loss", "batch-all-active-loss", "semi-hard-loss",
        "easy-positive-loss", "easy-positive-semi-hard-loss",
    ];

    internal static int UnitPower(string id) => id == "pair-loss" ? 2 : id == "ladder-loss" || Lengths.Contains(id) ? 1 : 0;

    private static Embedding Centred(Embedding f)
    {
        var means = Enumerable.Range(0, f.ClassCount)
            .Select(c => Enumerable.Range(0, f.Dimension).Select(k => f.Members(c).ToArray().Average(i => f[i][k])).ToArray())
            .ToArray();
        return f.WithPoints(
            [.. Enumerable.Range(0, f.Count * f.Dimension).Select(k => f.Coordinates[k] - means.Average(m => m[k % f.Dimension]))],
            f.Dimension);
    }

    internal static Dictionary<string, double?> Values(Embedding f, HealthSettings? settings = null) =>
        EmbeddingHealth.Measure(f, settings).Measures.ToDictionary(m => m.Id, m => m.Value);
}
