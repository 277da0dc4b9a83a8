using IsoApprox.Embeddings;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Collapse;

/// <summary>Collapse measures: closed forms, invariances, degenerate inputs.</summary>
public class CollapseMeasuresTests
{
    private const double Rounding = 1e-13;

    // Two classes at x = -1 and x = 1, each with two points at y = -h and y = h.
    private static Embedding Rectangle(double half, double height, double offset = 0) =>
        Embedding.Create([offset - half, -height, offset - half, height, offset + half, -height, offset + half, height], 2, [0, 0, 1, 1]);

    [Fact]
    public void Spread_of_a_rectangle()
    {
        var spread = EmbeddingSpread.Measure(Rectangle(1, 2));
        Assert.Equal(Math.Sqrt(4 + 16), spread.Diameter, Rounding);
        Assert.Equal(Math.Sqrt(5), spread.RmsRadius, Rounding);
        Assert.Equal(1, spread.BetweenClassSpread, Rounding);
        Assert.Equal(2, spread.WithinClassSpread, Rounding);

        // Eigenvalues in the proportion 1 : 4.
        Assert.Equal(Math.Exp(-(0.2 * Math.Log(0.2)) - (0.8 * Math.Log(0.8))), spread.EffectiveRank, Rounding);
    }

    [Fact]
    public void Ratios_of_rectangles_and_their_thickness()
    {
        var measures = CollapseMeasures.Compute(Rectangle(1, 1), Rectangle(1.5, 0.25), new ThicknessSettings());
        Assert.Equal(Math.Sqrt(9.25) / Math.Sqrt(8), measures.Diameter.Value!.Value, Rounding);
        Assert.Equal(Math.Sqrt(2.3125) / Math.Sqrt(2), measures.RmsRadius.Value!.Value, Rounding);
        Assert.Equal(1.5, measures.BetweenClassSpread.Value!.Value, Rounding);
        Assert.Equal(0.25, measures.WithinClassSpread.Value!.Value, Rounding);
        Assert.True(measures.Thickness!.Value!.Value.Contains(0.25));
        Assert.Equal(CollapseKind.None, measures.Kind);
    }

    [Theory]
    [InlineData(1, 0.0999, CollapseKind.Class)]
    [InlineData(1, 0, CollapseKind.Class)]
    [InlineData(0.05, 0.05, CollapseKind.Total)]
    [InlineData(0, 0, CollapseKind.Total)]
    [InlineData(0, 0.5, CollapseKind.None)]
    [InlineData(1, 0.5, CollapseKind.None)]
    public void Kinds_are_told_apart(double half, double height, CollapseKind kind) =>
        Assert.Equal(kind, CollapseMeasures.Compute(Rectangle(1, 1), Rectangle(half, height)).Kind);

    [Fact]
    public void A_rotation_an_offset_and_a_scale_change_nothing()
    {
        var random = new Random(5);
        for (var run = 0; run < 20; run++)
        {
            var f = RandomPoints(random, 30, 4);
            var g = Rotated(f, random.NextDouble(), offset: 1e5);
            var same = CollapseMeasures.Compute(f, g);
            Assert.All(Ratios(same), ratio => Assert.Equal(1, ratio.Value!.Value, 1e-10));
            var small = CollapseMeasures.Compute(f, f.WithPoints([.. f.Coordinates.ToArray().Select(x => x * 1e-200)], 4));
            Assert.All(Ratios(small).Take(4), ratio => Assert.Equal(1e-200, ratio.Value!.Value, 1e-212));
            Assert.Equal(1, small.EffectiveRank.Value!.Value, 1e-10);
        }
    }

    [Fact]
    public void Spread_squared_is_between_plus_within()
    {
        var random = new Random(6);
        for (var run = 0; run < 50; run++)
        {
            var s = EmbeddingSpread.Measure(RandomPoints(random, 3 + random.Next(30), 1 + random.Next(8)));
            Assert.Equal(
                s.RmsRadius * s.RmsRadius, (s.BetweenClassSpread * s.BetweenClassSpread) + (s.WithinClassSpread * s.WithinClassSpread),
                1e-12);
            Assert.True(s.RmsRadius <= s.Diameter && s.Diameter <= 2 * Math.Sqrt(60) * s.RmsRadius);
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void Extreme_lengths_do_not_overflow(double unit)
    {
        var measures = CollapseMeasures.Compute(Rectangle(unit, unit), Rectangle(unit, unit / 2));
        Assert.Equal(0.5, measures.WithinClassSpread.Value!.Value, 1e-12);
        Assert.Equal(1, measures.BetweenClassSpread.Value!.Value, 1e-12);
    }

    [Fact]
    public void Degenerate_embeddings_give_null_with_a_reason()
    {
        var point = Rectangle(0, 0, offset: 0.1);
        var nothing = CollapseMeasures.Compute(point, Rectangle(1, 1), new ThicknessSettings());
        Assert.Equal(CollapseKind.Undefined, nothing.Kind);
        Assert.All(Ratios(nothing), ratio => Assert.True(ratio.Value is null && ratio.Reason is not null));
        Assert.True(nothing.Thickness is { Value: null, Reason: not null });

        // Two classes of one point each: no spread within, whatever the rounding of 0.1 + 0.1 + 0.1.
        var classes = Embedding.Create([0.1, 0.1, 0.1, 0.7, 0.7, 0.7], 1, [0, 0, 0, 1, 1, 1]);
        var neural = CollapseMeasures.Compute(classes, classes);
        Assert.Null(neural.WithinClassSpread.Value);
        Assert.Contains("one point", neural.WithinClassSpread.Reason, StringComparison.Ordinal);
        Assert.Equal((1.0, CollapseKind.None), (neural.BetweenClassSpread.Value!.Value, neural.Kind));

        var alone = Embedding.Create([3, 4], 2, [7]);
        Assert.Equal(CollapseKind.Undefined, CollapseMeasures.Compute(alone, alone).Kind);

        var oneClass = Embedding.Create([0, 1, 5], 1, [0, 0, 0]);
        var single = CollapseMeasures.Compute(oneClass, oneClass);
        Assert.Equal(("there is one class", 1.0), (single.BetweenClassSpread.Reason, single.WithinClassSpread.Value!.Value));

        // The class means coincide exactly: nothing between the classes.
        var crossed = Embedding.Create([-1, 0, 1, 0, 0, -0.1, 0, 0.1], 2, [0, 0, 1, 1]);
        Assert.Equal("the class means of f coincide", CollapseMeasures.Compute(crossed, crossed).BetweenClassSpread.Reason);

        // A line in the plane is flat.
        var line = Embedding.Create([0, 0, 1, 1, 2, 2], 2, [0, 0, 1]);
        Assert.Null(CollapseMeasures.Compute(line, line, new ThicknessSettings()).Thickness!.Value);
    }

    [Fact]
    public void Thickness_ratio_contains_the_ratio_of_boxes()
    {
        var f = Box(5, 1, 2, 3);
        var g = Box(5, 0.5, 0.25, 3);
        var ratio = CollapseMeasures.Compute(f, g, new ThicknessSettings()).Thickness!.Value!.Value;
        Assert.True(ratio.Contains(0.25) && ratio.Width < 1e-6);
        var bounds = CollapseMeasures.Compute(f, g, new ThicknessSettings { Mode = ThicknessMode.Bounds }).Thickness!.Value!.Value;
        Assert.True(bounds.Contains(0.25));
    }

    [Fact]
    public void Other_labels_are_refused()
    {
        var f = Rectangle(1, 1);
        Assert.Throws<EmbeddingException>(() => CollapseMeasures.Compute(f, Embedding.Create(f.Coordinates, 2, [0, 1, 1, 1])));
    }

    private static IEnumerable<CollapseRatio> Ratios(CollapseMeasures m) =>
        [m.Diameter, m.RmsRadius, m.BetweenClassSpread, m.WithinClassSpread, m.EffectiveRank];

    private static Embedding RandomPoints(Random random, int count, int n) =>
        Embedding.Create(
            [.. Enumerable.Range(0, count * n).Select(_ => random.NextDouble())], n, [.. Enumerable.Range(0, count).Select(i => i % 3)]);

    private static Embedding Rotated(Embedding f, double angle, double offset)
    {
        var (c, s) = (Math.Cos(angle), Math.Sin(angle));
        var points = f.Coordinates.ToArray();
        for (var i = 0; i < f.Count; i++)
        {
            var (x, y) = (f[i][0], f[i][1]);
            (points[i * f.Dimension], points[(i * f.Dimension) + 1]) = ((c * x) - (s * y) + offset, (s * x) + (c * y) - offset);
        }

        return f.WithPoints(points, f.Dimension);
    }

    private static Embedding Box(int steps, params double[] sides)
    {
        var corners = Enumerable.Range(0, 1 << sides.Length).SelectMany(k => sides.Select((side, q) => (k >> q & 1) * side));
        var inside = Enumerable.Range(1, steps).SelectMany(k => sides.Select(side => side * k / (steps + 1.0)));
        var points = corners.Concat(inside).ToArray();
        return Embedding.Create(points, sides.Length, [.. Enumerable.Range(0, points.Length / sides.Length).Select(i => i % 2)]);
    }
}
