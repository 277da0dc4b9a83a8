using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>Sums over all triplets by one sort per anchor.</summary>
internal static class TripletCounting
{
    private readonly record struct AnchorSum(long Triplets, long Violated, long SemiHard, double Hinge);

    internal static TripletCounts Count(Embedding f, double margin, IProgress<double>? progress, CancellationToken cancellation)
    {
        const int Block = 16;
        var sums = new AnchorSum[f.Count];
        WorkQueue.Run(
            (f.Count + Block - 1) / Block,
            f.Count * (double)f.Count * (f.Dimension + 32),
            () => new double[f.Count],
            (distances, block) =>
            {
                for (var i = block * Block; i < Math.Min(f.Count, (block + 1) * Block); i++)
                {
                    sums[i] = Anchor(f, i, margin, distances);
                }
            },
            _ => { },
            progress,
            cancellation);
        var (triplets, violated, semiHard, hinge) = (0L, 0L, 0L, 0.0);
        foreach (var sum in sums)
        {
            triplets += sum.Triplets;
            violated += sum.Violated;
            semiHard += sum.SemiHard;
            hinge += sum.Hinge;
        }

        return new TripletCounts(triplets, violated, semiHard, triplets == 0 ? 0 : hinge / triplets, violated == 0 ? 0 : hinge / violated);
    }

    private static AnchorSum Anchor(Embedding f, int i, double margin, double[] distances)
    {
        // Positives from the front, negatives behind them.
        var (size, next) = (f.Members(f.Classes[i]).Length - 1, 0);
        var behind = size;
        for (var j = 0; j < f.Count; j++)
        {
            if (j != i)
            {
                var slot = f.Classes[j] == f.Classes[i] ? next++ : behind++;
                distances[slot] = PairwiseDistances.Distance(f[i], f[j]);
            }
        }

        var positives = distances.AsSpan(0, size);
        var negatives = distances.AsSpan(size, behind - size);
        positives.Sort();
        negatives.Sort();
        return Merge(positives, negatives, margin);
    }

    /// <summary>
    /// Walks the sorted positives; below is the number of negatives nearer than the positive plus margin, hinge the sum of their hinges, carried along by
    /// sums of numbers that are not negative.
    /// </summary>
    private static AnchorSum Merge(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives, double margin)
    {
        var (violated, semiHard, total) = (0L, 0L, 0.0);
        var (nearer, below, hinge, previous) = (0, 0, 0.0, 0.0);
        foreach (var positive in positives)
        {
            var reach = positive + margin;
            hinge += below * (reach - previous);
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

        return new AnchorSum((long)positives.Length * negatives.Length, violated, semiHard, total);
    }
}
