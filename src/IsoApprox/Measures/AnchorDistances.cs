using System.Runtime.CompilerServices;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Measures;

/// <summary>Per anchor the farthest positive and the nearest negative: what batch-hard mining finds.</summary>
/// <param name="FarthestPositiveDistance">max over j of i's class of ||f_i - f_j||, 0 for a singleton.</param>
/// <param name="FarthestPositive">The lowest such j; i itself for a singleton.</param>
/// <param name="NearestNegativeDistance">min over k of other classes of ||f_i - f_k||; positive infinity when there is one class only.</param>
/// <param name="NearestNegative">The lowest such k; -1 when there is none.</param>
public sealed record AnchorDistances(double[] FarthestPositiveDistance, int[] FarthestPositive, double[] NearestNegativeDistance, int[] NearestNegative)
{
    /// <summary>The squares, exactly as <see cref="PairwiseDistances.Squared"/> returns them.</summary>
    public required double[] FarthestPositiveSquared { get; init; }

    /// <summary>The squares, exactly as <see cref="PairwiseDistances.Squared"/> returns them; positive infinity when there is one class only.</summary>
    public required double[] NearestNegativeSquared { get; init; }

    /// <summary>Computes all anchors. Cost O(N^2 n) on all cores, memory O(N n).</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AnchorDistances Compute(Embedding f, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (rows, ends) = (new int[f.Count], new int[f.Count]);
        var position = 0;
        for (var k = 0; k < f.ClassCount; k++)
        {
            var members = f.Members(k);
            members.CopyTo(rows.AsSpan(position));
            ends.AsSpan(position, members.Length).Fill(position + members.Length);
            position += members.Length;
        }

        return Sweep(f, rows, ends, progress, cancellation);
    }

    /// <summary>Every row its own class: the nearest negative is the nearest other row.</summary>
    internal static AnchorDistances ComputeNearest(Embedding f, IProgress<double>? progress, CancellationToken cancellation)
    {
        var rows = Enumerable.Range(0, f.Count).ToArray();
        return Sweep(f, rows, [.. rows.Select(i => i + 1)], progress, cancellation);
    }

    private static AnchorDistances Sweep(Embedding f, int[] rows, int[] classEnds, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var points = new SweepPoints(f, rows, PointRange.Of(f));
        AnchorExtremes? all = null;
        using var reached = new ReachedDistances(points.PaddedCount);
        PairSweep.Run(points, null, () => new AnchorVisitor(points, rows, classEnds, reached), v => Merge(ref all, v.Extremes), progress, cancellation);
        using var extremes = all!;
        return Unpack(extremes, rows, points.Exponent);
    }

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
    private static unsafe AnchorDistances Unpack(AnchorExtremes extremes, int[] rows, int exponent)
    {
        var n = rows.Length;
        var result = new AnchorDistances(new double[n], new int[n], new double[n], new int[n])
        {
            FarthestPositiveSquared = new double[n],
            NearestNegativeSquared = new double[n],
        };
        for (var p = 0; p < n; p++)
        {
            var i = rows[p];
            result.FarthestPositive[i] = extremes.FarRow[p];
            result.NearestNegative[i] = extremes.NearRow[p];
            result.FarthestPositiveSquared[i] = Math.ScaleB(extremes.Far[p], 2 * exponent);
            result.NearestNegativeSquared[i] = Math.ScaleB(extremes.Near[p], 2 * exponent);
            result.FarthestPositiveDistance[i] = Math.ScaleB(Math.Sqrt(extremes.Far[p]), exponent);
            result.NearestNegativeDistance[i] = Math.ScaleB(Math.Sqrt(extremes.Near[p]), exponent);
        }

        return result;
    }
}
