using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

public sealed class JsonFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"points": [[1, 2.0], [3e0, 4]], "labels": [5, -1], "note": {"a": [1]}}""")]
    [InlineData("""{"y": ["5", "-1"], "X": [[1, 2], [3, 4]]}""")]
    [InlineData("\uFEFF{\"labels\": [5.0, -1e0], \"X\": [[1, 2], [3, 4]]}")]
    public void Reads_points_and_labels(string content)
    {
        var f = Read(content);
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(["5", "-1"], TestData.LabelsOf(f));
    }

    [Fact]
    public void Labels_may_be_elsewhere_or_absent()
    {
        var path = _folder.Text("p.json", "[[1, 2], [3, 4]]");
        Assert.Equal(["0", "0"], TestData.LabelsOf(EmbeddingReader.ReadPoints(path)));
        TestData.Refuses(() => EmbeddingReader.Read(path), "no labels");
        foreach (var labels in new[] { """["b", 3]""", """{"labels": ["b", 3]}""", """{"y": ["b", 3]}""" })
        {
            Assert.Equal(["b", "3"], TestData.LabelsOf(EmbeddingReader.Read(path, new() { LabelsPath = _folder.Text("l.json", labels) })));
        }
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("{\"points\":\n [[1, NaN]]}", "line 2: is not valid JSON")]
    [InlineData("[[1, 2]", "is not valid JSON")]
    [InlineData("3", "the points: '3' is not an array")]
    [InlineData("""{"data": [[1]], "z": 1}""", "no field 'points' (or 'X'); the fields are 'data', 'z'")]
    [InlineData("""{"points": [[1]], "X": [[1]], "y": [1]}""", "'points' (or 'X') is given 2 times")]
    [InlineData("""{"points": [[1]], "labels": [1], "labels": [1]}""", "'labels' (or 'y') is given 2 times")]
    [InlineData("""{"points": [], "labels": []}""", "no points")]
    [InlineData("""{"points": [[]], "labels": [1]}""", "0 coordinates")]
    [InlineData("""{"points": [[1, 2], [3]], "labels": [1, 1]}""", "row 1: 1 coordinates, but row 0 has 2")]
    [InlineData("""{"points": [[1, 2], 3], "labels": [1, 1]}""", "row 1: '3' is not an array")]
    [InlineData("""{"points": [[1, "2"]], "labels": [1]}""", "row 0, column 1: '\"2\"' is not a number")]
    [InlineData("""{"points": [[1, null]], "labels": [1]}""", "row 0, column 1: the value is missing")]
    [InlineData("""{"points": [[1, 1e999]], "labels": [1]}""", "row 0, column 1: '1e999' is not a finite number")]
    [InlineData("""{"points": [[1], [2]], "labels": [1]}""", "2 points but 1 label")]
    [InlineData("""{"points": [[1]], "labels": [1.5]}""", "row 0: label '1.5' is neither")]
    [InlineData("""{"points": [[1]], "labels": [true]}""", "row 0: label 'true' is neither")]
    [InlineData("""{"points": [[1]], "labels": [null]}""", "row 0: the label is missing")]
    [InlineData("""{"points": [[1]], "labels": [""]}""", "row 0: the label is missing")]
    [InlineData("""{"points": [[1]], "labels": "a"}""", "the labels: '\"a\"' is not an array")]
    [InlineData("""{"points": [[1]], "labels": ["\ud800"]}""", "malformed text")]
    public void Refuses(string content, params string[] fragments) =>
        TestData.Refuses(() => Read(content), [_folder["x.json"], .. fragments]);

    private Embedding Read(string content) => EmbeddingReader.Read(_folder.Text("x.json", content));
}
