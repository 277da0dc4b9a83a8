using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Penetration;

/// <summary>
/// What a leaf of a <see cref="PenetrationCertificate"/> says. Suppose a Triplet-Separated g moves no point by more than r. Then some unit
/// v has h(v) + kappa H(v, r) + alpha &lt;= (2 + kappa) r, H the largest distance from a point of a class of f to the half space that its
/// facing point lies in, and also h(v) + alpha &lt;= 2 r (docs/theory.md). The leaf bounds the left sides from below by (d.v) + gain -
/// (slope - 2 - kappa) r, so that T is excluded where d.v + gain >= slope T.
/// </summary>
public sealed class PenetrationTerms
{
    private readonly Interval _gain;
    private readonly Interval _slope;
    private readonly bool _isDepth;

    private PenetrationTerms(Interval[] offset, Interval gain, Interval slope, bool isDepth) =>
        (Offset, _gain, _slope, _isDepth) = (offset, gain, slope, isDepth);

    /// <summary>Enclosure of d.</summary>
    public Interval[] Offset { get; }

    /// <summary>The terms of a leaf, or null when it is malformed. Cost O(weights n).</summary>
    /// <param name="problem">Points, margin, dimension.</param>
    /// <param name="first">A.</param>
    /// <param name="second">B.</param>
    /// <param name="leaf">The weights.</param>
    public static PenetrationTerms? Of(Problem problem, int first, int second, PenetrationLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var f = problem.Points;
        var low = f.Members(first);
        var high = f.Members(second);
        if (leaf?.Offset(f, low, high) is not { } offset)
        {
            return null;
        }

        if (leaf.Extent is not { } extent)
        {
            return new PenetrationTerms(offset, problem.Margin, 2, true);
        }

        var members = extent.OfSecond ? high : low;
        if (!(extent.Sine >= 0 && extent.Cosine >= 0 && (((Interval)extent.Sine).Square() + ((Interval)extent.Cosine).Square()).Upper <= 1)
            || PenetrationLeaf.Mean(f, members, low[0], extent.Points, extent.Weights) is not { } far
            || (extent.OfSecond ? PenetrationLeaf.Mean(f, high, low[0], leaf.Above, leaf.AboveWeights)
                : PenetrationLeaf.Mean(f, low, low[0], leaf.Below, leaf.BelowWeights)) is not { } near)
        {
            return null;
        }

        var kappa = GapConstant.Lower(problem.Dimension ?? f.Dimension, low.Length, high.Length);
        for (var k = 0; k < offset.Length; k++)
        {
            offset[k] += kappa * (Interval)extent.Sine * (extent.OfSecond ? near[k] - far[k] : far[k] - near[k]);
        }

        var gain = (kappa * (Interval)extent.Cosine * Variance(problem, members, extent, far, low[0]).Sqrt()) + problem.Margin;
        return new PenetrationTerms(offset, gain, 2 + (kappa * (1 + (Interval)extent.Sine)), false);
    }

    /// <summary>True when T = depth/2 is certainly excluded for all directions of a cone inside an orthant.</summary>
    /// <param name="cone">The generators.</param>
    /// <param name="depth">2 T.</param>
    public bool Proves(double[][] cone, double depth) => PenetrationCertificate.Least(cone, Offset) >= Required(depth);

    /// <summary>The largest depth, up to rounding, that the leaf proves on a cone; negative where it proves nothing.</summary>
    /// <param name="cone">The generators.</param>
    public double Depth(double[][] cone)
    {
        var least = PenetrationCertificate.Least(cone, Offset);
        var depth = _isDepth && _gain.Upper == 0 ? least : (2 * (least + _gain) / _slope).Lower;
        for (var step = 0; step < 60 && depth > 0 && !(least >= Required(depth)); step++)
        {
            depth = Math.BitDecrement(depth * (1 - Math.ScaleB(1, step - 53)));
        }

        return least >= Required(depth) ? depth : double.NegativeInfinity;
    }

    /// <summary>What d.v must reach for unit v.</summary>
    private double Required(double depth) => _isDepth && _gain.Upper == 0 ? depth : ((_slope * ((Interval)depth / 2)) - _gain).Upper;

    /// <summary>sum w |f_j - mean|^2 / sum w, never above the truth by more than the enclosure says.</summary>
    private static Interval Variance(Problem problem, ReadOnlySpan<int> members, PenetrationExtent extent, Interval[] mean, int origin)
    {
        var f = problem.Points;
        var (total, sum) = (Interval.Zero, Interval.Zero);
        for (var p = 0; p < extent.Points.Length; p++)
        {
            var squared = Interval.Zero;
            for (var k = 0; k < mean.Length; k++)
            {
                squared += ((Interval)f[members[extent.Points[p]]][k] - f[origin][k] - mean[k]).Square();
            }

            sum += extent.Weights[p] * squared;
            total += extent.Weights[p];
        }

        var variance = sum / total;
        return new Interval(Math.Max(0, variance.Lower), Math.Max(0, variance.Upper));
    }
}
