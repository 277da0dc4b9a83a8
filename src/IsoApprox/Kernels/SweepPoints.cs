using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Points whose pairs are swept: as floats, which sift, and, made when first needed, as doubles for data on which the sift is blunt. A pair
/// that passes the sift is evaluated on the rows themselves.
/// </summary>
internal sealed unsafe class SweepPoints : IDisposable
{
    private readonly AlignedBuffer<double> _rows;
    private readonly Lazy<PackedPoints> _precise;

    /// <summary>Packs rows order[0], order[1], ... Cost O(N n).</summary>
    /// <param name="f">The points.</param>
    /// <param name="order">Rows to pack.</param>
    /// <param name="range">Range of these points, or of all points whose distances are compared.</param>
    /// <param name="sift">False to take doubles from the beginning.</param>
    /// <param name="wide">Whether to take vectors of 512 bits; null where the machine has them. The results are the same.</param>
    internal SweepPoints(IPointRows f, int[] order, PointRange range, bool sift = true, bool? wide = null)
    {
        (Count, Dimension, Exponent) = (order.Length, f.Dimension, range.Exponent);
        IsWide = wide ?? PackedPoints.HasWideVectors;
        PaddedCount = (Count + SinglePoints.ColumnStep - 1) / SinglePoints.ColumnStep * SinglePoints.ColumnStep;
        _rows = PointArray.Ordered(f, order, Exponent);
        _precise = new(() => new PackedPoints(f, order, Exponent, direct: true) { IsWide = IsWide });
        if (sift && Dimension <= SinglePoints.MaxDimension)
        {
            var exponent = Exponent == 0 ? range.SingleExponent : PointRange.SingleExponentOf(Math.ScaleB(range.Largest, -Exponent));
            Singles = new SinglePoints(_rows.Start, Count, Dimension, exponent);
            SquaredScale = Math.ScaleB(1, -2 * exponent);
        }
    }

    /// <summary>Number of points.</summary>
    internal int Count { get; }

    /// <summary>Count rounded up to what all kernels take at a time.</summary>
    internal int PaddedCount { get; }

    /// <summary>n.</summary>
    internal int Dimension { get; }

    /// <summary>Distances are those of the points times 2^-Exponent; 0 for ordinary coordinates.</summary>
    internal int Exponent { get; }

    /// <summary>True in one to four dimensions, where squared distances are made where they are used.</summary>
    internal bool IsNarrow => Dimension <= 4;

    /// <summary>True when the kernels take vectors of 512 bits.</summary>
    internal bool IsWide { get; }

    /// <summary>The points as floats; null when they cannot be sifted.</summary>
    internal SinglePoints? Singles { get; }

    /// <summary>Squared distances of the floats are the direct ones times this.</summary>
    internal double SquaredScale { get; }

    /// <summary>The points as doubles.</summary>
    internal PackedPoints Precise => _precise.Value;

    /// <summary>True when the strips of <see cref="Precise"/> hold the direct squared distances to the last bit.</summary>
    internal bool IsExact => Dimension <= PairwiseDistances.SequentialDimension;

    /// <summary>Relative error of the strips of <see cref="Precise"/>: another order of summation.</summary>
    internal double Spread => IsExact ? 0 : (Dimension + 4) * 4 * PairwiseDistances.UnitRoundoff;

    /// <summary>All rows in their own order.</summary>
    internal static SweepPoints All(IPointRows f, PointRange range) => new(f, [.. Enumerable.Range(0, f.Count)], range);

    /// <summary>The direct squared distance of points i and j of the packed order.</summary>
    internal double Squared(int i, int j) => PairwiseDistances.Squared(Row(i), Row(j));

    /// <summary>The largest float not above a squared distance in the scale of <see cref="Singles"/>.</summary>
    internal float Below(double squared) => MathF.BitDecrement((float)(squared * SquaredScale));

    /// <summary>The least float not below it.</summary>
    internal float Above(double squared) => MathF.BitIncrement((float)(squared * SquaredScale));

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        Singles?.Dispose();
        if (_precise.IsValueCreated)
        {
            _precise.Value.Dispose();
        }
    }

    private ReadOnlySpan<double> Row(int i) => new(_rows.Start + (i * (long)Dimension), Dimension);
}
