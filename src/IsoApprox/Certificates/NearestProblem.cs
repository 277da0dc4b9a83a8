using IsoApprox.Embeddings;

namespace IsoApprox.Certificates;

/// <summary>
/// The question a certificate answers: the distance from f to the Triplet-Separated embeddings g with margin alpha, ||g_a - g_p|| + alpha &lt;= ||g_a - g_n||
/// for every anchor a, positive p of its class (p = a included) and negative n of another class.
/// Most accepted lower bounds hold for g in any number of coordinates, so <see cref="Dimension"/> is no part of the digest; a certificate that holds up to some dimension
/// compares it with <see cref="Dimension"/>.
/// </summary>
public sealed record NearestProblem
{
    private string? _digest;

    /// <summary>Creates the problem.</summary>
    /// <param name="points">The embedding f.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="margin">alpha >= 0, finite, length unit of the points.</param>
    /// <param name="dimension">Dimension of g; null: free.</param>
    /// <exception cref="ArgumentException">The margin is negative or not finite, the metric is unknown, or the dimension is below 1.</exception>
    public NearestProblem(Embedding points, NearestMetric metric, double margin = 0, int? dimension = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!double.IsFinite(margin) || margin < 0)
        {
            throw new ArgumentException($"the margin is {margin}; give a finite number >= 0", nameof(margin));
        }

        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentException($"unknown metric {metric}", nameof(metric));
        }

        if (dimension < 1)
        {
            throw new ArgumentException($"the dimension is {dimension}; give at least 1, or null for free", nameof(dimension));
        }

        (Points, Metric, Margin, Dimension) = (points, metric, margin, dimension);
    }

    /// <summary>The embedding f.</summary>
    public Embedding Points { get; }

    /// <summary>The distance that is bounded.</summary>
    public NearestMetric Metric { get; }

    /// <summary>Margin alpha >= 0.</summary>
    public double Margin { get; }

    /// <summary>Dimension of g; null when it is free.</summary>
    public int? Dimension { get; }

    /// <summary>
    /// SHA-256, 64 lower-case hexadecimal digits, of: the UTF-8 text "isoapprox/problem/1", the metric (int32: 0 Hausdorff-like, 1 isometric error), N and n
    /// (int32),
    /// the margin and the N n coordinates row by row (IEEE 754 binary64, -0 written as 0), the N classes (int32); everything little-endian.
    /// </summary>
    public string Digest => _digest ??= ComputeDigest();

    /// <summary>True when the digests and the dimension of g agree.</summary>
    /// <param name="other">The other problem.</param>
    public bool Equals(NearestProblem? other) => other is not null && Dimension == other.Dimension && Digest == other.Digest;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Digest);

    private string ComputeDigest()
    {
        using var digest = new InstanceDigest("isoapprox/problem/1");
        digest.Append((int)Metric);
        digest.Append(Points.Count);
        digest.Append(Points.Dimension);
        digest.Append(Margin);
        digest.AppendCoordinates(Points);
        foreach (var k in Points.Classes)
        {
            digest.Append(k);
        }

        return digest.Finish();
    }
}
