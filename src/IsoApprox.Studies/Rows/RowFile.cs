using System.Text;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Rows;

/// <summary>What all row files have in common.</summary>
public static class RowFile
{
    /// <summary>Name of the file with one line for each finished run of a study.</summary>
    public const string Name = "rows.jsonl";
}

/// <summary>What was found wrong with row files when they were opened.</summary>
/// <param name="Dropped">Lines that were taken out of the file of this part; lines of other parts that do not count are not among
/// them.</param>
/// <param name="Remarks">One sentence for each file with lines that do not count: how many, and why.</param>
public readonly record struct RowRepairs(int Dropped, IReadOnlyList<string> Remarks);

/// <summary>
/// The rows of a study as JSON Lines: one finished run per line, appended as it ends, so that an interrupted study loses nothing that was
/// finished. When a file is opened again it is repaired: lines that are no row (cut short when the process was killed, without a field,
/// damaged) and all but the last row of a run are taken out, and <see cref="Repairs"/> says so; what was lost is computed again. Safe for
/// several threads of one process.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class RowFile<T>
    where T : class
{
    private readonly string _path;
    private readonly RowParser<T> _parser;
    private readonly Func<T, string> _id;
    private readonly Func<T, string?>? _defect;
    private readonly Dictionary<string, T> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];
    private int _dropped;
    private readonly Lock _lock = new();

    private RowFile(string path, RowParser<T> parser, Func<T, string> id, Func<T, string?>? defect) =>
        (_path, _parser, _id, _defect) = (path, parser, id, defect);

    /// <summary>The file that new rows go to.</summary>
    public string Path => _path;

    /// <summary>What was repaired on opening.</summary>
    public RowRepairs Repairs => new(_dropped, _remarks);

    /// <summary>
    /// Opens the rows of a study's folder: those of the whole study and of all its parts are read, new ones go to the file of the part,
    /// which is repaired.
    /// </summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="shard">The part.</param>
    /// <param name="format">How a row is written as JSON.</param>
    /// <param name="id">The name of a row; of two rows with one name the later counts.</param>
    /// <param name="defect">Why a row cannot be used although every field has its type, or null; such rows are dropped too.</param>
    /// <exception cref="EmbeddingException">A file cannot be read, or nothing can be written there.</exception>
    public static RowFile<T> OpenFolder(
        string folder, Shard shard, JsonTypeInfo<T> format, Func<T, string> id, Func<T, string?>? defect = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(id);
        var full = System.IO.Path.GetFullPath(folder);
        var file = new RowFile<T>(System.IO.Path.Combine(full, shard.FileName), new RowParser<T>(format), id, defect);
        SafeFile.RequireWritable(file._path);
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

    /// <summary>Appends a row. A last line without an end is ended first; a row that cannot be written whole is taken back.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="EmbeddingException">The file may not be written.</exception>
    /// <exception cref="OutputException">Writing failed, for example because the disk is full.</exception>
    public void Append(T row)
    {
        var line = _parser.Write(row) + "\n";
        lock (_lock)
        {
            try
            {
                using var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
                AppendTo(stream, line);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new EmbeddingException($"study rows '{_path}': cannot be written; check permissions", error);
            }
            catch (Exception error) when (SafeFile.IsFailedWrite(error))
            {
                throw new OutputException($"study rows '{_path}': cannot be written ({error.Message}); check the free space", error);
            }

            _rows[_id(row)] = row;
        }
    }

    private static void AppendTo(FileStream stream, string line)
    {
        var length = stream.Length;
        stream.Seek(-Math.Min(1, length), SeekOrigin.End);
        var needsEnd = length > 0 && stream.ReadByte() != '\n';
        try
        {
            stream.Write(Encoding.UTF8.GetBytes(needsEnd ? "\n" + line : line));
        }
        catch (Exception error) when (SafeFile.IsFailedWrite(error))
        {
            stream.SetLength(length);
            throw;
        }
    }

    /// <summary>Reads a file. Only the file that is appended to is repaired: another process may be at work on the others.</summary>
    private void Read(string path)
    {
        var repair = new RowRepair(path);
        foreach (var line in RowLines.Read(path))
        {
            var (row, reason) = line.Damage is { } damage ? (null, damage) : _parser.Parse(line.Text!);
            if ((row is null ? reason : _defect?.Invoke(row)) is { } defect)
            {
                repair.Drop(line, defect);
            }
            else if (row is not null)
            {
                var id = _id(row);
                repair.Keep(line, id);
                _rows[id] = row;
            }
        }

        if (repair.Dropped == 0)
        {
            return;
        }

        var isOwn = path == _path;
        if (isOwn)
        {
            repair.Apply();
            _dropped += repair.Dropped;
        }

        _remarks.Add(repair.Describe(isOwn));
    }
}
