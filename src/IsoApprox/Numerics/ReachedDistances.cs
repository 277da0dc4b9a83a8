namespace IsoApprox.Numerics;

/// <summary>
/// Per anchor a squared distance that a positive and a negative of it are known to have, shared by all workers without locks: a worker skips pairs that are
/// worse. A write that gets lost only makes the sift less sharp; ties are never skipped, so the result does not depend on the order of the writes. Beside
/// the doubles stand floats in the scale of the sift, rounded so that they skip no more.
/// </summary>
internal sealed unsafe class ReachedDistances(SweepPoints points) : IDisposable
{
    private readonly AlignedBuffer<double> _far = new AlignedBuffer<double>(points.PaddedCount).Fill(0);
    private readonly AlignedBuffer<double> _near = new AlignedBuffer<double>(points.PaddedCount).Fill(double.PositiveInfinity);
    private readonly AlignedBuffer<float> _farSingles = new AlignedBuffer<float>(points.PaddedCount).Fill(0);
    private readonly AlignedBuffer<float> _nearSingles = new AlignedBuffer<float>(points.PaddedCount).Fill(float.PositiveInfinity);

    /// <summary>At most the farthest positive.</summary>
    internal double* Far => _far.Start;

    /// <summary>At least the nearest negative.</summary>
    internal double* Near => _near.Start;

    /// <summary>At most the farthest positive in the scale of the sift.</summary>
    internal float* FarSingles => _farSingles.Start;

    /// <summary>At least the nearest negative in the scale of the sift.</summary>
    internal float* NearSingles => _nearSingles.Start;

    /// <summary>A positive of an anchor has this squared distance.</summary>
    internal void Reach(int anchor, double squared)
    {
        if (squared > Far[anchor])
        {
            (Far[anchor], FarSingles[anchor]) = (squared, points.Below(squared));
        }
    }

    /// <summary>A negative of an anchor has this squared distance.</summary>
    internal void Approach(int anchor, double squared)
    {
        if (squared < Near[anchor])
        {
            (Near[anchor], NearSingles[anchor]) = (squared, points.Above(squared));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _near.Dispose();
        _farSingles.Dispose();
        _nearSingles.Dispose();
    }
}
