using IsoApprox.Embeddings;
using IsoApprox.Numerics;
using IsoApprox.Sets;

namespace IsoApprox.Measures;

/// <summary>Batch-hard: the anchors' hinges [margin + max_p d(a,p) - min_n d(a,n)]_+. Which of them are positive is decided exactly.</summary>
internal static class AnchorHinges
{
    internal static BatchHardLoss Mean(
        Embedding f, double margin, TripletDistance distance, IProgress<double>? progress, CancellationToken cancellation)
    {
        var test = ComparisonTest.OfClasses(f, margin, progress, cancellation);
        var sweep = test.Sweep!;
        var anchors = AnchorDistances.From(f, f.Classes.ToArray(), sweep, cancellation);
        var hinges = new WideDouble[f.Count];
        Parallel.For(0, f.Count, new ParallelOptions { CancellationToken = cancellation }, () => Array.Empty<Interval>(), (i, _, distances) =>
        {
            if (sweep.NearRow[i] < 0)
            {
                return distances;
            }

            var sign = distance == TripletDistance.Euclidean
                ? test.Decide(i) switch { true => -1, false => 1, null => 0 }
                : Sign(test.SiftedSquares(i) + ((Interval)margin).ScaleB(-2 * sweep.Exponent));
            if (sign > 0)
            {
                var (far, near) = (Wide(f, i, anchors.FarthestPositive[i]), Wide(f, i, anchors.NearestNegative[i]));
                hinges[i] = distance == TripletDistance.Euclidean ? far + margin - near : far.Squared() + margin - near.Squared();
            }
            else if (sign == 0)
            {
                distances = distances.Length == 0 ? new Interval[f.Count] : distances;
                var exact = test.WorstAt(i, distances)!;
                hinges[i] = Math.Max(0, distance == TripletDistance.Euclidean ? exact.Round(margin) : (exact.Plus - exact.Minus + margin).Nearest());
            }

            return distances;
        }, _ => { });

        var (sum, count, active) = ((WideDouble)0.0, 0, 0);
        for (var i = 0; i < hinges.Length; i++)
        {
            count += sweep.NearRow[i] < 0 ? 0 : 1;
            active += hinges[i] > 0.0 ? 1 : 0;
            sum += hinges[i];
        }

        return new BatchHardLoss(count == 0 ? 0 : (double)(sum / count), count, active);
    }

    private static int Sign(Interval value) => value.Lower > 0 ? 1 : value.Upper <= 0 ? -1 : 0;

    private static WideDouble Wide(Embedding f, int i, int j) => PairwiseDistances.WideDistance(f[i], f[j]);
}
