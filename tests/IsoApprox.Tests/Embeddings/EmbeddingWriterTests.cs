using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

public sealed class EmbeddingWriterTests : IDisposable
{
    private static readonly double[] Extremes =
        [0.1, -0.0, double.Epsilon, double.MaxValue, -double.MaxValue, 1.0 / 3, 1e22, 123456789012345680, -2.2250738585072014E-308,
            Math.PI];

    private readonly TestFolder _folder = new();

    public static TheoryData<string, string> FilesAndLabels
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in new[] { "f.npz", "f.csv", "f.tsv", "f.json" })
            {
                data.Add(name, "3|-2|3|10|0");
                data.Add(name, "a|b|a|a|b");
                data.Add(name, "01|1|+1|1|2");
                data.Add(name, "a,b|\"q\"|tab\there|é 𝔸|line\nbreak");
                data.Add(name, " x|y |label|1|nan");
                data.Add(name, "9999999999999999999999|1|2|3|4");
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FilesAndLabels))]
    public void Reads_back_bit_for_bit(string name, string labels)
    {
        var f = Embedding.Create(Extremes, 2, labels.Split('|'));
        EmbeddingWriter.Write(_folder[name], f);
        AssertSame(f, EmbeddingReader.Read(_folder[name]));
        Assert.Equal([name], _folder.Names);
    }

    [Theory]
    [InlineData("y.npy", "3|-2|3|10|0")]
    [InlineData("y.npy", "a|été 𝔸|a|a|b")]
    [InlineData("y.npy", "01|1|1|2|3")]
    [InlineData("y.csv", "label|a,b|a|\"|b")]
    [InlineData("y.tsv", "nan|1|2|3|4")]
    [InlineData("y.txt", "a b|1|2,3|x|x")]
    [InlineData("y.txt", "label|1|2|3|4")]
    [InlineData("y.txt", "noise|1|2|3|4")]
    [InlineData("y.json", "5|6|7|8|9")]
    [InlineData("y.json", "a|1|\"|é|line\nbreak")]
    public void Labels_read_back_next_to_points(string name, string labels)
    {
        var f = Embedding.Create(Extremes, 2, labels.Split('|'));
        EmbeddingWriter.Write(_folder["x.npy"], f);
        EmbeddingWriter.WriteLabels(_folder[name], f);
        AssertSame(f, EmbeddingReader.Read(_folder["x.npy"], new() { LabelsPath = _folder[name] }));
    }

    [Fact]
    public void Npy_matches_the_bytes_that_NumPy_writes()
    {
        var f = EmbeddingReader.Read(TestData.NumPy("points-f8-le-c.npy"), new() { LabelsPath = TestData.NumPy("labels-le-i8.npy") });
        EmbeddingWriter.Write(_folder["x.npy"], f);
        EmbeddingWriter.WriteLabels(_folder["y.npy"], f);
        Assert.Equal(File.ReadAllBytes(TestData.NumPy("points-f8-le-c.npy")), File.ReadAllBytes(_folder["x.npy"]));
        Assert.Equal(File.ReadAllBytes(TestData.NumPy("labels-le-i8.npy")), File.ReadAllBytes(_folder["y.npy"]));

        var g = EmbeddingReader.Read(TestData.NumPy("points-f8-le-c.npy"), new() { LabelsPath = TestData.NumPy("labels-U-le.npy") });
        EmbeddingWriter.WriteLabels(_folder["y.npy"], g);
        Assert.Equal(File.ReadAllBytes(TestData.NumPy("labels-U-le.npy")), File.ReadAllBytes(_folder["y.npy"]));
    }

    [Fact]
    public void The_same_embedding_gives_the_same_bytes()
    {
        var f = Embedding.Create(Extremes, 5, ["a", "b"]);
        foreach (var extension in new[] { "npy", "npz", "csv", "json" })
        {
            EmbeddingWriter.Write(_folder[$"1.{extension}"], f);
            EmbeddingWriter.Write(_folder[$"2.{extension}"], f);
            Assert.Equal(File.ReadAllBytes(_folder[$"1.{extension}"]), File.ReadAllBytes(_folder[$"2.{extension}"]));
        }
    }

    [Fact]
    public void Large_arrays_survive_the_chunked_transfer()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 70001 * 3).Select(_ => random.NextDouble()).ToArray();
        var f = Embedding.Create(points, 3, Enumerable.Range(0, 70001).Select(i => $"{i % 7}").ToArray());
        EmbeddingWriter.Write(_folder["x.npz"], f);
        AssertSame(f, EmbeddingReader.Read(_folder["x.npz"]));
    }

    [Fact]
    public void Replaces_an_existing_file_and_leaves_nothing_behind_on_failure()
    {
        var f = Embedding.Create([1, 2], 1, ["a", "b"]);
        _folder.Text("x.csv", "old");
        EmbeddingWriter.Write(_folder["x.csv"], f);
        Assert.Equal("x0,label\n1,a\n2,b\n", File.ReadAllText(_folder["x.csv"]));

        _folder.Text("y.txt", "old");
        var broken = Embedding.Create([1, 2], 1, ["a", "line\nbreak"]);
        TestData.Refuses(() => EmbeddingWriter.WriteLabels(_folder["y.txt"], broken), _folder["y.txt"], "'line\\nbreak'", "line break");
        Assert.Equal("old", File.ReadAllText(_folder["y.txt"]));
        Assert.Equal(["x.csv", "y.txt"], _folder.Names);
    }

    [Fact]
    public void Refuses_names_and_labels_it_cannot_write()
    {
        var f = Embedding.Create([1], 1, ["a"]);
        TestData.Refuses(() => EmbeddingWriter.Write(_folder["x.txt"], f), "unknown extension '.txt' for points");
        TestData.Refuses(() => EmbeddingWriter.WriteLabels(_folder["x.npz"], f), "unknown extension '.npz' for labels");
        TestData.Refuses(() => EmbeddingWriter.Write(_folder["none/x.csv"], f), _folder["none/x.csv"], "the folder does not exist");
        Directory.CreateDirectory(_folder["d.csv"]);
        TestData.Refuses(() => EmbeddingWriter.Write(_folder["d.csv"], f), "this is a folder");
        TestData.Refuses(() => EmbeddingWriter.Write(_folder["x.npz"], Embedding.Create([1], 1, ["a\0"])), "'a\\0' has a null character");
        TestData.Refuses(() => EmbeddingWriter.Write(_folder["x.csv"], Embedding.Create([1], 1, ["\ud800"])), "malformed Unicode");
        Assert.Equal(["d.csv"], _folder.Names);
    }

    private static void AssertSame(Embedding expected, Embedding actual)
    {
        Assert.Equal(expected.Dimension, actual.Dimension);
        Assert.Equal(
            expected.Coordinates.ToArray().Select(BitConverter.DoubleToInt64Bits),
            actual.Coordinates.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.True(expected.HasSameLabels(actual), string.Join("|", TestData.LabelsOf(actual)));
    }
}
