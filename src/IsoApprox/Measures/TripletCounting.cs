using System.Numerics;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>Sums over all triplets by one sort per anchor.</summary>
internal static class TripletCounting
{
    /// <summary>Up to here sums over all triplets stay below the largest double.</summary>
    private static readonly double LargestOrdinary = Math.ScaleB(1, 900);

    private readonly record struct AnchorSum<T>(long Triplets, long Violated, long SemiHard, T Hinge);

    /// <summary>Distances as numbers that hold them.</summary>
    private interface IDistance<T>
    {
        static abstract T Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

        static abstract T Of(double length);

        static abstract double Mean(T sum, long count);
    }

    internal static TripletCounts Count(Embedding f, double margin, IProgress<double>? progress, CancellationToken cancellation)
    {
        var range = PointRange.Of(f);
        var isOrdinary = !range.IsWide && range.Largest < LargestOrdinary && range.Largest > 1 / LargestOrdinary
            && margin < LargestOrdinary;
        return isOrdinary
            ? Count<double, Plain>(f, margin, progress, cancellation)
            : Count<WideDouble, Wide>(f, margin, progress, cancellation);
    }

    private static TripletCounts Count<T, TDistance>(
        Embedding f, double margin, IProgress<double>? progress, CancellationToken cancellation)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>,
            IMultiplyOperators<T, double, T>, IComparisonOperators<T, T, bool>
        where TDistance : struct, IDistance<T>
    {
        const int Block = 16;
        var sums = new AnchorSum<T>[f.Count];
        WorkQueue.Run(
            (f.Count + Block - 1) / Block,
            f.Count * (double)f.Count * (f.Dimension + 32),
            () => new T[f.Count],
            (distances, block) =>
            {
                for (var i = block * Block; i < Math.Min(f.Count, (block + 1) * Block); i++)
                {
                    sums[i] = Anchor<T, TDistance>(f, i, TDistance.Of(margin), distances);
                }
            },
            _ => { },
            progress,
            cancellation);
        var (triplets, violated, semiHard, hinge) = (0L, 0L, 0L, default(T));
        foreach (var sum in sums)
        {
            triplets += sum.Triplets;
            violated += sum.Violated;
            semiHard += sum.SemiHard;
            hinge += sum.Hinge;
        }

        return new TripletCounts(
            triplets, violated, semiHard, triplets == 0 ? 0 : TDistance.Mean(hinge, triplets),
            violated == 0 ? 0 : TDistance.Mean(hinge, violated));
    }

    private static AnchorSum<T> Anchor<T, TDistance>(Embedding f, int i, T margin, T[] distances)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>,
            IMultiplyOperators<T, double, T>, IComparisonOperators<T, T, bool>
        where TDistance : struct, IDistance<T>
    {
        // Positives from the front, negatives behind them.
        var (size, next) = (f.Members(f.Classes[i]).Length - 1, 0);
        var behind = size;
        for (var j = 0; j < f.Count; j++)
        {
            if (j != i)
            {
                var slot = f.Classes[j] == f.Classes[i] ? next++ : behind++;
                distances[slot] = TDistance.Between(f[i], f[j]);
            }
        }

        var positives = distances.AsSpan(0, size);
        var negatives = distances.AsSpan(size, behind - size);
        positives.Sort();
        negatives.Sort();
        return Merge(positives, negatives, margin);
    }

    /// <summary>
    /// Walks the sorted positives; below is the number of negatives nearer than the positive plus margin, hinge the sum of their hinges,
    /// carried along by sums of numbers that are not negative.
    /// </summary>
    private static AnchorSum<T> Merge<T>(ReadOnlySpan<T> positives, ReadOnlySpan<T> negatives, T margin)
        where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>,
            IMultiplyOperators<T, double, T>, IComparisonOperators<T, T, bool>
    {
        var (violated, semiHard, total) = (0L, 0L, default(T));
        var (nearer, below, hinge, previous) = (0, 0, default(T), default(T));
        foreach (var positive in positives)
        {
            var reach = positive + margin;
            hinge += (reach - previous) * below;
            for (; below < negatives.Length && negatives[below] < reach; below++)
            {
                hinge += reach - negatives[below];
            }

            while (nearer < negatives.Length && negatives[nearer] < positive)
            {
                nearer++;
            }

            violated += below;
            semiHard += below - nearer;
            total += hinge;
            previous = reach;
        }

        return new AnchorSum<T>((long)positives.Length * negatives.Length, violated, semiHard, total);
    }

    private readonly struct Plain : IDistance<double>
    {
        public static double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => PairwiseDistances.Distance(x, y);

        public static double Of(double length) => length;

        public static double Mean(double sum, long count) => sum / count;
    }

    private readonly struct Wide : IDistance<WideDouble>
    {
        public static WideDouble Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => PairwiseDistances.WideDistance(x, y);

        public static WideDouble Of(double length) => length;

        public static double Mean(WideDouble sum, long count) => (double)(sum / count);
    }
}
