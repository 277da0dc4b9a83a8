using System.Text;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

public class DamagedFileTests
{
    [Theory]
    [InlineData(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3037000500, 3037000500), }", "shape (3037000500, 3037000500) needs",
        "truncated")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", "truncated")]
    [InlineData(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", "'99999999999999999999' is beyond any array")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 2), }", "integer is expected at '-1, 2)")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}", "is missing")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 2), }", "True or False")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), 'x': 1}", "unexpected key 'x'")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}", "unexpected key 'descr'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)} x", "text after the dictionary")]
    [InlineData("{'descr': '<f8", "no end")]
    [InlineData("garbage", "'{' is expected at 'garbage'")]
    [InlineData("{'descr': 'f', 'fortran_order': False, 'shape': (1, 2), }", "dtype 'f' is not")]
    [InlineData("{'descr': '<q8', 'fortran_order': False, 'shape': (1, 2), }", "dtype '<q8' is not supported")]
    [InlineData("{'descr': '<f99999999999', 'fortran_order': False, 'shape': (1, 2), }", "unsupported size")]
    public void Refuses_npy_headers(string header, params string[] fragments)
    {
        using var folder = new TestFolder();
        var path = folder.Bytes("x.npy", Npy(header, new byte[16]));
        TestData.Refuses(() => EmbeddingReader.ReadPoints(path), [path, .. fragments]);
    }

    [Fact]
    public void Accepts_header_variants()
    {
        using var folder = new TestFolder();
        var header = "{\"shape\":(1L,2L,) , 'fortran_order':True,\"descr\":\"=f8\"}\n";
        Assert.Equal([0, 0], EmbeddingReader.ReadPoints(folder.Bytes("x.npy", Npy(header, new byte[16]))).Coordinates.ToArray());
    }

    [Fact]
    public void Refuses_npy_files_of_the_wrong_length()
    {
        using var folder = new TestFolder();
        var valid = File.ReadAllBytes(TestData.NumPy("points-f8-le-c.npy"));
        TestData.Refuses(
            () => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", valid[..^1])), "needs 160 bytes of data, but 159 are there",
            "truncated");
        TestData.Refuses(
            () => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", [.. valid, 0])), "needs 160 bytes of data, but 161 are there",
            "too long");
        TestData.Refuses(
            () => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", valid[..60])), "header should take 118 bytes, but the file has 60");
        TestData.Refuses(() => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", valid[..7])), "ends inside the .npy header after 7 bytes");
        TestData.Refuses(() => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", [])), "the file is empty");
        TestData.Refuses(() => EmbeddingReader.ReadPoints(folder.Text("x.npy", "1,2,3,4,5,6,7")), "is not a .npy file");
        valid[6] = 4;
        TestData.Refuses(() => EmbeddingReader.ReadPoints(folder.Bytes("x.npy", valid)), "version 4.0 is unknown");
    }

    [Fact]
    public void Refuses_malformed_text_labels()
    {
        using var folder = new TestFolder();
        var points = TestData.NumPy("points-f8-le-c.npy");
        var utf32 = File.ReadAllBytes(TestData.NumPy("labels-U-le.npy"));
        utf32[^2] = 0xFF;
        TestData.Refuses(() => EmbeddingReader.Read(points, new() { LabelsPath = folder.Bytes("u.npy", utf32) }), "row 4", "not Unicode");
        var utf8 = File.ReadAllBytes(TestData.NumPy("labels-S.npy"));
        utf8[128] = 0xFF;
        TestData.Refuses(() => EmbeddingReader.Read(points, new() { LabelsPath = folder.Bytes("s.npy", utf8) }), "row 0", "not UTF-8");
    }

    [Fact]
    public void Refuses_damaged_archives()
    {
        using var folder = new TestFolder();
        var valid = File.ReadAllBytes(TestData.NumPy("stored.npz"));
        TestData.Refuses(() => EmbeddingReader.Read(folder.Bytes("x.npz", valid[..^30])), "x.npz", "is not a readable .npz");
        TestData.Refuses(() => EmbeddingReader.Read(folder.Bytes("x.npz", [])), "is not a readable .npz");
        TestData.Refuses(() => EmbeddingReader.Read(folder.Text("x.npz", "text")), "is not a readable .npz");

        // One bit of a coordinate in a stored entry: only the checksum can tell.
        var number = BitConverter.GetBytes(-4.75);
        var at = valid.AsSpan().LastIndexOf(number);
        Assert.True(at > 0);
        valid[at] ^= 1;
        TestData.Refuses(() => EmbeddingReader.Read(folder.Bytes("x.npz", valid)), "x.npz[X]", "checksum");
    }

    [Fact]
    public void Any_truncation_and_any_change_gives_an_embedding_or_a_one_line_refusal()
    {
        using var folder = new TestFolder();
        using var valid = new TestFolder();
        var f = Embedding.Create([1.5, -2, 3, 4e-300, 5, 6], 2, ["a b", "été", "\"q\""]);
        EmbeddingWriter.Write(valid["f.csv"], f);
        EmbeddingWriter.Write(valid["f.tsv"], f);
        EmbeddingWriter.Write(valid["f.json"], f);
        EmbeddingWriter.WriteLabels(valid["f.txt"], f);
        string[] sources =
        [
            valid["f.csv"], valid["f.tsv"], valid["f.json"], valid["f.txt"],
            TestData.NumPy("points-f2-be-fortran.npy"), TestData.NumPy("points-f8-version3.npy"),
            TestData.NumPy("labels-U-be.npy"), TestData.NumPy("labels-S.npy"), TestData.NumPy("stored.npz"), TestData.NumPy("deflated.npz"),
        ];
        var random = new Random(20221011);
        var (accepted, refused) = (0, 0);
        foreach (var source in sources)
        {
            var content = File.ReadAllBytes(source);
            for (var trial = 0; trial < 200; trial++)
            {
                var path = folder.Bytes($"x{Path.GetExtension(source)}", Mutate(content, random));
                try
                {
                    var isLabels = Path.GetFileName(source).StartsWith("labels", StringComparison.Ordinal)
                        || source.EndsWith(".txt", StringComparison.Ordinal);
                    var g = isLabels
                        ? EmbeddingReader.Read(TestData.NumPy("points-f8-le-c.npy"), new() { LabelsPath = path })
                        : EmbeddingReader.ReadPoints(path);
                    Assert.True(g.Count > 0 && g.Coordinates.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue) < 0);
                    accepted++;
                }
                catch (EmbeddingException e)
                {
                    Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', e.Message);
                    refused++;
                }
            }
        }

        Assert.True(accepted > 100 && refused > 500, $"{accepted} accepted, {refused} refused: the changes do not exercise both outcomes");
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        var bytes = random.Next(4) == 0 ? content[..random.Next(content.Length)] : [.. content];
        for (var k = random.Next(1, 4); k > 0 && bytes.Length > 0; k--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)"0123456789,'\"\t\n({[]})-e."[random.Next(24)],
                _ => bytes[random.Next(bytes.Length)],
            };
        }

        return bytes;
    }

    private static byte[] Npy(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. data];
}
