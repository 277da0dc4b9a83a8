namespace IsoApprox.Numerics;

/// <summary>Distances between points given as spans. Always by direct differences, so that nearly coincident points keep full relative accuracy.</summary>
public static class PairwiseDistances
{
    /// <summary>||x - y||^2, relative error at most (n + 2) 2^-53 barring underflow. Cost O(n).</summary>
    /// <param name="x">n coordinates.</param>
    /// <param name="y">n coordinates.</param>
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
            sum += d * d;
        }

        return sum;
    }

    /// <summary>||x - y||. Cost O(n).</summary>
    /// <inheritdoc cref="Squared"/>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Sqrt(Squared(x, y));
}
