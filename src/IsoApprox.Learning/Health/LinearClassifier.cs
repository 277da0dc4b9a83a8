using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Health;

/// <summary>The last layer of a network: class c has the score w_c . f + b_c.</summary>
/// <param name="Weights">Row c is w_c, in the order of <see cref="Embedding.ClassNames"/>; its labels are not used.</param>
/// <param name="Bias">b, one number a class; null for 0.</param>
public sealed record LinearClassifier(Embedding Weights, IReadOnlyList<double>? Bias = null)
{
    /// <summary>Why it is none for this embedding; null when it is.</summary>
    /// <param name="f">The embedding.</param>
    public string? FindDefect(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (rows, columns) = (Weights.Count, Weights.Dimension);
        return rows == f.ClassCount && columns == f.Dimension
            ? Bias is null || Bias.Count == rows ? null : $"the bias has {Bias.Count} numbers, but there are {rows} classes"
            : $"the classifier is {rows} x {columns}, but classes and coordinates need {f.ClassCount} x {f.Dimension}: one row a class, "
                + "in the order of the sorted labels"
                + (rows == f.Dimension && columns == f.ClassCount ? "; transpose it"
                    : rows == 1 && f.ClassCount == 2 && columns == f.Dimension ? "; for one row w of two classes give -w and w" : "");
    }
}
