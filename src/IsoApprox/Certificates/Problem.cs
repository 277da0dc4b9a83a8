using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Certificates;

/// <summary>
/// The question a certificate answers: the distance from f to a set of ideal embeddings g. Most accepted lower bounds hold for g in any
/// number of coordinates, so <see cref="Dimension"/> is no part of the digest; a certificate that holds up to some dimension compares it
/// with <see cref="Dimension"/>.
/// </summary>
public sealed record Problem
{
    private string? _digest;

    /// <summary>Creates the problem.</summary>
    /// <param name="points">The embedding f.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="set">The set of the g, with its margin.</param>
    /// <param name="dimension">Dimension of g; null: free.</param>
    /// <exception cref="EmbeddingException">The levels of the set are for another number of classes.</exception>
    /// <exception cref="ArgumentException">The metric is unknown, or the dimension is below 1.</exception>
    public Problem(Embedding points, NearestMetric metric, IdealSet set, int? dimension = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(set);
        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentException($"unknown metric {metric}", nameof(metric));
        }

        if (dimension < 1)
        {
            throw new ArgumentException($"the dimension is {dimension}; give at least 1, or null for free", nameof(dimension));
        }

        (Points, Metric, Set, Dimension, Levels) = (points, metric, set, dimension, set.LevelsFor(points));
    }

    /// <summary>The embedding f.</summary>
    public Embedding Points { get; }

    /// <summary>The distance that is bounded.</summary>
    public NearestMetric Metric { get; }

    /// <summary>The set of the g.</summary>
    public IdealSet Set { get; }

    /// <summary>Dimension of g; null when it is free.</summary>
    public int? Dimension { get; }

    /// <summary>The levels compared; those of the classes unless the set is a ladder.</summary>
    public SimilarityLevels Levels { get; }

    /// <summary>alpha with |g_a - g_p| + alpha &lt;= |g_a - g_n| for every triplet; see <see cref="IdealSet.SeparationMargin"/>.</summary>
    public double Margin => Set.SeparationMargin;

    /// <summary>64 lower-case hexadecimal digits of everything but the dimension; docs/certificates.md says of what.</summary>
    public string Digest => _digest ??= ProblemDigest.Compute(this);

    /// <summary>The distance to the Triplet-Separated embeddings.</summary>
    /// <param name="points">The embedding f.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="margin">alpha >= 0, finite, length unit of the points.</param>
    /// <param name="dimension">Dimension of g; null: free.</param>
    /// <exception cref="ArgumentException">The margin is negative or not finite, the metric is unknown, or the dimension is below
    /// 1.</exception>
    public static Problem TripletSeparated(Embedding points, NearestMetric metric, double margin = 0, int? dimension = null) =>
        new(points, metric, IdealSet.TripletSeparated(margin), dimension);

    /// <summary>True when a certificate with this digest was made for this problem, by this version or an earlier one.</summary>
    /// <param name="digest">Hexadecimal digits.</param>
    public bool IsNamed(string? digest) =>
        string.Equals(digest, Digest, StringComparison.Ordinal) || ProblemDigest.Earlier(this).Contains(digest);

    /// <summary>Level of row <paramref name="other"/> as seen from row <paramref name="anchor"/>.</summary>
    /// <param name="anchor">Row.</param>
    /// <param name="other">Row.</param>
    public int Level(int anchor, int other) => Levels[Points.Classes[anchor], Points.Classes[other]];

    /// <summary>True when the digests and the dimension of g agree.</summary>
    /// <param name="other">The other problem.</param>
    public bool Equals(Problem? other) => other is not null && Dimension == other.Dimension && Digest == other.Digest;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimension, Digest);

    /// <summary>The problem with all lengths times 2^exponent; null when one of them is no double then, or norms are 1.</summary>
    internal Problem? Rescaled(int exponent)
    {
        if (Set.Rescaled(exponent) is not { } set)
        {
            return null;
        }

        var scaled = Points.Coordinates.ToArray();
        return PowerOfTwo.TryScale(scaled, exponent)
            ? new Problem(Points.WithPoints(scaled, Points.Dimension), Metric, set, Dimension)
            : null;
    }
}
