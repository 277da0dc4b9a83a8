namespace IsoApprox.Numerics;

/// <summary>
/// Distances between points given as spans. Always by direct differences, so that nearly coincident points keep full relative accuracy.
/// The squared distance is the sum over k = 0..n-1, in this order, by one fused multiply-add each. Every kernel of the toolkit returns values of exactly this
/// definition, so a fast kernel and a loop over this function agree bit for bit.
/// </summary>
public static partial class PairwiseDistances
{
    /// <summary>||x - y||^2, relative error at most (n + 2) 2^-53 barring underflow. Cost O(n).</summary>
    /// <param name="x">n coordinates.</param>
    /// <param name="y">n coordinates.</param>
    /// <exception cref="ArgumentException">Different dimensions.</exception>
    public static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"points of dimension {x.Length} and {y.Length}");
        }

        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            var d = x[k] - y[k];
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }

        return sum;
    }

    /// <summary>||x - y||. Cost O(n).</summary>
    /// <inheritdoc cref="Squared"/>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Sqrt(Squared(x, y));

    /// <summary>An interval that certainly contains the exact ||x - y||^2, given what <see cref="Squared"/> returned for it.</summary>
    /// <param name="squared">Value returned by <see cref="Squared"/>; may be infinite after overflow.</param>
    /// <param name="dimension">n.</param>
    public static Interval SquaredEnclosure(double squared, int dimension)
    {
        // d = fl(x - y) has relative error 2^-53, d^2 twice that, n fused additions one each; below the normal range each addition errs by at most 2^-1074.
        var relative = (dimension + 4) * UnitRoundoff;
        var absolute = dimension * double.Epsilon;
        var lower = double.IsPositiveInfinity(squared) ? double.MaxValue : squared;
        return new Interval(
            Math.Max(0, Math.BitDecrement(Math.BitDecrement(lower - (lower * relative)) - absolute)),
            Math.BitIncrement(Math.BitIncrement(squared + (squared * relative)) + absolute));
    }

    /// <summary>2^-53.</summary>
    internal const double UnitRoundoff = 1.1102230246251565e-16;
}
