using System.Globalization;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Which rows and columns of a delimited file are header, labels and coordinates; the rules are documented at
/// <see cref="EmbeddingReadOptions"/>.
/// </summary>
internal sealed class DelimitedLayout
{
    private const string DefaultLabelName = "label";
    private readonly string _path;
    private readonly string[]? _names;

    private DelimitedLayout(string path, string[]? names, string[] firstRow, string? labelColumn, string? ignoredColumn)
    {
        _path = path;
        _names = names;
        Width = firstRow.Length;
        RequireSameWidth(names ?? firstRow, firstRow);
        IgnoredIndex = ignoredColumn is null ? -1 : FindNamed(ignoredColumn, StringComparison.Ordinal) ?? FindIndexed(ignoredColumn);
        (LabelIndex, IsTextRequired) = FindLabels(firstRow, labelColumn);
        IgnoredIndex = IgnoredIndex == LabelIndex ? -1 : IgnoredIndex;
    }

    /// <summary>Number of columns.</summary>
    internal int Width { get; }

    /// <summary>Index of the label column; -1 when there is none.</summary>
    internal int LabelIndex { get; }

    /// <summary>
    /// Index of a column that is neither label nor coordinate; -1 when there is none or when it is the label column as well.
    /// </summary>
    internal int IgnoredIndex { get; }

    /// <summary>True when the label column was found only because its first field is text: then each of its fields must be text.</summary>
    internal bool IsTextRequired { get; }

    /// <summary>True when columns have names.</summary>
    internal bool HasHeader => _names is not null;

    /// <summary>Decides the layout from the first rows of the file.</summary>
    /// <returns>The layout and the first row of data.</returns>
    internal static (DelimitedLayout Layout, string[] FirstRow) Detect(
        DelimitedRows rows, string path, string? labelColumn, bool? hasHeader, string? ignoredColumn = null)
    {
        var first = rows.Next() ?? throw new EmbeddingException($"{path}: the file is empty; at least 1 row is needed");
        RequireKnownSeparator(first, path);
        if (!(hasHeader ?? IsHeader(first, rows.Peek(), labelColumn, ignoredColumn)))
        {
            return (new DelimitedLayout(path, null, first, labelColumn, ignoredColumn), first);
        }

        var firstRow = rows.Next() ?? throw new EmbeddingException($"{path}: no points after the header; at least 1 row is needed");
        return (new DelimitedLayout(path, first, firstRow, labelColumn, ignoredColumn), firstRow);
    }

    /// <summary>Says which row was taken as the header.</summary>
    internal void TellHeader(Action<string>? remark)
    {
        if (_names is not null)
        {
            remark?.Invoke($"{_path}: the first row is taken as the header: {FieldText.QuoteAll(_names)}");
        }
    }

    /// <summary>File, row, line and, when given, column for a message.</summary>
    internal string Where(int row, long line, int? column = null) =>
        $"{_path}: row {row} (line {line})" + (column is { } c ? $", column {(_names is null ? c : FieldText.Quote(_names[c]))}" : "");

    /// <summary>Refuses columns without a name: usually a saved row index, which would be read as a coordinate.</summary>
    internal void RequireNames()
    {
        var nameless = _names is null ? -1 : Array.IndexOf(_names, "");
        if (nameless >= 0)
        {
            throw new EmbeddingException(
                $"{_path}: column {nameless} has no name in the header; name it, or remove it if it is a row index");
        }
    }

    /// <summary>
    /// A row without numbers is a header when a field of it above a coordinate is text that cannot stand for a missing number; the row
    /// below tells which columns hold coordinates. A first row of missing values is thus data, and refused as such.
    /// </summary>
    private static bool IsHeader(string[] first, string[]? next, string? labelColumn, string? ignoredColumn)
    {
        if (first.Contains(DefaultLabelName, StringComparer.OrdinalIgnoreCase)
            || (labelColumn is not null && ParseIndex(labelColumn) is null && first.Contains(labelColumn)))
        {
            return true;
        }

        var kinds = Kinds(first);
        if (kinds.Any(kind => kind is FieldKind.Number or FieldKind.NotFinite))
        {
            return false;
        }

        if (next is null)
        {
            return kinds.Contains(FieldKind.Other) && !kinds.Contains(FieldKind.Placeholder);
        }

        int?[] others = [labelColumn is null ? null : ParseIndex(labelColumn), ignoredColumn is null ? null : ParseIndex(ignoredColumn)];
        var coordinates = Kinds(next).Index().Where(field => field.Item != FieldKind.Other && !others.Contains(field.Index))
            .Select(field => field.Index).ToArray();
        return coordinates.Length == 0 || next.Length != first.Length
            ? kinds.Contains(FieldKind.Other)
            : coordinates.Any(c => kinds[c] == FieldKind.Other);
    }

    private static FieldKind[] Kinds(string[] row) => Array.ConvertAll(row, field => FieldText.Parse(field, out _));

    /// <summary>
    /// Spreadsheets save ';' in many countries: a single field with semicolons, or numbers on both sides of one (decimal commas), is such a
    /// file.
    /// </summary>
    private static void RequireKnownSeparator(string[] first, string path)
    {
        var isSemicolon = first.Length == 1 ? first[0].Contains(';') : first.Any(SeparatesNumbers);
        if (isSemicolon || (first.Length == 1 && first[0].Contains('\t')))
        {
            throw new EmbeddingException(isSemicolon
                ? $"{path}: the fields are separated by ';'; save the file with commas between fields and points in numbers"
                : $"{path}: the fields are separated by tabs; give the file the extension .tsv");
        }
    }

    private static bool SeparatesNumbers(string field)
    {
        var parts = field.Split(';');
        return parts.Length > 1 && parts.All(part => FieldText.Parse(part, out _) == FieldKind.Number);
    }

    private static int? ParseIndex(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private (int Index, bool IsTextRequired) FindLabels(string[] firstRow, string? labelColumn)
    {
        if (labelColumn is not null)
        {
            return (FindNamed(labelColumn, StringComparison.Ordinal) ?? FindIndexed(labelColumn), false);
        }

        if (FindNamed(DefaultLabelName, StringComparison.OrdinalIgnoreCase) is { } index)
        {
            return (index, false);
        }

        // A lone NA or ? among numbers may be a label; beside other text it is a missing coordinate.
        var kinds = Kinds(firstRow);
        int[] OfKind(FieldKind kind) => [.. Enumerable.Range(0, Width).Where(c => c != IgnoredIndex && kinds[c] == kind)];
        var textColumns = OfKind(FieldKind.Other) is { Length: > 0 } text ? text : OfKind(FieldKind.Placeholder);
        return textColumns switch
        {
            [] => (-1, false),
            [var only] => (only, true),
            _ => throw new EmbeddingException(
                $"{_path}: columns {string.Join(", ", textColumns.Take(12).Select(NameOf))} are not numeric; "
                + "name the label column (--label-column) and keep only numbers in the others"),
        };
    }

    private int? FindNamed(string name, StringComparison comparison)
    {
        var matches = Enumerable.Range(0, _names?.Length ?? 0).Where(c => _names![c].Equals(name, comparison)).ToArray();
        return matches switch
        {
            [] => null,
            [var only] => only,
            _ => throw new EmbeddingException(
                $"{_path}: the header names {matches.Length} columns {FieldText.Quote(name)} ({string.Join(", ", matches)}); "
                + "give the 0-based index of the label column"),
        };
    }

    private int FindIndexed(string labelColumn) => ParseIndex(labelColumn) is { } index && index < Width
        ? index
        : throw new EmbeddingException($"{_path}: no column {FieldText.Quote(labelColumn)}; the columns are "
            + (_names is null ? $"0 to {Width - 1} (the file has no header)" : FieldText.QuoteAll(_names)));

    private string NameOf(int column) => _names is null ? column.ToString(CultureInfo.InvariantCulture) : FieldText.Quote(_names[column]);

    private void RequireSameWidth(string[] header, string[] firstRow)
    {
        if (header.Length != firstRow.Length)
        {
            throw new EmbeddingException(
                $"{_path}: the header names {header.Length} columns, but row 0 has {firstRow.Length} fields; give every row the same "
                    + $"number of fields");
        }
    }
}
