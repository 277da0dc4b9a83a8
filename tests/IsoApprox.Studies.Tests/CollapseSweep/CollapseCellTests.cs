using IsoApprox.Embeddings;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.Tests.CollapseSweep;

/// <summary>Models of points, class plans, label noise, samples of data.</summary>
public class CollapseCellTests
{
    [Theory]
    [InlineData("gaussian")]
    [InlineData("sphere")]
    [InlineData("ball")]
    [InlineData("mixture:0.5")]
    [InlineData("data")]
    public void Model_text_round_trips(string text) => Assert.Equal(text, PointModel.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("mixture")]
    [InlineData("mixture:-1")]
    [InlineData("mixture:NaN")]
    [InlineData("gaussian:1")]
    [InlineData("1")]
    public void Bad_model_is_refused(string text) => Assert.Throws<EmbeddingException>(() => PointModel.Parse(text));

    [Theory]
    [InlineData("2", 5, 2)]
    [InlineData("2", 3, null)]
    [InlineData("10", 20, 10)]
    [InlineData("x4", 72, 18)]
    [InlineData("x4", 7, null)]
    [InlineData("x40", 1800, 45)]
    public void Plan_gives_the_number_of_classes(string text, int points, int? classes)
    {
        Assert.Equal(classes, ClassPlan.Parse(text).CountFor(points));
        Assert.Equal(text, ClassPlan.Parse(text).ToString());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("x1")]
    [InlineData("x")]
    [InlineData("-2")]
    public void Bad_plan_is_refused(string text) => Assert.Throws<EmbeddingException>(() => ClassPlan.Parse(text));

    [Fact]
    public void Points_have_the_shape_that_the_model_says()
    {
        var sphere = Cell("sphere", 40, 5).Draw(null);
        Assert.All(Norms(sphere), norm => Assert.Equal(1, norm, 1e-12));
        var ball = Cell("ball", 400, 2).Draw(null);
        Assert.All(Norms(ball), norm => Assert.True(norm <= 1 + 1e-12));
        Assert.InRange(Norms(ball).Count(norm => norm < Math.Sqrt(0.5)), 160, 240);
        var gaussian = Cell("gaussian", 400, 3).Draw(null);
        Assert.InRange(Norms(gaussian).Average(norm => norm * norm), 2.6, 3.4);

        // Two means with variance 100 in each of 50 coordinates are far apart.
        var mixture = Cell("mixture:10", 40, 50).Draw(null);
        var nearest = IsoApprox.Measures.NearestNeighbours.Compute(mixture);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(mixture.Classes[i], mixture.Classes[nearest.Neighbour[i]]));
    }

    [Fact]
    public void Equal_settings_give_equal_points_and_bounds_change_nothing()
    {
        var cell = Cell("mixture:1", 30, 4);
        Assert.Equal(cell.Draw(null).Coordinates, (cell with { WithBounds = true }).Draw(null).Coordinates);
        Assert.NotEqual(cell.Id, (cell with { WithBounds = true }).Id);
        Assert.NotEqual(cell.Draw(null).Coordinates[0], (cell with { Seed = 2 }).Draw(null).Coordinates[0]);
    }

    [Fact]
    public void Noise_keeps_class_sizes_and_moves_about_as_many_labels_as_asked()
    {
        var clean = Cell("mixture:1", 400, 2) with { Plan = new ClassPlan(10, null) };
        Assert.Equal(Enumerable.Range(0, 400).Select(i => i / 40), clean.Draw(null).Classes.ToArray());
        var noisy = (clean with { LabelNoise = 0.25 }).Draw(null);
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(40, noisy.Members(k).Length));
        Assert.InRange(Enumerable.Range(0, 400).Count(i => noisy.Classes[i] != i / 40), 70, 100);
    }

    [Fact]
    public void Sample_of_data_is_balanced_and_a_projection_shortens_no_more_than_it_must()
    {
        var data = Cell("gaussian", 60, 6).Draw(null);
        var cell = Cell("data", 20, 6) with { Data = "data:x" };
        var whole = cell.Draw(data);
        Assert.All(Enumerable.Range(0, 2), k => Assert.Equal(10, whole.Members(k).Length));
        var rows = Enumerable.Range(0, 60).Select(i => string.Join(' ', data[i].ToArray())).ToHashSet();
        Assert.All(Enumerable.Range(0, 20), i => Assert.Contains(string.Join(' ', whole[i].ToArray()), rows));

        var plane = (cell with { Dimension = 3 }).Draw(data);
        Assert.Equal(3, plane.Dimension);
        Assert.True(Norms(plane).Max() <= Norms(data).Max());
        Assert.True(Norms(plane).Sum() > 0.3 * Norms(whole).Sum());
        Assert.True(DataSample.Fits(data, 60, 2, 6));
        Assert.False(DataSample.Fits(data, 62, 2, 6));
        Assert.False(DataSample.Fits(data, 20, 3, 6));
        Assert.False(DataSample.Fits(data, 20, 2, 7));
    }

    private static CollapseCell Cell(string model, int points, int dimension) =>
        new(PointModel.Parse(model), points, dimension, new ClassPlan(2, null), 0, 1, false, null);

    private static IEnumerable<double> Norms(Embedding f) =>
        Enumerable.Range(0, f.Count).Select(i => Math.Sqrt(f[i].ToArray().Sum(x => x * x)));
}
