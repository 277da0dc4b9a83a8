using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

public sealed class LabelFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("l.txt", "b\na\nb\n", "b a b")]
    [InlineData("l.txt", "\uFEFF b \r\n\r\na\r\nb", "b a b")]
    [InlineData("l.txt", "species\nb\na\nb\n", "b a b")]
    [InlineData("l.txt", "1.0\n2.0\n1e0\n", "1 2 1")]
    [InlineData("l.txt", "label\n1\n2\n1\n", "1 2 1")]
    [InlineData("l.txt", "noise\n1\n2\n", "noise 1 2")]
    [InlineData("l.csv", "species\nb\na\nb\n", "b a b")]
    [InlineData("l.csv", "\"b\"\na\n\nb\n", "b a b")]
    [InlineData("l.csv", ",label\n0,b\n1,a\n2,b\n", "b a b")]
    [InlineData("l.csv", "1,b\n2,a\n3,b\n", "b a b")]
    [InlineData("l.tsv", "id\tlabel\n0\t4\n1\t5\n2\t4\n", "4 5 4")]
    public void Reads_labels(string name, string content, string expected) =>
        Assert.Equal(expected.Split(' '), TestData.LabelsOf(Read(name, content)));

    [Fact]
    public void Reads_a_named_column()
    {
        const string Content = "id,kind,group\n0,b,1\n1,a,2\n2,b,3\n";
        Assert.Equal(["b", "a", "b"], TestData.LabelsOf(Read("l.csv", Content, "kind")));
        Assert.Equal(["1", "2", "3"], TestData.LabelsOf(Read("l.csv", Content, "2")));
        Assert.Equal(["b", "a", "b"], TestData.LabelsOf(Read("l.csv", Content)));
        TestData.Refuses(() => Read("l.csv", Content, "kid"), "l.csv: no column 'kid'; the columns are 'id', 'kind', 'group'");
        TestData.Refuses(() => Read("l.csv", "1,2\n3,4\n5,6\n"), "2 columns", "name the label column");
        TestData.Refuses(() => Read("l.txt", "a\nb\nc\n", "kind"), "l.txt: label column 'kind'");
    }

    [Theory]
    [InlineData("l.txt", "a\nb\n", "l.txt: 2 labels, but", "x.csv has 3 points")]
    [InlineData("l.txt", "0\n1\n1\n1\n", "4 labels")]
    [InlineData("l.txt", "a\nb\na\nb\n", "4 labels")]
    [InlineData("l.txt", "label\na\nb\n", "2 labels")]
    [InlineData("l.txt", "NA\na\nb\na\n", "4 labels")]
    [InlineData("l.txt", "", "0 labels")]
    [InlineData("l.csv", "", "0 labels")]
    [InlineData("l.csv", "a\nb\nc,d\n", "line 3: 2 fields, but the first row has 1")]
    [InlineData("l.csv", "id,label\n1,a\n2,\n3,b\n", "row 1 (line 3), column 'label': the label is missing")]
    [InlineData("l.json", "[1, 2]", "l.json: 2 labels")]
    [InlineData("l.dat", "a\nb\nc\n", "l.dat: unknown extension '.dat' for labels; use .npy, .npz, .csv, .tsv, .txt or .json")]
    public void Refuses(string name, string content, params string[] fragments) => TestData.Refuses(() => Read(name, content), fragments);

    [Fact]
    public void A_labels_file_wins_over_labels_inside_the_points_file()
    {
        var points = _folder.Text("p.csv", "x,label\n1,a\n2,b\n");
        var f = EmbeddingReader.Read(points, new() { LabelsPath = _folder.Text("l.txt", "7\n8\n") });
        Assert.Equal(["7", "8"], TestData.LabelsOf(f));
        Assert.Equal([1, 2], f.Coordinates.ToArray());
    }

    [Fact]
    public void Access_errors_name_the_file()
    {
        var points = _folder.Text("x.csv", "1\n2\n3\n");
        TestData.Refuses(() => EmbeddingReader.Read(_folder["none.npy"]), _folder["none.npy"], "no such file");
        TestData.Refuses(() => EmbeddingReader.Read(_folder["no/such/folder.npz"]), "no such file");
        TestData.Refuses(
            () => EmbeddingReader.Read(points, new() { LabelsPath = _folder["none.txt"] }), _folder["none.txt"], "no such file");
        TestData.Refuses(() => EmbeddingReader.Read(_folder["."]), "is a directory");
        TestData.Refuses(() => EmbeddingReader.Read(_folder["a\0.csv"]), "null character");
        TestData.Refuses(
            () => EmbeddingReader.Read(_folder.Text("x.dat", "1")),
            "unknown extension '.dat' for points; use .npy, .npz, .csv, .tsv or .json");
        TestData.Refuses(() => EmbeddingReader.Read(_folder.Text("x", "1")), "unknown extension ''");
        Assert.Throws<ArgumentException>(() => EmbeddingReader.Read(""));
    }

    private Embedding Read(string name, string content, string? column = null) => EmbeddingReader.Read(
        _folder.Text("x.csv", "1\n2\n3\n"),
        new() { LabelsPath = _folder.Text(name, content), LabelColumn = column });
}
