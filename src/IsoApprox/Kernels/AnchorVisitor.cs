using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

/// <summary>
/// Farthest positives and nearest negatives of all anchors from one sweep over the pairs: each pair serves both of its ends. Points are
/// packed class by class, so that a strip falls into a run of positives and a run of negatives. A lane is looked at closely only when it
/// can reach what one of its ends has.
/// </summary>
/// <param name="points">The points.</param>
/// <param name="rows">Their rows in the embedding.</param>
/// <param name="classEnd">For each point the end of its class.</param>
/// <param name="shared">Distances that some worker has found.</param>
internal sealed unsafe class AnchorVisitor(SweepPoints points, int[] rows, int[] classEnd, ReachedDistances shared) : IPairVisitor
{
    internal AnchorExtremes Extremes { get; } = new(rows, points.PaddedCount);

    /// <inheritdoc/>
    public long Evaluated { get; private set; }

    /// <inheritdoc/>
    public void Exchange(int start, int end, int from, int to)
    {
        Extremes.Reached.Exchange(shared, start, end);
        Extremes.Reached.Exchange(shared, from, to);
    }

    /// <inheritdoc/>
    public void Sift(int i, int from, int to, float* first, float* second)
    {
        var strip = first is null ? null : first - (from / SinglePoints.PanelWidth * SinglePoints.PanelWidth);
        var end = Math.Clamp(classEnd[i], from, to);
        if (points.IsWide)
        {
            Sift<Singles512, Vector512<float>>(i, from, end, to, strip);
        }
        else
        {
            Sift<Singles256, Vector256<float>>(i, from, end, to, strip);
        }
    }

    /// <inheritdoc/>
    public void Visit(int i, int from, int to, double* first, double* second)
    {
        var strip = first is null ? null : first - (from / PackedPoints.PanelWidth * PackedPoints.PanelWidth);
        var end = Math.Clamp(classEnd[i], from, to);
        if (points.IsWide)
        {
            Visit<Lanes512, Vector512<double>>(i, from, end, to, strip);
        }
        else
        {
            Visit<Lanes256, Vector256<double>>(i, from, end, to, strip);
        }
    }

    private void Sift<TLanes, T>(int i, int from, int end, int to, float* strip)
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        switch (strip is null ? points.Dimension : 0)
        {
            case 0:
                Sift<Wider, TLanes, T>(i, from, end, to, strip);
                break;
            case 1:
                Sift<One, TLanes, T>(i, from, end, to, strip);
                break;
            case 2:
                Sift<Two, TLanes, T>(i, from, end, to, strip);
                break;
            case 3:
                Sift<Three, TLanes, T>(i, from, end, to, strip);
                break;
            default:
                Sift<Four, TLanes, T>(i, from, end, to, strip);
                break;
        }
    }

    private void Visit<TLanes, T>(int i, int from, int end, int to, double* strip)
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        switch (strip is null ? points.Dimension : 0)
        {
            case 0:
                Visit<Wider, TLanes, T>(i, from, end, to, strip);
                break;
            case 1:
                Visit<One, TLanes, T>(i, from, end, to, strip);
                break;
            case 2:
                Visit<Two, TLanes, T>(i, from, end, to, strip);
                break;
            case 3:
                Visit<Three, TLanes, T>(i, from, end, to, strip);
                break;
            default:
                Visit<Four, TLanes, T>(i, from, end, to, strip);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sift<TDimension, TLanes, T>(int i, int from, int end, int to, float* strip)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        if (from < end)
        {
            SiftRun<Yes, TDimension, TLanes, T>(i, from, end, strip);
        }

        if (end < to)
        {
            SiftRun<No, TDimension, TLanes, T>(i, end, to, strip);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit<TDimension, TLanes, T>(int i, int from, int end, int to, double* strip)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        if (from < end)
        {
            VisitRun<Yes, TDimension, TLanes, T>(i, from, end, strip);
        }

        if (end < to)
        {
            VisitRun<No, TDimension, TLanes, T>(i, end, to, strip);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SiftRun<TPositive, TDimension, TLanes, T>(int i, int from, int to, float* strip)
        where TPositive : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = SiftedFrom<TPositive, TDimension, TLanes, T>(i, j, to, strip, out var hits);
            Offer<TPositive>(i, j, from, to, hits, null);
        }
    }

    /// <summary>
    /// The first vector of columns at j or behind with a pair that passes, and which pairs do; calls nothing, so that all constants stay in
    /// registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int SiftedFrom<TPositive, TDimension, TLanes, T>(int i, int j, int to, float* strip, out uint hits)
        where TPositive : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        var singles = points.Singles!;
        float* held = TPositive.IsSet
            ? Extremes.Reached.Far
            : Extremes.Reached.Near, widths = singles.Widths, norms = singles.Norms, panels = singles.Panels;
        var (width, norm, own) = (TLanes.Create(widths[i]), TLanes.Create(norms[i]), TLanes.Create(held[i]));
        var (x, y, z, w) = NarrowKernels.Factors<TDimension, TLanes, T>(singles, i);
        for (; j < to; j += TLanes.Count)
        {
            var reach = TDimension.Value > 0
                ? NarrowKernels.Low<TDimension, TLanes, T>(x, y, z, w, norm, norms, panels, j)
                : TLanes.Load(strip + j);
            var others = TLanes.Load(held + j);
            if (TPositive.IsSet)
            {
                reach = TLanes.Add(reach, TLanes.Add(width, TLanes.Load(widths + j)));
            }

            var found = TPositive.IsSet ? TLanes.AtLeast(reach, TLanes.Min(own, others)) : TLanes.AtLeast(TLanes.Max(own, others), reach);
            if (found != 0)
            {
                hits = found;
                return j;
            }
        }

        hits = 0;
        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void VisitRun<TPositive, TDimension, TLanes, T>(int i, int from, int to, double* strip)
        where TPositive : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var values = stackalloc double[TLanes.Count];
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = VisitedFrom<TPositive, TDimension, TLanes, T>(i, j, to, strip, values, out var hits);
            Offer<TPositive>(i, j, from, to, hits, points.IsExact ? values : null);
        }
    }

    /// <summary>The same for doubles; also stores the squared distances of the vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int VisitedFrom<TPositive, TDimension, TLanes, T>(int i, int j, int to, double* strip, double* values, out uint hits)
        where TPositive : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var precise = points.Precise;
        double* held = TPositive.IsSet ? Extremes.Far : Extremes.Near, panels = precise.Panels;
        var (own, slip) = (TLanes.Create(held[i]), TLanes.Create(TPositive.IsSet ? 1 + points.Spread : 1 - points.Spread));
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T, double>(NarrowKernels.Row(precise.Side, i, TDimension.Value));
        for (; j < to; j += TLanes.Count)
        {
            var squared = TDimension.Value > 0
                ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panels, j)
                : TLanes.Load(strip + j);
            var (others, reach) = (TLanes.Load(held + j), TLanes.Multiply(squared, slip));
            var found = TPositive.IsSet ? TLanes.AtLeast(reach, TLanes.Min(own, others)) : TLanes.AtLeast(TLanes.Max(own, others), reach);
            if (found != 0)
            {
                TLanes.Store(squared, values);
                hits = found;
                return j;
            }
        }

        hits = 0;
        return j;
    }

    /// <summary>Offers the lanes of columns from..to-1, whose squared distances are given or evaluated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Offer<TPositive>(int i, int j, int from, int to, uint hits, double* values)
        where TPositive : struct, IFlag
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            var other = j + l;
            if (other < from || other >= to)
            {
                continue;
            }

            var value = values is null ? points.Squared(i, other) : values[l];
            Evaluated++;
            if (TPositive.IsSet)
            {
                var reached = points.Below(value);
                Extremes.OfferPositive(i, value, rows[other]);
                Extremes.OfferPositive(other, value, rows[i]);
                Extremes.Reached.Far[i] = Math.Max(Extremes.Reached.Far[i], reached);
                Extremes.Reached.Far[other] = Math.Max(Extremes.Reached.Far[other], reached);
            }
            else
            {
                var reached = points.Above(value);
                Extremes.OfferNegative(i, value, rows[other]);
                Extremes.OfferNegative(other, value, rows[i]);
                Extremes.Reached.Near[i] = Math.Min(Extremes.Reached.Near[i], reached);
                Extremes.Reached.Near[other] = Math.Min(Extremes.Reached.Near[other], reached);
            }
        }
    }
}
