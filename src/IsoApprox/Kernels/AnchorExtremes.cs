using System.Runtime.CompilerServices;

namespace IsoApprox.Kernels;

/// <summary>
/// Per anchor the farthest positive and the nearest negative as squared distance and row of the embedding; anchors in packed order. On ties
/// the lowest row, so offers may come in any order.
/// </summary>
internal sealed unsafe class AnchorExtremes : IDisposable
{
    private readonly AlignedBuffer<double> _far;
    private readonly AlignedBuffer<double> _near;

    /// <summary>No pair seen yet: the farthest positive is the anchor itself, there is no nearest negative.</summary>
    internal AnchorExtremes(int[] rows, int paddedCount)
    {
        _far = new AlignedBuffer<double>(paddedCount).Fill(0);
        _near = new AlignedBuffer<double>(paddedCount).Fill(double.PositiveInfinity);
        FarRow = [.. rows];
        Reached = new ReachedDistances(paddedCount);
        NearRow = new int[rows.Length];
        Array.Fill(NearRow, -1);
    }

    internal double* Far => _far.Start;

    internal int[] FarRow { get; }

    internal double* Near => _near.Start;

    internal int[] NearRow { get; }

    /// <summary>What this worker and, as of the last exchange, the others have found, for the sift.</summary>
    internal ReachedDistances Reached { get; }

    /// <summary>Offers a positive at a squared distance; a coincident one is never farther than the anchor itself.</summary>
    internal void OfferPositive(int anchor, double squared, int row)
    {
        if (squared > Far[anchor] || (squared == Far[anchor] && squared > 0 && row < FarRow[anchor]))
        {
            (Far[anchor], FarRow[anchor]) = (squared, row);
        }
    }

    /// <summary>Offers a negative.</summary>
    internal void OfferNegative(int anchor, double squared, int row)
    {
        if (squared < Near[anchor] || (squared == Near[anchor] && row < NearRow[anchor]))
        {
            (Near[anchor], NearRow[anchor]) = (squared, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _near.Dispose();
        Reached.Dispose();
    }

    /// <summary>Takes over what another worker found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Merge(AnchorExtremes other)
    {
        for (var i = 0; i < NearRow.Length; i++)
        {
            OfferPositive(i, other.Far[i], other.FarRow[i]);
            if (other.NearRow[i] >= 0)
            {
                OfferNegative(i, other.Near[i], other.NearRow[i]);
            }
        }
    }
}
