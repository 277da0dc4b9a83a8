using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>A directed distance: row <paramref name="From"/> of one set and its nearest row <paramref name="To"/> of the other.</summary>
/// <param name="Value">||from - to||.</param>
/// <param name="From">Row of the point that is worst off, lowest row on ties.</param>
/// <param name="To">Row of its nearest point in the other set, lowest row on ties.</param>
/// <param name="FromFirst">True when From is a row of the first argument, false when it is a row of the second.</param>
public readonly record struct DirectedDistance(double Value, int From, int To, bool FromFirst);

/// <summary>Hausdorff distances between finite sets given as rows of embeddings.</summary>
public static class HausdorffDistance
{
    private const double SmallWork = 3e4;

    /// <summary>
    /// h(A,B) = max over a in A of min over b in B of ||a - b||. Cost O(|A| |B| n) at worst, usually far less; on all cores, memory O((|A|
    /// + |B|) n).
    /// </summary>
    /// <param name="a">Embedding that holds A.</param>
    /// <param name="rowsA">Rows of A, not empty.</param>
    /// <param name="b">Embedding that holds B, same dimension.</param>
    /// <param name="rowsB">Rows of B, not empty.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">Different dimensions.</exception>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static DirectedDistance Directed(
        Embedding a,
        ReadOnlySpan<int> rowsA,
        Embedding b,
        ReadOnlySpan<int> rowsB,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Dimension != b.Dimension)
        {
            throw new EmbeddingException(
                $"the embeddings have {a.Dimension} and {b.Dimension} coordinates; a Hausdorff distance needs the same space");
        }

        if (rowsA.IsEmpty || rowsB.IsEmpty)
        {
            throw new ArgumentException(
                "no rows; a Hausdorff distance needs at least one point in each set", rowsA.IsEmpty ? nameof(rowsA) : nameof(rowsB));
        }

        return InRange(a, rowsA, b, rowsB, PointRange.Of(a, b), cancellation);
    }

    /// <summary>H(A,B) = max of both directed distances; the one from A on ties.</summary>
    /// <inheritdoc cref="Directed"/>
    public static DirectedDistance Symmetric(
        Embedding a,
        ReadOnlySpan<int> rowsA,
        Embedding b,
        ReadOnlySpan<int> rowsB,
        CancellationToken cancellation = default)
    {
        var forward = Directed(a, rowsA, b, rowsB, cancellation);
        var backward = Directed(b, rowsB, a, rowsA, cancellation) with { FromFirst = false };
        return backward.Value > forward.Value ? backward : forward;
    }

    /// <summary>The same without checks, for points in a range.</summary>
    internal static DirectedDistance Symmetric(
        Embedding a, Embedding b, ReadOnlySpan<int> rows, PointRange range, CancellationToken cancellation)
    {
        var forward = InRange(a, rows, b, rows, range, cancellation);
        var backward = InRange(b, rows, a, rows, range, cancellation) with { FromFirst = false };
        return backward.Value > forward.Value ? backward : forward;
    }

    private static DirectedDistance InRange(
        Embedding a, ReadOnlySpan<int> rowsA, Embedding b, ReadOnlySpan<int> rowsB, PointRange range, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // Ascending, so that the lowest row wins ties.
        var (from, to, exponent) = (Ascending(rowsA), Ascending(rowsB), range.Exponent);
        var isSmall = exponent == 0 && from.Length * (double)to.Length * a.Dimension < SmallWork;
        var found = isSmall ? PlainLoop(a, from, b, to) : Race(a, from, b, to, exponent, cancellation);
        return range.IsWide && found.Value < Math.ScaleB(PointRange.SafeDistance, exponent)
            ? WidePairs.Directed(a, from, b, to, cancellation)
            : found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DirectedDistance Race(Embedding a, int[] from, Embedding b, int[] to, int exponent, CancellationToken cancellation)
    {
        // Partners are compared first, which helps when B holds the same items as A; B is shuffled, always the same way.
        using var first = new PackedPoints(a, from, exponent, forSweep: false, panels: false, copy: true);
        var hint = new double[from.Length];
        for (var i = 0; i < hint.Length; i++)
        {
            hint[i] = exponent == 0 && from.Length == to.Length ? PairwiseDistances.Squared(a[from[i]], b[to[i]]) : double.PositiveInfinity;
        }

        var shuffled = to.ToArray();
        new Random(1).Shuffle(shuffled);
        using var second = new PackedPoints(b, shuffled, exponent, forSweep: false, copy: true);
        var (squared, worst) = HausdorffRace.Run(first, second, hint, cancellation);
        return new DirectedDistance(
            Math.ScaleB(Math.Sqrt(squared), exponent), from[worst], LowestNearest(first, worst, b, to, squared), true);
    }

    private static int[] Ascending(ReadOnlySpan<int> rows)
    {
        var sorted = rows.ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] < sorted[i - 1])
            {
                Array.Sort(sorted);
                break;
            }
        }

        return sorted;
    }

    /// <summary>For sets so small that laying them out costs more than the distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DirectedDistance PlainLoop(Embedding a, int[] from, Embedding b, int[] to)
    {
        var worst = new DirectedDistance(-1, -1, -1, true);
        foreach (var i in from)
        {
            var (near, row) = (double.PositiveInfinity, -1);
            foreach (var j in to)
            {
                var squared = PairwiseDistances.Squared(a[i], b[j]);
                (near, row) = squared < near ? (squared, j) : (near, row);
            }

            worst = near > worst.Value ? new DirectedDistance(near, i, row, true) : worst;
        }

        return worst with { Value = Math.Sqrt(worst.Value) };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LowestNearest(PackedPoints a, int worst, Embedding b, int[] rows, double squared)
    {
        var point = new double[a.Dimension];
        foreach (var row in rows)
        {
            for (var k = 0; k < point.Length; k++)
            {
                point[k] = a.Exponent == 0 ? b[row][k] : Math.ScaleB(b[row][k], -a.Exponent);
            }

            if (PairwiseDistances.Squared(a.Row(worst), point) == squared)
            {
                return row;
            }
        }

        throw new InvalidOperationException("the nearest distance is attained by a row");
    }
}
