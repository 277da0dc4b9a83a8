using System.Runtime.InteropServices;
using IsoApprox.Embeddings;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_matrix: numbers without labels. Nothing of it is kept after a call.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeMatrix
{
    /// <summary>Rows times columns numbers, row by row; null: there is no matrix.</summary>
    public double* Numbers;

    /// <summary>Rows, at least 1.</summary>
    public long Rows;

    /// <summary>Columns, at least 1.</summary>
    public long Columns;

    /// <summary>A copy of the numbers, of one class; null when there is no matrix.</summary>
    /// <param name="source">Name used in messages.</param>
    /// <exception cref="EmbeddingException">A size is out of range, or a number is not finite.</exception>
    internal readonly Embedding? Read(string source)
    {
        if (Numbers is null)
        {
            return null;
        }

        var unlabelled = new NativeEmbedding { Points = Numbers, Rows = Rows, Columns = Columns };
        return NativeEmbedding.ReadOptional(&unlabelled, source, out _);
    }
}
