namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Labels as single lines, with an optional header. The number of points decides: with one line more than there are points the first line
/// is a header, unless it is a number or occurs again further down (then it is a surplus label). A first line "label" is always a header.
/// </summary>
internal static class LabelLines
{
    private const string DefaultHeader = "label";
    private const int LongestLabel = 1 << 20;
    private const int LargestCountedSurplus = 1_000_000;

    /// <summary>Reads a .txt file with one label per line; blank lines are skipped, white space around a label is dropped.</summary>
    internal static string[] Read(string path, int expectedCount, Action<string>? remark)
    {
        using var reader = new StreamReader(InputFile.Open(path), InputFile.StrictUtf8);
        var lines = new List<string>();
        foreach (var line in TextLines.Of(reader, LongestLabel))
        {
            if (line is null)
            {
                throw new EmbeddingException($"{path}: a line has more than {LongestLabel} characters; give one label on each line");
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line.Trim());
                RequireNotEndless(lines.Count, expectedCount, path);
            }
        }

        return Resolve(lines, expectedCount, path, remark);
    }

    /// <summary>Ends the reading of labels that can never fit; a surplus of moderate size is counted to its end, for the message.</summary>
    internal static void RequireNotEndless(int count, int expectedCount, string path)
    {
        if (count - LargestCountedSurplus > expectedCount)
        {
            throw new EmbeddingException(
                $"{path}: more than {count - 1} labels for {FieldText.Count(expectedCount, "point")}; give exactly one label for each row");
        }
    }

    /// <summary>Drops the header, if there is one.</summary>
    internal static string[] Resolve(List<string> lines, int expectedCount, string path, Action<string>? remark)
    {
        var isNamed = lines.Count > 0 && lines[0].Equals(DefaultHeader, StringComparison.OrdinalIgnoreCase);
        var isSurplusText = lines.Count == expectedCount + 1
            && FieldText.Parse(lines[0], out _) == FieldKind.Other
            && lines.LastIndexOf(lines[0]) == 0;
        if (!isNamed && !isSurplusText)
        {
            return LabelText.UnifyIntegers([.. lines]);
        }

        remark?.Invoke($"{path}: the first line is taken as the header: {FieldText.Quote(lines[0])}");
        return LabelText.UnifyIntegers([.. lines.Skip(1)]);
    }

    /// <summary>Writes one label per line, without a header unless the first label would be taken for one.</summary>
    internal static void Write(Stream stream, Embedding embedding, string path)
    {
        using var writer = new StreamWriter(stream, InputFile.StrictUtf8, leaveOpen: true) { NewLine = "\n" };
        foreach (var name in embedding.ClassNames)
        {
            if (name.Trim() != name || name.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new EmbeddingException(
                    $"{path}: label {FieldText.Quote(name)} has white space at an end or a line break, which .txt cannot hold; use .npy, "
                        + $".csv or .json");
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
