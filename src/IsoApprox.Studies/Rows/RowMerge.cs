using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Rows;

/// <summary>What a merge found.</summary>
/// <param name="Rows">Runs written.</param>
/// <param name="Duplicates">Lines whose run had been seen before.</param>
/// <param name="Conflicts">Duplicates that differ in more than the time taken: 0 where equal settings give equal results.</param>
/// <param name="Unreadable">Lines without a JSON object with a text "id", such as one cut short; blank lines are not counted.</param>
public sealed record RowMergeResult(int Rows, int Duplicates, int Conflicts, int Unreadable);

/// <summary>Puts the row files of the parts of a study into one, for any study: only the field "id" of a row is looked at.</summary>
public static class RowMerge
{
    private const string IdField = "id";
    private const string TimeField = "seconds";

    /// <summary>
    /// Reads the files in order and writes one line for each run, in order of first appearance; of two rows of one run the later counts.
    /// </summary>
    /// <param name="files">The files, at least one.</param>
    /// <param name="output">The file to write, complete or not at all; it may be one of the inputs.</param>
    /// <exception cref="EmbeddingException">A file cannot be read or written, or there is no row in any of them.</exception>
    public static RowMergeResult Run(IReadOnlyList<string> files, string output)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(output);
        var (order, rows) = (new List<string>(), new Dictionary<string, (string Line, JsonObject Row)>(StringComparer.Ordinal));
        var (duplicates, conflicts, unreadable) = (0, 0, 0);
        if (files.FirstOrDefault(file => FileSystemEntry.KindOf(file) == FileKind.Missing) is { } missing)
        {
            throw new EmbeddingException($"{missing}: no such file; check the path");
        }

        foreach (var (_, line, damage) in files.SelectMany(RowLines.Read))
        {
            if (damage is not null || Parse(line!) is not { } parsed)
            {
                unreadable++;
                continue;
            }

            if (rows.TryGetValue(parsed.Id, out var earlier))
            {
                duplicates++;
                conflicts += JsonNode.DeepEquals(earlier.Row, parsed.Row) ? 0 : 1;
            }
            else
            {
                order.Add(parsed.Id);
            }

            rows[parsed.Id] = (line!, parsed.Row);
        }

        if (order.Count == 0)
        {
            throw new EmbeddingException($"{string.Join(", ", files)}: no study rows; give files that a study wrote (rows*.jsonl)");
        }

        SafeFile.ReplaceText(output, string.Concat(order.Select(id => rows[id].Line + "\n")));
        return new RowMergeResult(order.Count, duplicates, conflicts, unreadable);
    }

    private static (string Id, JsonObject Row)? Parse(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject row || row[IdField] is not JsonValue value || !value.TryGetValue<string>(out var id))
            {
                return null;
            }

            row.Remove(TimeField);
            return (id, row);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
