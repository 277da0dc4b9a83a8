using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

/// <summary>
/// What is read is bounded by what can be right: no endless input, no allocation for what a header promises and the file or the labels
/// deny.
/// </summary>
public sealed class InputFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.npy")]
    [InlineData("x.npz")]
    [InlineData("x.csv")]
    [InlineData("x.tsv")]
    [InlineData("x.json")]
    public async Task A_pipe_is_read_like_a_file(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var f = Embedding.Create([1, 2, 3, 4, 5, 6], 2, ["a", "b", "a"]);
        EmbeddingWriter.Write(_folder["file" + name], f);
        var writer = Feed(_folder.Pipe(name), File.ReadAllBytes(_folder["file" + name]));
        var g = EmbeddingReader.ReadPoints(_folder[name]);
        await writer;
        Assert.Equal(f.Coordinates, g.Coordinates);
    }

    [Theory]
    [InlineData("l.npy")]
    [InlineData("l.csv")]
    [InlineData("l.txt")]
    [InlineData("l.json")]
    public async Task Labels_may_come_through_a_pipe(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var f = Embedding.Create([1, 2, 3], 1, ["a", "b", "a"]);
        EmbeddingWriter.WriteLabels(_folder["file" + name], f);
        var writer = Feed(_folder.Pipe(name), File.ReadAllBytes(_folder["file" + name]));
        var g = EmbeddingReader.Read(_folder.Text("x.csv", "1\n2\n3\n"), new() { LabelsPath = _folder[name] });
        await writer;
        Assert.Equal(TestData.LabelsOf(f), TestData.LabelsOf(g));
    }

    [Theory]
    [InlineData("x.npy", 0, "is not a .npy file")]
    [InlineData("x.npz", 0, "is not a .npz (zip) file")]
    [InlineData("x.json", 0, "is not valid JSON")]
    [InlineData("x.json", '[', "is not valid JSON")]
    [InlineData("x.csv", 0, "line 1")]
    [InlineData("l.txt", 'x', "more than 1048576 characters")]
    [InlineData("l.txt", '\n', null)]
    public async Task A_pipe_without_end_is_read_only_until_it_cannot_be_right(string name, int content, string? fragment)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Blank lines say nothing wrong for ever: only there the test itself ends the pipe.
        var limit = fragment is null ? 1 << 20 : long.MaxValue;
        var (pipe, sent) = (_folder.Pipe(name), 0L);
        var writer = Task.Run(() =>
        {
            var chunk = new byte[1 << 16];
            Array.Fill(chunk, (byte)content);
            try
            {
                using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
                for (; sent < limit; sent += chunk.Length)
                {
                    stream.Write(chunk);
                }
            }
            catch (IOException)
            {
                // The reader has closed the pipe.
            }
        });
        TestData.Refuses(
            () => _ = name[0] == 'l'
                ? EmbeddingReader.Read(_folder.Text("p.csv", "1\n2\n"), new() { LabelsPath = pipe })
                : EmbeddingReader.ReadPoints(pipe),
            name,
            fragment ?? "0 labels");
        await writer.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(sent, 0, 1 << 28);
    }

    [Fact]
    public void Devices_are_refused()
    {
        if (!File.Exists("/dev/zero"))
        {
            return;
        }

        foreach (var name in new[] { "z.npy", "z.npz", "z.csv", "z.json", "z.txt" })
        {
            File.CreateSymbolicLink(_folder[name], "/dev/zero");
            TestData.Refuses(() => InputFile.Read(_folder[name], stream => stream.ReadByte()), _folder[name], "is a device");
            TestData.Refuses(
                () => EmbeddingReader.Read(
                    name == "z.txt" ? _folder.Text("x.csv", "1\n") : _folder[name],
                    new() { LabelsPath = _folder["z.txt"] }), "is a device");
        }
    }

    [Fact]
    public void A_header_that_the_labels_deny_is_refused_before_the_points_are_read()
    {
        // One GB of zeros in one MB, with a true header; and six labels.
        const int Rows = 1 << 20;
        var npz = _folder["big.npz"];
        using (var archive = ZipFile.Open(npz, ZipArchiveMode.Create))
        {
            using (var points = archive.CreateEntry("X.npy").Open())
            {
                points.Write(Npy($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, 128), }}"));
                var zeros = new byte[1 << 20];
                for (var k = 0; k < 1024; k++)
                {
                    points.Write(zeros);
                }
            }

            using var labels = archive.CreateEntry("y.npy").Open();
            labels.Write([.. Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (6,), }"), 0, 0, 0, 1, 1, 1]);
        }

        AssertFrugal(() => EmbeddingReader.Read(npz), "big.npz[y]: 6 labels", "big.npz[X] has 1048576 points");
        var file = _folder.Text("l.txt", "0\n0\n0\n1\n1\n1\n");
        AssertFrugal(() => EmbeddingReader.Read(npz, new() { LabelsPath = file }), "l.txt: 6 labels", "big.npz has 1048576 points");

        // The same the other way round: labels that promise what the points deny.
        using (var archive = ZipFile.Open(_folder["y.npz"], ZipArchiveMode.Create))
        {
            using (var points = archive.CreateEntry("X.npy").Open())
            {
                points.Write([.. Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }"), 1, 2]);
            }

            using var labels = archive.CreateEntry("y.npy").Open();
            labels.Write(Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (536870912,), }"));
            var zeros = new byte[1 << 20];
            for (var k = 0; k < 512; k++)
            {
                labels.Write(zeros);
            }
        }

        AssertFrugal(() => EmbeddingReader.Read(_folder["y.npz"]), "y.npz[y]: 536870912 labels", "y.npz[X] has 2 points");
    }

    [Fact]
    public async Task An_npy_header_is_held_against_labels_and_memory_first()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A file with holes: 8 GB that take no room on the disk.
        var path = _folder["x.npy"];
        using (var stream = File.Create(path))
        {
            var header = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1048576, 1024), }");
            stream.Write(header);
            stream.SetLength(header.Length + (8L << 30));
        }

        AssertFrugal(
            () => EmbeddingReader.Read(
                path, new() { LabelsPath = _folder.Text("l.txt", "a\nb\n") }), "l.txt: 2 labels", "x.npy has 1048576 points");
        var huge = _folder.Pipe("huge.npy");
        var writer = Feed(huge, Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2147483591, 1), }"));
        AssertFrugal(
            () => EmbeddingReader.Read(huge, new() { LabelsPath = _folder["l.txt"] }), "l.txt: 2 labels", "huge.npy has 2147483591 points");
        await writer;
    }

    [Fact]
    public void A_certificate_that_is_no_JSON_is_read_to_its_first_fault()
    {
        using var endless = new Endless((byte)' ', "{\"schema\": 1} x");
        Assert.Throws<EmbeddingException>(() => CertificateJson.Read(endless, "c.json"));
        Assert.InRange(endless.Sent, 1, 1 << 20);
        using var zeros = new Endless(0, "");
        Assert.Throws<EmbeddingException>(() => CertificateJson.Read(zeros, "c.json"));
        Assert.InRange(zeros.Sent, 1, 1 << 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_533)]
    [InlineData(65_536)]
    [InlineData(300_000)]
    public void JSON_is_read_whole_whatever_its_chunks(int length)
    {
        var text = $"\uFEFF{{\"label\": [\"{new string('é', length)}\", 1e5, {{}}, null, true]}}\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text[1..], Encoding.UTF8.GetString(JsonText.ReadAll(stream, 1 << 24, 8, "x").Span));
        stream.Position = 0;
        var size = (int)stream.Length;
        Assert.Throws<EmbeddingException>(() => JsonText.ReadAll(stream, size - 1, 8, "x"));
    }

    [Fact]
    public void Lines_are_bounded()
    {
        static string Lines(string text) => string.Join('|', TextLines.Of(new StringReader(text), 3).Select(line => line ?? "too long"));
        Assert.Equal("abc||d", Lines("abc\r\n\nd"));
        Assert.Equal("abc|too long|x", Lines("abc\nabcd\nx\n"));
        Assert.Equal("too long", Lines(new string('a', 200_000)));
        Assert.Equal("too long|ab", Lines(new string('a', 200_000) + "\nab"));
        Assert.Empty(TextLines.Of(new StringReader(""), 3));
        Assert.Equal("", Assert.Single(TextLines.Of(new StringReader("\n"), 3)));
    }

    /// <summary>Refused with these words, without the memory that the input promises to fill.</summary>
    private static void AssertFrugal(Action action, params string[] fragments)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        TestData.Refuses(action, fragments);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }

    private static Task Feed(string pipe, byte[] content) => Task.Run(() =>
    {
        using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write);
        stream.Write(content);
    });

    private static byte[] Npy(string header)
    {
        var bytes = new byte[10 + header.Length];
        ((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, 1, 0]).CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        return bytes;
    }

    /// <summary>A beginning, then one byte for ever.</summary>
    private sealed class Endless(byte rest, string start) : Stream
    {
        internal long Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill(rest);
            if (Sent == 0)
            {
                Encoding.ASCII.GetBytes(start, buffer);
            }

            Sent += buffer.Length;
            return buffer.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
