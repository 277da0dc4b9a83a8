using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Writes an embedding; the extension decides the format. A file appears complete or not at all: it is written under another name in the
/// same folder and then renamed. Coordinates read back bit for bit in every format. The same embedding always gives the same bytes. Cost
/// O(N n).
/// </summary>
public static class EmbeddingWriter
{
    /// <summary>
    /// Writes points and labels: .npz (float64 array X, array y), .csv or .tsv (header x0, x1, .., label), .json ({"points": .., "labels":
    /// ..}). A .npy file holds the points only; <see cref="WriteLabels"/> writes the labels next to it. Labels in .npz are int64 when all
    /// of them are integers of that range, otherwise strings; in .json likewise numbers or strings.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="embedding">What is written.</param>
    /// <exception cref="EmbeddingException">Unknown extension, or the file cannot be written.</exception>
    public static void Write(string path, Embedding embedding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(embedding);
        Action<Stream> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => stream => NpyWriter.WritePoints(stream, embedding),
            ".npz" => stream => NpzFormat.Write(stream, embedding),
            ".csv" => stream => DelimitedFormat.Write(stream, embedding, ','),
            ".tsv" => stream => DelimitedFormat.Write(stream, embedding, '\t'),
            ".json" => stream => JsonFormat.Write(stream, embedding),
            var other => throw new EmbeddingException(
                $"{path}: unknown extension {FieldText.Quote(other)} for points; use .npy, .npz, .csv, .tsv or .json"),
        };
        RequireWritableLabels(path, embedding);
        SafeFile.Replace(path, write);
    }

    /// <summary>
    /// Writes only the labels: .npy (int64 or strings), .csv or .tsv (header label), .txt (one per line, no header), .json (an array).
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteLabels(string path, Embedding embedding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(embedding);
        Action<Stream> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => stream => NpyWriter.WriteLabels(stream, embedding),
            ".csv" => stream => DelimitedFormat.WriteLabels(stream, embedding, ','),
            ".tsv" => stream => DelimitedFormat.WriteLabels(stream, embedding, '\t'),
            ".txt" => stream => LabelLines.Write(stream, embedding, path),
            ".json" => stream => JsonFormat.WriteLabels(stream, embedding),
            var other => throw new EmbeddingException(
                $"{path}: unknown extension {FieldText.Quote(other)} for labels; use .npy, .csv, .tsv, .txt or .json"),
        };
        RequireWritableLabels(path, embedding);
        SafeFile.Replace(path, write);
    }

    private static void RequireWritableLabels(string path, Embedding embedding)
    {
        foreach (var name in embedding.ClassNames)
        {
            if (name.Contains('\0', StringComparison.Ordinal) || name.EnumerateRunes().Contains(Rune.ReplacementChar))
            {
                throw new EmbeddingException(
                    $"{path}: label {FieldText.Quote(name)} has a null character or malformed Unicode; rename the class");
            }
        }
    }
}
