using System.IO.Compression;

namespace IsoApprox.Embeddings.Formats;

/// <summary>NumPy's .npz format: a zip archive with one .npy entry per array, stored or deflated.</summary>
internal static class NpzFormat
{
    private const string EntryExtension = ".npy";

    /// <summary>Deflate shrinks by at most a factor of about 1032; an entry that claims more is damaged or hostile.</summary>
    private const long LargestRatio = 1032;

    /// <summary>Reads the points, and the labels unless a separate file gives them.</summary>
    internal static LabelledPoints ReadPoints(string path, EmbeddingReadOptions options) => WithArchive(path, archive =>
    {
        var points = ReadEntry(archive, path, options.PointsKey, "points", NpyFormat.ReadPoints);
        var isAsked = options.RequireLabels || options.LabelsKey != EmbeddingReadOptions.Default.LabelsKey;
        var hasLabels = options.LabelsPath is null && (isAsked || Keys(archive).Contains(options.LabelsKey));
        return hasLabels ? points with { Labels = ReadEntry(archive, path, options.LabelsKey, "labels", NpyLabels.Read) } : points;
    });

    /// <summary>Reads only the labels.</summary>
    internal static string[] ReadLabels(string path, string key) =>
        WithArchive(path, archive => ReadEntry(archive, path, key, "labels", NpyLabels.Read));

    /// <summary>Writes the arrays X (float64) and y, stored: coordinates hardly compress. The same embedding always gives the same bytes.</summary>
    internal static void Write(Stream stream, Embedding embedding)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteEntry(archive, EmbeddingReadOptions.Default.PointsKey, entry => NpyWriter.WritePoints(entry, embedding));
        WriteEntry(archive, EmbeddingReadOptions.Default.LabelsKey, entry => NpyWriter.WriteLabels(entry, embedding));
    }

    private static void WriteEntry(ZipArchive archive, string key, Action<Stream> write)
    {
        var entry = archive.CreateEntry(key + EntryExtension, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = new BufferedStream(entry.Open(), 1 << 16);
        write(stream);
    }

    private static T WithArchive<T>(string path, Func<ZipArchive, T> read)
    {
        using var stream = SafeFile.Open(path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return read(archive);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException or NotSupportedException or IOException)
        {
            // What the zip reader throws on damaged archives; problems that have a better message are EmbeddingExceptions already.
            throw new EmbeddingException($"{path}: is not a readable .npz (zip) file ({e.Message}); write it again", e);
        }
    }

    private static T ReadEntry<T>(ZipArchive archive, string path, string key, string what, Func<Stream, long, string, T> read)
    {
        var entries = archive.Entries.Where(e => e.FullName == key + EntryExtension).ToArray();
        if (entries.Length != 1)
        {
            var problem = entries.Length == 0 ? $"no array {FieldText.Quote(key)} for the {what}" : $"{entries.Length} arrays {FieldText.Quote(key)}";
            throw new EmbeddingException($"{path}: {problem}; the file holds {Describe(Keys(archive))}");
        }

        var source = $"{path}[{key}]";
        var entry = entries[0];
        if (entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw new EmbeddingException(
                $"{source}: claims {entry.Length} bytes from {entry.CompressedLength} compressed ones; the file is damaged, write it again");
        }

        using var stream = new Crc32Stream(entry.Open());
        var result = read(stream, entry.Length, source);
        var atEnd = stream.Read(stackalloc byte[1]) == 0;
        return atEnd && stream.Checksum == entry.Crc32
            ? result
            : throw new EmbeddingException($"{source}: the checksum does not fit; the file is damaged, write it again");
    }

    private static string[] Keys(ZipArchive archive) =>
        [.. archive.Entries.Select(e => e.FullName.EndsWith(EntryExtension, StringComparison.Ordinal) ? e.FullName[..^EntryExtension.Length] : e.FullName)];

    private static string Describe(string[] keys) => keys.Length == 0 ? "no arrays" : FieldText.QuoteAll(keys);
}
