using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Farthest positives and nearest negatives of all anchors from one sweep over the pairs: each pair serves both of its ends. Points are packed class by
/// class, so that a strip falls into a run of positives and a run of negatives. A lane is looked at closely only when it can reach what one of its ends has.
/// </summary>
/// <param name="points">The points.</param>
/// <param name="rows">Their rows in the embedding.</param>
/// <param name="classEnd">For each point the end of its class.</param>
/// <param name="reached">Distances that some worker has found.</param>
internal sealed unsafe class AnchorVisitor(PackedPoints points, int[] rows, int[] classEnd, ReachedDistances reached) : IPairVisitor
{
    internal AnchorExtremes Extremes { get; } = new(rows, points.PaddedCount);

    public void BeginTile()
    {
    }

    public void Visit(int i, int from, int to, double* first, double* second)
    {
        var strip = first is null ? null : first - (from / PackedPoints.PanelWidth * PackedPoints.PanelWidth);
        var end = Math.Min(to, Math.Max(from, classEnd[i]));
        if (from < end)
        {
            Scan<Yes>(i, from, end, strip);
        }

        if (end < to)
        {
            Scan<No>(i, end, to, strip);
        }
    }

    private void Scan<TPositive>(int i, int from, int to, double* strip)
        where TPositive : struct, IFlag
    {
        if (points.IsWide)
        {
            Scan<TPositive, Lanes512, Vector512<double>>(i, from, to, strip);
        }
        else
        {
            Scan<TPositive, Lanes256, Vector256<double>>(i, from, to, strip);
        }
    }

    private void Scan<TPositive, TLanes, T>(int i, int from, int to, double* strip)
        where TPositive : struct, IFlag
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        switch (strip is null ? points.Dimension : 0)
        {
            case 0 when points.IsDirect:
                Scan<TPositive, Yes, Wider, TLanes, T>(i, from, to, strip);
                break;
            case 0:
                Scan<TPositive, No, Wider, TLanes, T>(i, from, to, strip);
                break;
            case 1:
                Scan<TPositive, Yes, One, TLanes, T>(i, from, to, strip);
                break;
            case 2:
                Scan<TPositive, Yes, Two, TLanes, T>(i, from, to, strip);
                break;
            case 3:
                Scan<TPositive, Yes, Three, TLanes, T>(i, from, to, strip);
                break;
            default:
                Scan<TPositive, Yes, Four, TLanes, T>(i, from, to, strip);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan<TPositive, TDirect, TDimension, TLanes, T>(int i, int from, int to, double* strip)
        where TPositive : struct, IFlag
        where TDirect : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        double* held = TPositive.IsSet ? reached.Far : reached.Near, slack = points.Slack, panels = points.Panels;
        var (ownSlack, own) = (TLanes.Create(slack[i]), TLanes.Create(held[i]));
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T>(NarrowKernels.Row(points.Side, i, TDimension.Value));
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            var squared = TDimension.Value > 0 ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panels, j) : TLanes.Load(strip + j);
            var (others, reach) = (TLanes.Load(held + j), squared);
            if (!TDirect.IsSet)
            {
                var error = TLanes.Add(ownSlack, TLanes.Load(slack + j));
                reach = TPositive.IsSet ? TLanes.Add(reach, error) : TLanes.Subtract(reach, error);
            }

            var hits = TPositive.IsSet ? TLanes.AtLeast(reach, TLanes.Min(own, others)) : TLanes.AtLeast(TLanes.Max(own, others), reach);
            if (hits != 0)
            {
                Offer<TPositive, TDirect, TLanes, T>(i, j, from, to, hits, squared);
                own = TLanes.Create(held[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Offer<TPositive, TDirect, TLanes, T>(int i, int j, int from, int to, uint hits, T squared)
        where TPositive : struct, IFlag
        where TDirect : struct, IFlag
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var values = stackalloc double[TLanes.Count];
        TLanes.Store(squared, values);
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            if (j + l < from || j + l >= to)
            {
                continue;
            }

            var value = TDirect.IsSet ? values[l] : points.Squared(i, j + l);
            if (TPositive.IsSet)
            {
                Extremes.OfferPositive(i, value, rows[j + l]);
                Extremes.OfferPositive(j + l, value, rows[i]);
                reached.Far[i] = Math.Max(reached.Far[i], value);
                reached.Far[j + l] = Math.Max(reached.Far[j + l], value);
            }
            else
            {
                Extremes.OfferNegative(i, value, rows[j + l]);
                Extremes.OfferNegative(j + l, value, rows[i]);
                reached.Near[i] = Math.Min(reached.Near[i], value);
                reached.Near[j + l] = Math.Min(reached.Near[j + l], value);
            }
        }
    }
}
