using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>
/// The part of a study that one process computes: part i of k, numbered from 1. A run belongs to a part by the hash of its name, so its
/// part does not change when the grid grows, and neither neighbours in the grid nor runs of one size pile up in one part.
/// </summary>
/// <param name="Index">i, 1..k.</param>
/// <param name="Count">k >= 1.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The whole study.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads "i/k".</summary>
    /// <param name="text">The text, for example "2/8".</param>
    /// <exception cref="EmbeddingException">Not of that form, or i outside 1..k.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } index && Number(parts[1]) is { } count && index >= 1 && index <= count
            ? new Shard(index, count)
            : throw new EmbeddingException($"shard '{text}': not a part of a study; give i/k with 1 <= i <= k, for example 2/8");
    }

    /// <summary>True when a run is of this part. Every run is of exactly one of the k parts.</summary>
    /// <param name="id">Name of the run.</param>
    public bool Contains(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Count <= 1 || StableHash.Of(id) % (uint)Count == (uint)Index - 1;
    }

    /// <summary>The file of this part in the study's folder: rows.jsonl for the whole study, rows-2-of-8.jsonl for a part.</summary>
    public string FileName => Count <= 1 ? RowFile.Name : string.Create(CultureInfo.InvariantCulture, $"rows-{Index}-of-{Count}.jsonl");

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
