using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Farthest positives and nearest negatives of all anchors from one sweep over the pairs: each pair serves both of its ends. Points are packed class by
/// class, so that a
/// strip falls into a run of positives and a run of negatives. A lane is looked at closely only when it can reach what one of its ends has.
/// </summary>
internal sealed unsafe class AnchorVisitor(PackedPoints points, int[] rows, int[] classEnd) : IPairVisitor
{
    internal AnchorExtremes Extremes { get; } = new(rows, points.PaddedCount);

    public void BeginTile()
    {
    }

    public void Visit(int i, int from, int to, double* first, double* second)
    {
        var strip = first - (from / 4 * 4);
        var end = Math.Min(to, Math.Max(from, classEnd[i]));
        if (from < end)
        {
            Positives(i, from, end, strip);
        }

        if (end < to)
        {
            Negatives(i, end, to, strip);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Positives(int i, int from, int to, double* strip)
    {
        var whole = Math.Min(to, (from + 3) / 4 * 4);
        if (from < whole)
        {
            Positives(i, from, Lanes(whole - from), strip + from);
        }

        double* far = Extremes.Far, slack = points.Slack;
        var (ownSlack, own) = (Vector256.Create(slack[i]), Vector256.Create(far[i]));
        for (from = whole; from + 4 <= to; from += 4)
        {
            var reach = Vector256.Load(strip + from) + (ownSlack + Vector256.Load(slack + from));
            var hits = Vector256.GreaterThanOrEqual(reach, Vector256.MinNative(own, Vector256.Load(far + from))).ExtractMostSignificantBits();
            if (hits != 0)
            {
                Positives(i, from, hits, strip + from);
                own = Vector256.Create(far[i]);
            }
        }

        if (from < to)
        {
            Positives(i, from, Lanes(to - from), strip + from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Negatives(int i, int from, int to, double* strip)
    {
        var whole = Math.Min(to, (from + 3) / 4 * 4);
        if (from < whole)
        {
            Negatives(i, from, Lanes(whole - from), strip + from);
        }

        double* near = Extremes.Near, slack = points.Slack;
        var (ownSlack, own) = (Vector256.Create(slack[i]), Vector256.Create(near[i]));
        for (from = whole; from + 4 <= to; from += 4)
        {
            var reach = Vector256.Load(strip + from) - (ownSlack + Vector256.Load(slack + from));
            var hits = Vector256.LessThanOrEqual(reach, Vector256.MaxNative(own, Vector256.Load(near + from))).ExtractMostSignificantBits();
            if (hits != 0)
            {
                Negatives(i, from, hits, strip + from);
                own = Vector256.Create(near[i]);
            }
        }

        if (from < to)
        {
            Negatives(i, from, Lanes(to - from), strip + from);
        }
    }

    private static uint Lanes(int count) => (1u << count) - 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Positives(int i, int j, uint lanes, double* strip)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var l = BitOperations.TrailingZeroCount(lanes);
            var squared = points.IsDirect ? strip[l] : points.Squared(i, j + l);
            Extremes.OfferPositive(i, squared, rows[j + l]);
            Extremes.OfferPositive(j + l, squared, rows[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Negatives(int i, int j, uint lanes, double* strip)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var l = BitOperations.TrailingZeroCount(lanes);
            var squared = points.IsDirect ? strip[l] : points.Squared(i, j + l);
            Extremes.OfferNegative(i, squared, rows[j + l]);
            Extremes.OfferNegative(j + l, squared, rows[i]);
        }
    }
}
