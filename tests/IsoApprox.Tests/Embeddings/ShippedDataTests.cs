using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

/// <summary>The files of notebooks/data are what their README says.</summary>
public class ShippedDataTests
{
    [Fact]
    public void Iris_has_three_species_of_fifty()
    {
        var iris = EmbeddingReader.Read(TestData.Shipped("iris.csv"), new() { LabelColumn = "species" });
        Assert.Equal((150, 4), (iris.Count, iris.Dimension));
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.ClassNames);
        Assert.Equal([50, 50, 50], Sizes(iris));
        Assert.Equal([5.1, 3.5, 1.4, 0.2], iris[0].ToArray());
        Assert.Equal([5.9, 3.0, 5.1, 1.8], iris[149].ToArray());
        Assert.True(iris.HasSameLabels(EmbeddingReader.Read(TestData.Shipped("iris.csv"))));
    }

    [Fact]
    public void Wine_has_three_cultivars()
    {
        var wine = EmbeddingReader.Read(TestData.Shipped("wine.csv"), new() { LabelColumn = "cultivar" });
        Assert.Equal((178, 13), (wine.Count, wine.Dimension));
        Assert.Equal([59, 71, 48], Sizes(wine));
    }

    [Fact]
    public void Digits_are_grey_values_of_ten_classes()
    {
        var digits = EmbeddingReader.Read(TestData.Shipped("digits.npz"));
        Assert.Equal((1797, 64, 10), (digits.Count, digits.Dimension, digits.ClassCount));
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Sizes(digits));
        Assert.All(digits.Coordinates.ToArray(), v => Assert.True(v is >= 0 and <= 16 && v == Math.Floor(v)));
    }

    [Theory]
    [InlineData("toy-1.csv", 0.10, 0.22)]
    [InlineData("toy-2.csv", 0.74, 0.16)]
    [InlineData("toy-3.csv", 0.99, 0.97)]
    public void Toy_examples_have_classes_of_two_and_three(string name, double first, double last)
    {
        var toy = EmbeddingReader.Read(TestData.Shipped(name));
        Assert.Equal((5, 2), (toy.Count, toy.Dimension));
        Assert.Equal([0, 0, 1, 1, 1], toy.Classes.ToArray());
        Assert.Equal((first, last), (toy.Coordinates[0], toy.Coordinates[9]));
    }

    private static int[] Sizes(Embedding f) => [.. Enumerable.Range(0, f.ClassCount).Select(k => f.Members(k).Length)];
}
