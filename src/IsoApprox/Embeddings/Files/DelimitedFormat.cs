using CsvHelper;

namespace IsoApprox.Embeddings.Files;

/// <summary>Comma- and tab-separated text: one point per row, labels in a column.</summary>
internal static class DelimitedFormat
{
    /// <summary>Reads coordinates and, when there is a label column, labels.</summary>
    internal static LabelledPoints ReadPoints(string path, char delimiter, EmbeddingReadOptions options)
    {
        using var rows = new DelimitedRows(path, delimiter);
        var labelColumn = options.LabelsPath is null ? options.LabelColumn : null;
        var (layout, first) = DelimitedLayout.Detect(rows, path, labelColumn, options.HasHeader, options.IgnoredColumn);
        layout.RequireNames();
        layout.TellHeader(options.HasHeader is null ? options.Remark : null);
        var dimension = layout.Width - (layout.LabelIndex < 0 ? 0 : 1) - (layout.IgnoredIndex < 0 ? 0 : 1);
        if (dimension == 0)
        {
            throw new EmbeddingException($"{path}: there is only a label column; at least 1 column of coordinates is needed");
        }

        var coordinates = new List<double>();
        var labels = new List<string>();
        var count = 0;
        for (var row = first; row is not null; row = rows.Next(), count++)
        {
            RequireWidth(row, layout, count, rows.Line);
            for (var c = 0; c < row.Length; c++)
            {
                if (c == layout.LabelIndex)
                {
                    labels.Add(TakeLabel(row, layout, count, rows.Line));
                    continue;
                }

                if (c == layout.IgnoredIndex)
                {
                    continue;
                }

                var kind = FieldText.Parse(row[c], out var value);
                if (kind != FieldKind.Number)
                {
                    throw FieldText.NotACoordinate(row[c], kind, layout.Where(count, rows.Line, c));
                }

                MemoryLimit.RequireRoomFor(coordinates, path);
                coordinates.Add(value);
            }
        }

        return new LabelledPoints([.. coordinates], count, dimension, layout.LabelIndex < 0 ? null : LabelText.UnifyIntegers([.. labels]));
    }

    /// <summary>Reads labels from one column; a file with a single column may have a header or not, see <see cref="LabelLines"/>.</summary>
    internal static string[] ReadLabels(string path, char delimiter, string? labelColumn, int expectedCount, Action<string>? remark)
    {
        using var rows = new DelimitedRows(path, delimiter);
        if (labelColumn is null && rows.Peek() is null or [_])
        {
            return ReadSingleColumn(rows, path, expectedCount, remark);
        }

        var (layout, first) = DelimitedLayout.Detect(rows, path, labelColumn, hasHeader: null);
        if (layout.LabelIndex < 0)
        {
            throw new EmbeddingException(
                $"{path}: {layout.Width} columns and none of them is labelled 'label' or holds text; name the label column "
                    + $"(--label-column)");
        }

        layout.TellHeader(remark);
        var labels = new List<string>();
        for (var row = first; row is not null; row = rows.Next())
        {
            RequireWidth(row, layout, labels.Count, rows.Line);
            labels.Add(TakeLabel(row, layout, labels.Count, rows.Line));
            LabelLines.RequireNotEndless(labels.Count, expectedCount, path);
        }

        return LabelText.UnifyIntegers([.. labels]);
    }

    /// <summary>Writes the header x0, x1, .., label and one row per point; numbers in the shortest form that reads back exactly.</summary>
    internal static void Write(Stream stream, Embedding embedding, char delimiter)
    {
        using var writer = CreateWriter(stream, delimiter);
        for (var c = 0; c < embedding.Dimension; c++)
        {
            writer.WriteField($"x{c}");
        }

        writer.WriteField("label");
        writer.EndRecord();
        for (var i = 0; i < embedding.Count; i++)
        {
            foreach (var value in embedding[i])
            {
                writer.WriteField(value);
            }

            writer.WriteField(embedding.ClassNames[embedding.Classes[i]]);
            writer.EndRecord();
        }
    }

    /// <summary>Writes the header label and one label per row.</summary>
    internal static void WriteLabels(Stream stream, Embedding embedding, char delimiter)
    {
        using var writer = CreateWriter(stream, delimiter);
        writer.WriteField("label");
        writer.EndRecord();
        foreach (var k in embedding.Classes)
        {
            writer.WriteField(embedding.ClassNames[k]);
            writer.EndRecord();
        }
    }

    private static CsvWriter CreateWriter(Stream stream, char delimiter) => CsvWriter.Create(
        stream,
        new CsvWriterOptions { Separator = delimiter, NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace },
        leaveOpen: true);

    private static string[] ReadSingleColumn(DelimitedRows rows, string path, int expectedCount, Action<string>? remark)
    {
        var lines = new List<string>();
        while (rows.Next() is { } row)
        {
            if (row.Length != 1)
            {
                throw new EmbeddingException(
                    $"{path}: line {rows.Line}: {row.Length} fields, but the first row has 1; give every row the same number of fields");
            }

            lines.Add(row[0]);
            LabelLines.RequireNotEndless(lines.Count, expectedCount, path);
        }

        return LabelLines.Resolve(lines, expectedCount, path, remark);
    }

    private static void RequireWidth(string[] row, DelimitedLayout layout, int index, long line)
    {
        if (row.Length != layout.Width)
        {
            throw new EmbeddingException(
                $"{layout.Where(index, line)}: {row.Length} fields, but the {(layout.HasHeader ? "header" : "first row")} has "
                    + $"{layout.Width}; "
                + "give every row the same number of fields");
        }
    }

    private static string TakeLabel(string[] row, DelimitedLayout layout, int index, long line)
    {
        var label = row[layout.LabelIndex];
        if (label.Length == 0)
        {
            throw new EmbeddingException($"{layout.Where(index, line, layout.LabelIndex)}: the label is missing; give every point a label");
        }

        if (layout.IsTextRequired && FieldText.Parse(label, out _) is not (FieldKind.Other or FieldKind.Placeholder))
        {
            throw new EmbeddingException(
                $"{layout.Where(index, line, layout.LabelIndex)}: {FieldText.Quote(label)} is a number, but row 0 has text there; "
                + "correct row 0, or name the label column (--label-column)");
        }

        return label;
    }
}
