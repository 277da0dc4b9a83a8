using IsoApprox.Embeddings;
using IsoApprox.Separation;
using IsoApprox.Sets;

namespace IsoApprox.Certificates;

/// <summary>
/// The distance from f to a <see cref="ConstraintSet"/>: what a <see cref="ConstraintCertificate"/> bounds from below, in every dimension of g.
/// </summary>
public sealed class ConstraintProblem
{
    private string? _digest;

    /// <summary>Creates the problem.</summary>
    /// <param name="points">The embedding f.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="set">The set.</param>
    /// <exception cref="EmbeddingException">The levels are for another number of classes.</exception>
    /// <exception cref="ArgumentException">The metric is unknown.</exception>
    public ConstraintProblem(Embedding points, NearestMetric metric, ConstraintSet set)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(set);
        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentException($"unknown metric {metric}", nameof(metric));
        }

        (Points, Metric, Set, Levels) = (points, metric, set, set.LevelsFor(points));
    }

    /// <summary>The embedding f.</summary>
    public Embedding Points { get; }

    /// <summary>The distance that is bounded.</summary>
    public NearestMetric Metric { get; }

    /// <summary>The set.</summary>
    public ConstraintSet Set { get; }

    /// <summary>The levels compared; those of the classes unless the set is a ladder.</summary>
    public SimilarityLevels Levels { get; }

    /// <summary>
    /// SHA-256, 64 lower-case hexadecimal digits, of: the UTF-8 text "isoapprox/constraint-problem/1", the metric (int32: 0 Hausdorff-like, 1 isometric
    /// error), the set
    /// (int32: 0 ts, 1 ladder, 2 contrastive, 3 sphere), a and b (binary64), N, n, c (int32), the c x c levels row by row (int32), the coordinates row by row
    /// (binary64,
    /// -0 written as 0), the N classes (int32); everything little-endian.
    /// </summary>
    public string Digest => _digest ??= ComputeDigest();

    /// <summary>Level of row <paramref name="other"/> as seen from row <paramref name="anchor"/>.</summary>
    /// <param name="anchor">Row.</param>
    /// <param name="other">Row.</param>
    public int Level(int anchor, int other) => Levels[Points.Classes[anchor], Points.Classes[other]];

    private string ComputeDigest()
    {
        using var digest = new InstanceDigest("isoapprox/constraint-problem/1");
        digest.Append((int)Metric);
        digest.Append((int)Set.Kind);
        digest.Append(Set.Within);
        digest.Append(Set.Beyond);
        digest.Append(Points.Count);
        digest.Append(Points.Dimension);
        digest.Append(Points.ClassCount);
        for (var e = 0; e < Points.ClassCount * Points.ClassCount; e++)
        {
            digest.Append(Levels[e / Points.ClassCount, e % Points.ClassCount]);
        }

        digest.AppendCoordinates(Points);
        foreach (var k in Points.Classes)
        {
            digest.Append(k);
        }

        return digest.Finish();
    }
}
