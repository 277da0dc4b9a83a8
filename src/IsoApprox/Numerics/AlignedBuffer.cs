namespace IsoApprox.Numerics;

/// <summary>Doubles, all 0 at first, that start at a cache line and do not move, so that vectors of a kernel never straddle two lines.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int LineBytes = 64;
    private readonly double[] _store;

    internal AlignedBuffer(long length)
    {
        _store = GC.AllocateArray<double>(checked((int)(length + (LineBytes / sizeof(double)))), pinned: true);
        fixed (double* start = _store)
        {
            Start = (double*)(((nuint)start + LineBytes - 1) & ~(nuint)(LineBytes - 1));
        }
    }

    /// <summary>The first entry; valid while this object lives.</summary>
    internal double* Start { get; }
}
