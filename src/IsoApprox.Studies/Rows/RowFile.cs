using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>What all row files have in common.</summary>
public static class RowFile
{
    /// <summary>Name of the file with one line for each finished run of a study.</summary>
    public const string Name = "rows.jsonl";

    /// <summary>The lines of a file, none when it does not exist. Another process may be appending to it.</summary>
    internal static IEnumerable<string> Lines(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return [];
            }

            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddingException($"study rows '{path}': cannot be read; check permissions or give another folder", error);
        }
    }
}

/// <summary>
/// The rows of a study as JSON Lines: one finished run per line, appended as it ends, so that an interrupted study loses nothing that was
/// finished. Lines that cannot be read, such as one cut short when the process was killed, are ignored and computed again. Safe for several
/// threads of one process.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class RowFile<T>
    where T : class
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _path;
    private readonly Func<T, string> _id;
    private readonly Dictionary<string, T> _rows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    private RowFile(string path, Func<T, string> id) => (_path, _id) = (path, id);

    /// <summary>The file that new rows go to.</summary>
    public string Path => _path;

    /// <summary>
    /// Opens the rows of a study's folder: those of the whole study and of all its parts are read, new ones go to the file of the part.
    /// </summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="shard">The part.</param>
    /// <param name="id">The name of a row; of two rows with one name the later counts.</param>
    /// <exception cref="EmbeddingException">A file cannot be read.</exception>
    public static RowFile<T> OpenFolder(string folder, Shard shard, Func<T, string> id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var full = System.IO.Path.GetFullPath(folder);
        var file = new RowFile<T>(System.IO.Path.Combine(full, shard.FileName), id);
        foreach (var path in Directory.EnumerateFiles(full, "rows*.jsonl").Order(StringComparer.Ordinal))
        {
            file.Read(path);
        }

        return file;
    }

    /// <summary>The row of a name, or null.</summary>
    /// <param name="id">The name.</param>
    public T? Find(string id)
    {
        lock (_lock)
        {
            return _rows.GetValueOrDefault(id);
        }
    }

    /// <summary>All rows, in no particular order.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    /// <summary>Appends a row. A last line that was cut short is ended first.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="EmbeddingException">The file cannot be written.</exception>
    public void Append(T row)
    {
        var line = JsonSerializer.Serialize(row, Options) + "\n";
        lock (_lock)
        {
            try
            {
                using var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                stream.Seek(-Math.Min(1, stream.Length), SeekOrigin.End);
                var needsEnd = stream.Length > 0 && stream.ReadByte() != '\n';
                stream.Write(Utf8.GetBytes(needsEnd ? "\n" + line : line));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new EmbeddingException($"study rows '{_path}': cannot be written; check permissions and free space", error);
            }

            _rows[_id(row)] = row;
        }
    }

    private void Read(string path)
    {
        foreach (var row in RowFile.Lines(path).Select(Parse).OfType<T>())
        {
            _rows[_id(row)] = row;
        }
    }

    private static T? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Options);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
