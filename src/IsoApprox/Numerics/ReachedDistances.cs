namespace IsoApprox.Numerics;

/// <summary>
/// Per anchor a squared distance that a positive and a negative of it are known to have, shared by all workers without locks: a worker skips pairs that are
/// worse. A write that gets lost only makes the sift less sharp; ties are never skipped, so the result does not depend on the order of the writes.
/// </summary>
internal sealed unsafe class ReachedDistances(int paddedCount) : IDisposable
{
    private readonly AlignedBuffer _far = new AlignedBuffer(paddedCount).Fill(0);
    private readonly AlignedBuffer _near = new AlignedBuffer(paddedCount).Fill(double.PositiveInfinity);

    /// <summary>At most the farthest positive.</summary>
    internal double* Far => _far.Start;

    /// <summary>At least the nearest negative.</summary>
    internal double* Near => _near.Start;

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _near.Dispose();
    }
}
