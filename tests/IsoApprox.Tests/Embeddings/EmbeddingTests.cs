using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Embeddings;

public class EmbeddingTests
{
    [Fact]
    public void Stores_points_row_major_and_groups_rows_by_class()
    {
        var f = Embedding.Create([1, 2, 3, 4, 5, 6], 2, ["b", "a", "b"]);
        Assert.Equal((3, 2, 2), (f.Count, f.Dimension, f.ClassCount));
        Assert.Equal([3, 4], f[1].ToArray());
        Assert.Equal(["a", "b"], f.ClassNames);
        Assert.Equal([1, 0, 1], f.Classes.ToArray());
        Assert.Equal([1], f.Members(0).ToArray());
        Assert.Equal([0, 2], f.Members(1).ToArray());
        Assert.Equal(2, f.LargestClassSize);
    }

    [Theory]
    [InlineData("10 9 -1 2", "-1 2 9 10")]
    [InlineData("10 9 x 2", "10 2 9 x")]
    [InlineData("B a A b", "A B a b")]
    [InlineData("1 01 +1 0", "0 +1 01 1")]
    [InlineData("100000000000000000000 3", "3 100000000000000000000")]
    [InlineData("1.0 0.0 -1.0", "-1.0 0.0 1.0")]
    public void Orders_integer_labels_by_value_and_others_ordinally(string labels, string expected)
    {
        var given = labels.Split(' ');
        foreach (var order in new[] { given, [.. given.Reverse()] })
        {
            Assert.Equal(expected.Split(' '), Embedding.Create(new double[order.Length], 1, order).ClassNames);
        }
    }

    [Fact]
    public void Integer_labels_become_classes_in_increasing_order()
    {
        var f = Embedding.Create([0, 1, 2], 1, new[] { 5, int.MinValue, 5 });
        Assert.Equal(["-2147483648", "5"], f.ClassNames);
        Assert.Equal([1, 0, 1], f.Classes.ToArray());
    }

    [Fact]
    public void One_point_duplicates_singletons_and_one_class_are_legal()
    {
        Assert.Equal(1, Embedding.Create([0], 1, ["only"]).Count);
        Assert.Equal(1, Embedding.Create([1, 1, 1, 1], 2, ["a", "a"]).ClassCount);
        Assert.Equal(2, Embedding.Create([1, 1, 1, 1], 2, ["a", "b"]).ClassCount);
        Assert.Equal(5, Embedding.Create([1, 2, 3, 4, 5], 5, ["a"]).Dimension);
    }

    [Fact]
    public void Does_not_share_memory_with_the_caller()
    {
        double[] points = [1, 2];
        string[] labels = ["a", "b"];
        var f = Embedding.Create(points, 1, labels);
        var g = f.WithPoints(points, 1);
        points[0] = 9;
        labels[0] = "z";
        Assert.Equal((1, 1, "a"), (f[0][0], g[0][0], f.ClassNames[0]));
    }

    [Fact]
    public void Rows_keep_their_order_and_the_names_of_their_classes()
    {
        var f = Embedding.Create([1, 2, 3, 4, 5, 6], 2, ["b", "a", "c"]);
        var part = f.Rows([2, 0]);
        Assert.Equal([5.0, 6, 1, 2], part.Coordinates.ToArray());
        Assert.Equal(["c", "b"], part.Classes.ToArray().Select(k => part.ClassNames[k]));
        Assert.Throws<ArgumentOutOfRangeException>(() => f.Rows([3]));
        Assert.Throws<EmbeddingException>(() => f.Rows([]));
    }

    [Fact]
    public void WithPoints_keeps_labels_and_allows_another_dimension()
    {
        var f = Embedding.Create([1, 2], 1, ["a", "b"]);
        var g = f.WithPoints([1, 2, 3, 4, 5, 6], 3);
        Assert.True(f.HasSameLabels(g));
        Assert.Equal([4, 5, 6], g[1].ToArray());
        TestData.Refuses(() => f.WithPoints([1, 2, 3], 1), "3 points but 2 labels");
        TestData.Refuses(() => f.WithPoints([1, double.NaN], 1), "row 1, column 0", "'NaN'");
    }

    [Fact]
    public void HasSameLabels_compares_names_and_classes()
    {
        var f = Embedding.Create([1, 2], 1, ["a", "b"]);
        Assert.True(f.HasSameLabels(Embedding.Create([3, 4], 1, ["a", "b"])));
        Assert.False(f.HasSameLabels(Embedding.Create([1, 2], 1, ["b", "a"])));
        Assert.False(f.HasSameLabels(Embedding.Create([1, 2], 1, ["a", "c"])));
        Assert.False(f.HasSameLabels(Embedding.Create([1, 2, 3], 1, ["a", "b", "b"])));
    }

    [Fact]
    public void Refuses_what_is_not_a_labelled_embedding()
    {
        TestData.Refuses(() => Embedding.Create([], 2, Array.Empty<string>(), "here"), "here: no points");
        TestData.Refuses(() => Embedding.Create([1], 0, ["a"]), "0 coordinates");
        TestData.Refuses(() => Embedding.Create([1, 2, 3], 2, ["a"]), "3 numbers do not fill rows of 2");
        TestData.Refuses(() => Embedding.Create([1, 2], 1, ["a"]), "2 points but 1 label");
        TestData.Refuses(() => Embedding.Create([1, 2, 3, double.NegativeInfinity], 2, ["a", "b"]), "row 1, column 1: '-Infinity'");
        TestData.Refuses(() => Embedding.Create([1, 2], 1, ["a", " "]), "row 1: the label is missing");
        TestData.Refuses(() => Embedding.Create([1, 2], 1, [null!, "a"]), "row 0: the label is missing");
        Assert.Throws<ArgumentNullException>(() => Embedding.Create([1], 1, (string[])null!));
    }

    [Fact]
    public void Messages_are_one_line_whatever_the_source_is_called() =>
        TestData.Refuses(() => Embedding.Create([], 1, Array.Empty<string>(), "a\nb\u2028c"), "a\\nb\\u2028c: no points");
}
