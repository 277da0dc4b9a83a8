using System.Globalization;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Rows;

/// <summary>What a row file holds: the lines that count, and those that do not, with the reason.</summary>
/// <param name="path">The file.</param>
internal sealed class RowRepair(string path)
{
    private const int ShownReasons = 4;
    private const string DroppedExtension = ".dropped";

    private readonly List<RowLine?> _kept = [];
    private readonly Dictionary<string, int> _placeOf = new(StringComparer.Ordinal);
    private readonly List<(RowLine Line, string Reason, bool IsRow)> _dropped = [];

    /// <summary>Lines that do not count.</summary>
    internal int Dropped => _dropped.Count;

    /// <summary>Keeps a row in place of an earlier one of the same run.</summary>
    internal void Keep(RowLine line, string id)
    {
        if (_placeOf.TryGetValue(id, out var place))
        {
            _dropped.Add((_kept[place]!.Value, string.Create(CultureInfo.InvariantCulture, $"is the run of line {line.Number}"), true));
            _kept[place] = null;
        }

        _placeOf[id] = _kept.Count;
        _kept.Add(line);
    }

    /// <summary>Leaves a line out.</summary>
    internal void Drop(RowLine line, string reason) => _dropped.Add((line, reason, false));

    /// <summary>
    /// Writes the file again, complete or not at all, with the lines that count. What is no row of this study is appended to a file beside
    /// it: it may be the work of another study or version.
    /// </summary>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">A file cannot be written.</exception>
    internal void Apply()
    {
        var strange = _dropped.Where(entry => entry is { IsRow: false, Line.Text: not null }).Select(entry => entry.Line).ToArray();
        if (strange.Length > 0)
        {
            Write(path + DroppedExtension, [.. RowLines.Read(path + DroppedExtension).Where(line => line.Text is not null), .. strange]);
        }

        Write(path, _kept.OfType<RowLine>());
    }

    /// <summary>One sentence: how many lines do not count, and why.</summary>
    /// <param name="isRepaired">True when they were taken out of the file.</param>
    internal string Describe(bool isRepaired)
    {
        var reasons = _dropped.OrderBy(entry => entry.Line.Number).Take(ShownReasons)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"line {entry.Line.Number} {entry.Reason}"));
        var name = Path.GetFileName(path);
        var (lines, were) = Dropped == 1 ? ("line", "was") : ("lines", "were");
        var kept = isRepaired && _dropped.Any(entry => !entry.IsRow) ? $" (kept in {name}{DroppedExtension})" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {Dropped} {lines} {were} {(isRepaired ? "dropped" : "not used")}{kept}: "
                + $"{string.Join("; ", reasons)}{(Dropped > ShownReasons ? "; .." : "")}");
    }

    private static void Write(string target, IEnumerable<RowLine> lines) =>
        SafeFile.ReplaceText(target, string.Concat(lines.Select(line => line.Text + "\n")));
}
