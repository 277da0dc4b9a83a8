using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

/// <summary>
/// Per anchor a squared distance that a positive and a negative of it are known to have, as floats in the scale of the sift, rounded so
/// that they skip no pair: workers share them without locks tile by tile, and skip pairs that are worse. A write that gets lost only makes
/// the sift less sharp; ties are never skipped, so the result does not depend on the order of the writes.
/// </summary>
internal sealed unsafe class ReachedDistances(int paddedCount) : IDisposable
{
    private readonly AlignedBuffer<float> _far = new AlignedBuffer<float>(paddedCount).Fill(0);
    private readonly AlignedBuffer<float> _near = new AlignedBuffer<float>(paddedCount).Fill(float.PositiveInfinity);

    /// <summary>At most the farthest positive.</summary>
    internal float* Far => _far.Start;

    /// <summary>At least the nearest negative.</summary>
    internal float* Near => _near.Start;

    /// <summary>Brings both to the better one for the anchors in from..to-1 and up to seven beside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Exchange(ReachedDistances other, int from, int to)
    {
        for (var i = from / 8 * 8; i < to; i += 8)
        {
            var far = Vector256.Max(Vector256.Load(Far + i), Vector256.Load(other.Far + i));
            var near = Vector256.Min(Vector256.Load(Near + i), Vector256.Load(other.Near + i));
            far.Store(Far + i);
            near.Store(Near + i);
            if (far != Vector256.Load(other.Far + i))
            {
                far.Store(other.Far + i);
            }

            if (near != Vector256.Load(other.Near + i))
            {
                near.Store(other.Near + i);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _near.Dispose();
    }
}
