using System.IO.Compression;

namespace IsoApprox.Embeddings.Files;

/// <summary>NumPy's .npz format: a zip archive with one .npy entry per array, stored or deflated.</summary>
internal static class NpzFormat
{
    private const string EntryExtension = ".npy";

    /// <summary>Deflate shrinks by at most a factor of about 1032; an entry that claims more is damaged or hostile.</summary>
    private const long LargestRatio = 1032;

    /// <summary>Reads the points, and the labels unless a separate file gives them.</summary>
    internal static LabelledPoints ReadPoints(string path, EmbeddingReadOptions options, Action<int> onCount) =>
        WithArchive(path, archive =>
        {
            var isAsked = options.RequireLabels || options.LabelsKey != EmbeddingReadOptions.Default.LabelsKey;
            var hasLabels = options.LabelsPath is null && (isAsked || Keys(archive).Contains(options.LabelsKey));
            string[]? labels = null;
            void ReadLabelsToo(int count)
            {
                onCount(count);
                labels = hasLabels ? ReadLabels(archive, path, options.LabelsKey, EntryName(path, options.PointsKey), count) : null;
            }

            var points = ReadEntry(
                archive, path, options.PointsKey, "points",
                (stream, length, source) => NpyFormat.ReadPoints(stream, length, source, ReadLabelsToo));
            return points with { Labels = labels };
        });

    /// <summary>Reads only the labels.</summary>
    internal static string[] ReadLabels(string path, string key, string pointsPath, int expectedCount) =>
        WithArchive(path, archive => ReadLabels(archive, path, key, pointsPath, expectedCount));

    /// <summary>Reads an array of one number; null when there is no such array.</summary>
    internal static double? ReadNumber(string path, string key) => WithArchive<double?>(
        path, archive => Keys(archive).Contains(key)
            ? ReadEntry(archive, path, key, "number", (stream, length, source) => NpyFormat.ReadNumber(stream, length, source))
            : null);

    /// <summary>
    /// Writes the arrays X (float64) and y, stored: coordinates hardly compress. The same embedding always gives the same bytes.
    /// </summary>
    internal static void Write(Stream stream, Embedding embedding)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteEntry(archive, EmbeddingReadOptions.Default.PointsKey, entry => NpyWriter.WritePoints(entry, embedding));
        WriteEntry(archive, EmbeddingReadOptions.Default.LabelsKey, entry => NpyWriter.WriteLabels(entry, embedding));
    }

    private static string[] ReadLabels(ZipArchive archive, string path, string key, string pointsPath, int expectedCount) => ReadEntry(
        archive, path, key, "labels", (stream, length, source) => NpyLabels.Read(stream, length, source, pointsPath, expectedCount));

    private static string EntryName(string path, string key) => $"{path}[{key}]";

    private static void WriteEntry(ZipArchive archive, string key, Action<Stream> write)
    {
        var entry = archive.CreateEntry(key + EntryExtension, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = new BufferedStream(entry.Open(), 1 << 16);
        write(stream);
    }

    private static T WithArchive<T>(string path, Func<ZipArchive, T> read)
    {
        using var file = InputFile.Open(path);
        using Stream stream = file.CanSeek ? file : Buffered(file, path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return read(archive);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException or NotSupportedException
            or IOException)
        {
            // What the zip reader throws on damaged archives; problems that have a better message are EmbeddingExceptions already.
            throw new EmbeddingException($"{path}: is not a readable .npz (zip) file ({e.Message}); write it again", e);
        }
    }

    /// <summary>A pipe in memory, since the directory of a zip file is at its end; what does not begin like one is not read on.</summary>
    private static MemoryStream Buffered(Stream pipe, string path)
    {
        var (content, chunk) = (new MemoryStream(), new byte[1 << 16]);
        for (int read; (read = pipe.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false)) > 0;)
        {
            content.Write(chunk, 0, read);
            if (!content.GetBuffer().AsSpan().StartsWith("PK"u8) || content.Length > Array.MaxLength / 2)
            {
                throw new EmbeddingException(
                    $"{path}: is not a .npz (zip) file, or one of more than {Array.MaxLength >> 21} MB; give a file instead of a pipe");
            }
        }

        content.Position = 0;
        return content;
    }

    private static T ReadEntry<T>(ZipArchive archive, string path, string key, string what, Func<Stream, long, string, T> read)
    {
        var entries = archive.Entries.Where(e => e.FullName == key + EntryExtension).ToArray();
        if (entries.Length != 1)
        {
            var problem = entries.Length == 0
                ? $"no array {FieldText.Quote(key)} for the {what}"
                : $"{entries.Length} arrays {FieldText.Quote(key)}";
            throw new EmbeddingException($"{path}: {problem}; the file holds {Describe(Keys(archive))}");
        }

        var source = EntryName(path, key);
        var entry = entries[0];
        if (entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw new EmbeddingException(
                $"{source}: claims {entry.Length} bytes from {entry.CompressedLength} compressed ones; the file is damaged, write it "
                    + $"again");
        }

        using var stream = new Crc32Stream(entry.Open());
        var result = read(stream, entry.Length, source);
        var atEnd = stream.Read(stackalloc byte[1]) == 0;
        return atEnd && stream.Checksum == entry.Crc32
            ? result
            : throw new EmbeddingException($"{source}: the checksum does not fit; the file is damaged, write it again");
    }

    private static string[] Keys(ZipArchive archive) =>
        [.. archive.Entries.Select(
            e => e.FullName.EndsWith(EntryExtension, StringComparison.Ordinal) ? e.FullName[..^EntryExtension.Length] : e.FullName)];

    private static string Describe(string[] keys) => keys.Length == 0 ? "no arrays" : FieldText.QuoteAll(keys);
}
