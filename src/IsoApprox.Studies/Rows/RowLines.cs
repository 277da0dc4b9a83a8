using System.Text;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Rows;

/// <summary>A line of a row file.</summary>
/// <param name="Number">From 1, blank lines counted.</param>
/// <param name="Text">The text; null when it is longer than any row.</param>
/// <param name="Damage">Why it cannot be a row, whatever the study; null when it may be one.</param>
internal readonly record struct RowLine(int Number, string? Text, string? Damage);

/// <summary>The lines of row files, whatever their state: a process was killed while it wrote, a disk was full, blocks were lost.</summary>
internal static class RowLines
{
    private const int LongestRow = 1 << 26;

    /// <summary>The lines that are not blank; none when there is no file. Another process may be appending to it.</summary>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">The file cannot be read.</exception>
    internal static IReadOnlyList<RowLine> Read(string path) => FileSystemEntry.KindOf(path) == FileKind.Missing
        ? []
        : InputFile.Read(path, stream =>
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return TextLines.Of(reader, LongestRow)
                .Select((text, index) => new RowLine(index + 1, text, DamageOf(text)))
                .Where(line => line.Text is null || !string.IsNullOrWhiteSpace(line.Text))
                .ToList();
        });

    // Rows are written in ASCII: other characters, and the replacement of bytes that are no UTF-8, come from elsewhere.
    private static string? DamageOf(string? text) =>
        text is null ? "is longer than any row" : text.AsSpan().ContainsAny('\0', '\uFFFD') ? "holds bytes that are no text" : null;
}
