using System.Runtime.InteropServices;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_nearest_result. The caller frees what it points to by isoapprox_nearest_result_clear.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeNearestResult
{
    /// <summary>Proved lower bound, rounded down.</summary>
    public double Lower;

    /// <summary>Attained value, rounded up.</summary>
    public double Upper;

    /// <summary>(upper - lower) / upper; 0 when upper is 0.</summary>
    public double Gap;

    /// <summary>Why the search stopped: 1 already in the set, 2 proved global, 3 local minimum, 4 time limit, 5 cancelled.</summary>
    public int Status;

    /// <summary>Rows of the embedding, N.</summary>
    public long Rows;

    /// <summary>Columns of the embedding.</summary>
    public long Columns;

    /// <summary>The embedding, row by row.</summary>
    public double* Embedding;

    /// <summary>Everything else, the fields of the command line's JSON without the embedding.</summary>
    public byte* Json;

    /// <summary>The certificate of the lower bound as JSON; null when the bound 0 needs none.</summary>
    public byte* Certificate;
}
