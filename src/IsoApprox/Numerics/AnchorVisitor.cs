using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Farthest positives and nearest negatives of all anchors from one sweep over the pairs: each pair serves both of its ends. Points are packed class by class, so that a
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
        Positives(i, from, end, strip);
        Negatives(i, end, to, strip);
    }

    private void Positives(int i, int from, int to, double* strip)
    {
        var whole = Math.Min(to, (from + 3) / 4 * 4);
        Positives(i, from, Lanes(whole - from), strip + from);
        fixed (double* far = Extremes.Far, slack = points.Slack)
        {
            for (from = whole; from + 4 <= to; from += 4)
            {
                var reach = Vector256.Load(strip + from) + (Vector256.Create(slack[i]) + Vector256.Load(slack + from));
                var hits = Vector256.GreaterThanOrEqual(reach, Vector256.MinNative(Vector256.Create(far[i]), Vector256.Load(far + from)));
                if (hits != Vector256<double>.Zero)
                {
                    Positives(i, from, hits.ExtractMostSignificantBits(), strip + from);
                }
            }
        }

        Positives(i, from, Lanes(to - from), strip + from);
    }

    private void Negatives(int i, int from, int to, double* strip)
    {
        var whole = Math.Min(to, (from + 3) / 4 * 4);
        Negatives(i, from, Lanes(whole - from), strip + from);
        fixed (double* near = Extremes.Near, slack = points.Slack)
        {
            for (from = whole; from + 4 <= to; from += 4)
            {
                var reach = Vector256.Load(strip + from) - (Vector256.Create(slack[i]) + Vector256.Load(slack + from));
                var hits = Vector256.LessThanOrEqual(reach, Vector256.MaxNative(Vector256.Create(near[i]), Vector256.Load(near + from)));
                if (hits != Vector256<double>.Zero)
                {
                    Negatives(i, from, hits.ExtractMostSignificantBits(), strip + from);
                }
            }
        }

        Negatives(i, from, Lanes(to - from), strip + from);
    }

    private static uint Lanes(int count) => count <= 0 ? 0 : (1u << count) - 1;

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
