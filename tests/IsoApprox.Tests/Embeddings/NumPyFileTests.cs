using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

/// <summary>Files written by NumPy; Data/numpy/make.py says what is in them.</summary>
public class NumPyFileTests
{
    private static readonly string[] Words = ["setosa", "setosa", "été", "𝔸", "été"];
    private static readonly string[] Integers = ["7", "7", "-2", "30", "-2"];

    public static TheoryData<string> PointsFiles => [.. Names("points-*.npy")];

    public static TheoryData<string> IntegerLabelFiles =>
        [.. Names("labels-*.npy").Where(n => n is not ("labels-U-le.npy" or "labels-U-be.npy" or "labels-S.npy"))];

    [Fact]
    public void All_kinds_are_there() => Assert.Equal((45, 20), (PointsFiles.Count, Names("labels-*.npy").Length));

    [Theory]
    [MemberData(nameof(PointsFiles))]
    public void Reads_every_number_type_order_endianness_and_version(string name)
    {
        var f = EmbeddingReader.ReadPoints(TestData.NumPy(name));
        Assert.Equal((5, 4), (f.Count, f.Dimension));
        Assert.Equal(["0"], f.ClassNames);
        Assert.Equal(Expected(name["points-".Length]), f.Coordinates.ToArray());
    }

    [Theory]
    [MemberData(nameof(IntegerLabelFiles))]
    public void Reads_integer_labels(string name)
    {
        var expected = name switch
        {
            "labels-b1.npy" => ["1", "1", "0", "1", "0"],
            _ when name.Contains('u', StringComparison.Ordinal) && name != "labels-column.npy" => ["7", "7", "2", "30", "2"],
            _ => Integers,
        };
        Assert.Equal(expected, ReadLabels(name));
    }

    [Theory]
    [InlineData("labels-U-le.npy")]
    [InlineData("labels-U-be.npy")]
    [InlineData("labels-S.npy")]
    public void Reads_text_labels(string name) => Assert.Equal(Words, ReadLabels(name));

    [Fact]
    public void Reads_archives()
    {
        var stored = EmbeddingReader.Read(TestData.NumPy("stored.npz"));
        Assert.Equal(Expected('f'), stored.Coordinates.ToArray());
        Assert.Equal(Integers, TestData.LabelsOf(stored));

        var deflated = EmbeddingReader.Read(TestData.NumPy("deflated.npz"));
        Assert.Equal(Expected('f'), deflated.Coordinates.ToArray());
        Assert.Equal(Words, TestData.LabelsOf(deflated));

        var named = EmbeddingReader.Read(TestData.NumPy("named.npz"), new() { PointsKey = "features", LabelsKey = "target" });
        Assert.Equal(Expected('i'), named.Coordinates.ToArray());
        Assert.Equal(Words, TestData.LabelsOf(named));
    }

    [Fact]
    public void Labels_of_an_archive_may_be_elsewhere_or_absent()
    {
        var path = TestData.NumPy("points-only.npz");
        Assert.Equal(Words, TestData.LabelsOf(EmbeddingReader.Read(path, new() { LabelsPath = TestData.NumPy("labels-U-le.npy") })));
        Assert.Equal(Words, TestData.LabelsOf(EmbeddingReader.Read(path, new() { LabelsPath = TestData.NumPy("deflated.npz") })));
        Assert.Equal(["0"], EmbeddingReader.ReadPoints(path).ClassNames);
        Assert.Equal(3, EmbeddingReader.ReadPoints(TestData.NumPy("stored.npz")).ClassCount);
        TestData.Refuses(() => EmbeddingReader.Read(path), path, "no array 'y' for the labels", "holds 'X'");
        TestData.Refuses(() => EmbeddingReader.ReadPoints(path, new() { LabelsKey = "target" }), "no array 'target'");
        TestData.Refuses(() => EmbeddingReader.Read(TestData.NumPy("unnamed.npz")), "no array 'X' for the points", "'arr_0', 'arr_1'");
        var swapped = new EmbeddingReadOptions { PointsKey = "target", LabelsKey = "features" };
        TestData.Refuses(() => EmbeddingReader.Read(TestData.NumPy("named.npz"), swapped), "[target]", "holds text");
        TestData.Refuses(
            () => EmbeddingReader.Read(TestData.NumPy("named.npz"), swapped with { PointsKey = "features" }), "[features]", "(5, 4)",
            "(N, 1)");
    }

    [Theory]
    [InlineData("bad-complex.npy", "'<c16' holds complex")]
    [InlineData("bad-object.npy", "'|O' holds Python objects")]
    [InlineData("bad-datetime.npy", "'<M8[D]' holds dates")]
    [InlineData("bad-structured.npy", "structured dtype")]
    [InlineData("bad-longdouble.npy", "'<f16' has an unsupported size")]
    [InlineData("bad-1d.npy", "shape (5,) has 1 axes")]
    [InlineData("bad-3d.npy", "shape (2, 2, 2) has 3 axes")]
    [InlineData("bad-0d.npy", "shape () has 0 axes")]
    [InlineData("bad-no-rows.npy", "no points")]
    [InlineData("bad-no-columns.npy", "0 coordinates")]
    [InlineData("bad-nan.npy", "row 1, column 1: 'NaN'")]
    [InlineData("bad-inf.npy", "row 0, column 1: '-Infinity'")]
    [InlineData("labels-U-le.npy", "holds text")]
    public void Refuses_points(string name, string fragment)
    {
        var path = TestData.NumPy(name);
        TestData.Refuses(() => EmbeddingReader.ReadPoints(path), path, fragment);
    }

    [Theory]
    [InlineData("bad-labels-fraction.npy", "row 2: label '1.5' is not an integer")]
    [InlineData("bad-labels-empty-text.npy", "row 2: the label is missing")]
    [InlineData("bad-labels-2d.npy", "shape (5, 2)")]
    [InlineData("bad-3d.npy", "shape (2, 2, 2)")]
    [InlineData("bad-no-rows.npy", "shape (0, 4)")]
    [InlineData("bad-complex.npy", "complex")]
    public void Refuses_labels(string name, string fragment) => TestData.Refuses(() => ReadLabels(name), name, fragment);

    private static string[] ReadLabels(string name) => TestData.LabelsOf(
        EmbeddingReader.Read(TestData.NumPy("points-f8-le-c.npy"), new() { LabelsPath = TestData.NumPy(name) }));

    private static string[] Names(string pattern) =>
        [.. Directory.EnumerateFiles(TestData.NumPy(""), pattern).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private static double[] Expected(char kind) => [.. Enumerable.Range(0, 20).Select(value =>
    {
        var sign = ((value / 4) + (value % 4)) % 2 == 0 ? 1.0 : -1.0;
        return kind switch
        {
            'f' => sign * value / 4,
            'i' => sign * value,
            'u' => value,
            _ => value % 2,
        };
    })];
}
