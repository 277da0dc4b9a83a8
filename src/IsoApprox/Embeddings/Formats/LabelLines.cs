namespace IsoApprox.Embeddings.Formats;

/// <summary>
/// Labels as single lines, with an optional header. The number of points decides: with one line more than there are points the first line is a header,
/// unless it is a number or occurs again further down (then it is a surplus label). A first line "label" is always a header.
/// </summary>
internal static class LabelLines
{
    private const string DefaultHeader = "label";

    /// <summary>Reads a .txt file with one label per line; blank lines are skipped, white space around a label is dropped.</summary>
    internal static string[] Read(string path, int expectedCount)
    {
        using var reader = new StreamReader(SafeFile.Open(path), SafeFile.StrictUtf8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line.Trim());
            }
        }

        return Resolve(lines, expectedCount);
    }

    /// <summary>Drops the header, if there is one.</summary>
    internal static string[] Resolve(List<string> lines, int expectedCount)
    {
        var isNamed = lines.Count > 0 && lines[0].Equals(DefaultHeader, StringComparison.OrdinalIgnoreCase);
        var isSurplusText = lines.Count == expectedCount + 1
            && FieldText.Parse(lines[0], out _) == FieldKind.Other
            && lines.LastIndexOf(lines[0]) == 0;
        var labels = isNamed || isSurplusText ? lines.Skip(1) : lines;
        return LabelText.UnifyIntegers([.. labels]);
    }

    /// <summary>Writes one label per line, without a header unless the first label would be taken for one.</summary>
    internal static void Write(Stream stream, Embedding embedding, string path)
    {
        using var writer = new StreamWriter(stream, SafeFile.StrictUtf8, leaveOpen: true) { NewLine = "\n" };
        foreach (var name in embedding.ClassNames)
        {
            if (name.Trim() != name || name.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new EmbeddingException(
                    $"{path}: label {FieldText.Quote(name)} has white space at an end or a line break, which .txt cannot hold; use .npy, .csv or .json");
            }
        }

        if (embedding.ClassNames[embedding.Classes[0]].Equals(DefaultHeader, StringComparison.OrdinalIgnoreCase))
        {
            writer.WriteLine(DefaultHeader);
        }

        foreach (var k in embedding.Classes)
        {
            writer.WriteLine(embedding.ClassNames[k]);
        }
    }
}
