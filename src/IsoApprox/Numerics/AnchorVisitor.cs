using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Farthest positives and nearest negatives of all anchors from one sweep over the pairs: each pair serves both of its ends. Points are packed class by
/// class, so that a strip falls into a run of positives and a run of negatives. A lane is looked at closely only when it can reach what one of its ends has.
/// </summary>
internal sealed unsafe class AnchorVisitor(PackedPoints points, int[] rows, int[] classEnd) : IPairVisitor
{
    internal AnchorExtremes Extremes { get; } = new(rows, points.PaddedCount);

    public void BeginTile()
    {
    }

    public void Visit(int i, int from, int to, double* first, double* second)
    {
        var strip = first - (from / PackedPoints.PanelWidth * PackedPoints.PanelWidth);
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
        switch (points.IsWide, points.IsDirect)
        {
            case (true, true):
                Scan<TPositive, Yes, Lanes512, Vector512<double>>(i, from, to, strip);
                break;
            case (true, false):
                Scan<TPositive, No, Lanes512, Vector512<double>>(i, from, to, strip);
                break;
            case (false, true):
                Scan<TPositive, Yes, Lanes256, Vector256<double>>(i, from, to, strip);
                break;
            default:
                Scan<TPositive, No, Lanes256, Vector256<double>>(i, from, to, strip);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan<TPositive, TDirect, TLanes, T>(int i, int from, int to, double* strip)
        where TPositive : struct, IFlag
        where TDirect : struct, IFlag
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        double* held = TPositive.IsSet ? Extremes.Far : Extremes.Near, slack = points.Slack;
        var (ownSlack, own) = (TLanes.Create(slack[i]), TLanes.Create(held[i]));
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            var (reach, others) = (TLanes.Load(strip + j), TLanes.Load(held + j));
            if (!TDirect.IsSet)
            {
                var error = TLanes.Add(ownSlack, TLanes.Load(slack + j));
                reach = TPositive.IsSet ? TLanes.Add(reach, error) : TLanes.Subtract(reach, error);
            }

            var hits = TPositive.IsSet ? TLanes.AtLeast(reach, TLanes.Min(own, others)) : TLanes.AtLeast(TLanes.Max(own, others), reach);
            if (hits != 0)
            {
                Offer<TPositive>(i, j, from, to, hits, strip + j);
                own = TLanes.Create(held[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Offer<TPositive>(int i, int j, int from, int to, uint hits, double* strip)
        where TPositive : struct, IFlag
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            if (j + l < from || j + l >= to)
            {
                continue;
            }

            var squared = points.IsDirect ? strip[l] : points.Squared(i, j + l);
            if (TPositive.IsSet)
            {
                Extremes.OfferPositive(i, squared, rows[j + l]);
                Extremes.OfferPositive(j + l, squared, rows[i]);
            }
            else
            {
                Extremes.OfferNegative(i, squared, rows[j + l]);
                Extremes.OfferNegative(j + l, squared, rows[i]);
            }
        }
    }
}
