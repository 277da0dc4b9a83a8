using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Per anchor the squared distances to its farthest positive and to its nearest negative, as kernels compute them: fast, to the last bit
/// those of <see cref="PairwiseDistances.Squared"/> in the scale of <see cref="Exponent"/>, and no more than that. A decision takes their
/// enclosures.
/// </summary>
/// <param name="Far">max over j of i's class of ||f_i - f_j||^2 4^-Exponent, 0 for a singleton.</param>
/// <param name="FarRow">The lowest such j; i itself where the value is 0.</param>
/// <param name="Near">min over k of other classes; positive infinity when there is none.</param>
/// <param name="NearRow">The lowest such k; -1 when there is none.</param>
/// <param name="Dimension">n.</param>
/// <param name="Range">Range of the coordinates.</param>
internal sealed record AnchorSweep(double[] Far, int[] FarRow, double[] Near, int[] NearRow, int Dimension, PointRange Range)
{
    /// <summary>
    /// Log2 of the absolute error of a coordinate's share of a scaled squared distance: scaled coordinates below 2 may lose 2^-1075 each
    /// where they become subnormal, which moves the square of a difference below 4 by less than 2^-1071, and the fused multiply-add may
    /// lose 2^-1074.
    /// </summary>
    private const int UnderflowExponent = -1070;

    /// <summary>Distances are those of the points times 2^-Exponent.</summary>
    internal int Exponent => Range.Exponent;

    /// <summary>Of the given classes. Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The points.</param>
    /// <param name="classes">The class of each row, 0, 1, ...</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal static AnchorSweep OfClasses(
        IPointRows f, ReadOnlySpan<int> classes, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var ends = new int[1];
        foreach (var k in classes)
        {
            if (k >= ends.Length)
            {
                Array.Resize(ref ends, k + 1);
            }

            ends[k]++;
        }

        for (var k = 1; k < ends.Length; k++)
        {
            ends[k] += ends[k - 1];
        }

        var (next, rows, classEnds) = ((int[])ends.Clone(), new int[classes.Length], new int[classes.Length]);
        for (var i = classes.Length - 1; i >= 0; i--)
        {
            var place = --next[classes[i]];
            (rows[place], classEnds[place]) = (i, ends[classes[i]]);
        }

        return Run(f, rows, classEnds, progress, cancellation);
    }

    /// <summary>Classes of rows, each a run of <paramref name="rows"/>. Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The points.</param>
    /// <param name="rows">All rows, class by class.</param>
    /// <param name="classEnds">For each position of rows the end of its class.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal static AnchorSweep Run(IPointRows f, int[] rows, int[] classEnds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var range = PointRange.Of(f);
        using var points = new SweepPoints(f, rows, range);
        AnchorExtremes? all = null;
        using var reached = new ReachedDistances(points.PaddedCount);
        AnchorVisitor Create() => new(points, rows, classEnds, reached);
        PairSweep.Run(points, null, Create, v => Merge(ref all, v.Extremes), progress, cancellation);
        using var extremes = all!;
        return Unpack(extremes, rows, f.Dimension, range);
    }

    /// <summary>An interval that contains the scaled squared distance of which a kernel computed <paramref name="squared"/>.</summary>
    internal Interval Enclose(double squared)
    {
        var (computed, lost) = (PairwiseDistances.SquaredEnclosure(squared, Dimension), Math.ScaleB(Dimension, UnderflowExponent));
        return new Interval(Math.Max(0, Math.BitDecrement(computed.Lower - lost)), Math.BitIncrement(computed.Upper + lost));
    }

    /// <summary>A scaled squared distance, taken as exact, in the unit of the points.</summary>
    internal ExactDyadic Exact(double squared) => (ExactDyadic)squared * new ExactDyadic(1, 2 * Exponent);

    private static void Merge(ref AnchorExtremes? all, AnchorExtremes one)
    {
        if (all is null)
        {
            all = one;
        }
        else
        {
            all.Merge(one);
            one.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe AnchorSweep Unpack(AnchorExtremes extremes, int[] rows, int dimension, PointRange range)
    {
        var n = rows.Length;
        var result = new AnchorSweep(new double[n], new int[n], new double[n], new int[n], dimension, range);
        for (var p = 0; p < n; p++)
        {
            var i = rows[p];
            (result.Far[i], result.FarRow[i]) = (extremes.Far[p], extremes.FarRow[p]);
            (result.Near[i], result.NearRow[i]) = (extremes.Near[p], extremes.NearRow[p]);
        }

        return result;
    }
}
