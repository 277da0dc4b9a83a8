using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>Per anchor the farthest positive and the nearest negative: what batch-hard mining finds. Distances are those of
/// <see cref="PairwiseDistances.Distance"/>, accurate at every scale; rows are chosen by them.</summary>
/// <param name="FarthestPositiveDistance">max over j of i's class of ||f_i - f_j||, 0 for a singleton.</param>
/// <param name="FarthestPositive">The lowest such j; i itself for a singleton.</param>
/// <param name="NearestNegativeDistance">min over k of other classes of ||f_i - f_k||; positive infinity when there is one class
/// only.</param>
/// <param name="NearestNegative">The lowest such k; -1 when there is none.</param>
public sealed record AnchorDistances(
    double[] FarthestPositiveDistance, int[] FarthestPositive, double[] NearestNegativeDistance, int[] NearestNegative)
{
    /// <summary>Computes all anchors. Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AnchorDistances Compute(Embedding f, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        return From(f, f.Classes.ToArray(), AnchorSweep.OfClasses(f, f.Classes, progress, cancellation), cancellation);
    }

    /// <summary>Every row its own class: the nearest negative is the nearest other row.</summary>
    internal static AnchorDistances ComputeNearest(Embedding f, IProgress<double>? progress, CancellationToken cancellation)
    {
        var rows = Enumerable.Range(0, f.Count).ToArray();
        return From(f, rows, AnchorSweep.Run(f, rows, [.. rows.Select(i => i + 1)], progress, cancellation), cancellation);
    }

    /// <summary>The distances that kernels found; where they underflow in the kernels' scale the anchor is looked at again.</summary>
    internal static AnchorDistances From(Embedding f, int[] classes, AnchorSweep sweep, CancellationToken cancellation)
    {
        var n = f.Count;
        var result = new AnchorDistances(new double[n], sweep.FarRow, new double[n], sweep.NearRow);
        var (safe, again) = (sweep.Range.IsWide ? PointRange.SafeDistance : 0, new List<int>());
        for (var i = 0; i < n; i++)
        {
            var (far, near) = (Math.Sqrt(sweep.Far[i]), Math.Sqrt(sweep.Near[i]));
            result.FarthestPositiveDistance[i] = Math.ScaleB(far, sweep.Exponent);
            result.NearestNegativeDistance[i] = Math.ScaleB(near, sweep.Exponent);
            if (far < safe || near < safe)
            {
                again.Add(i);
            }
        }

        var work = (double)again.Count * n * f.Dimension;
        WorkQueue.Run(again.Count, work, () => result, (r, e) => r.LookAgain(f, classes, again[e]), _ => { }, null, cancellation);
        return result;
    }

    private void LookAgain(Embedding f, int[] classes, int i)
    {
        (FarthestPositiveDistance[i], FarthestPositive[i]) = (0, i);
        (NearestNegativeDistance[i], NearestNegative[i]) = (double.PositiveInfinity, -1);
        for (var j = 0; j < classes.Length; j++)
        {
            var distance = PairwiseDistances.Distance(f[i], f[j]);
            if (classes[j] != classes[i] && (NearestNegative[i] < 0 || distance < NearestNegativeDistance[i]))
            {
                (NearestNegativeDistance[i], NearestNegative[i]) = (distance, j);
            }
            else if (classes[j] == classes[i] && distance > FarthestPositiveDistance[i])
            {
                (FarthestPositiveDistance[i], FarthestPositive[i]) = (distance, j);
            }
        }
    }
}
