using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Health;

/// <summary>How the health of an embedding is measured.</summary>
public sealed record HealthSettings
{
    /// <summary>Margin alpha >= 0 of the triplet losses.</summary>
    public double Margin { get; init; }

    /// <summary>False when the classes of the embedding mean nothing: what needs labels is left out.</summary>
    public bool HasLabels { get; init; } = true;

    /// <summary>The same items, row by row, in any dimension; null when there is no second embedding.</summary>
    public Embedding? Against { get; init; }

    /// <summary>The linear classifier on top of the embedding; null when there is none.</summary>
    public LinearClassifier? Classifier { get; init; }

    /// <summary>
    /// Hardness beta >= 0 at which the inequalities of arXiv 2311.05139 are judged (<see cref="EmbeddingHealth.Claims"/>).
    /// </summary>
    public double Hardness { get; init; } = 1;

    /// <summary>
    /// False leaves out what is proved and not just computed, the thickness and <see cref="EmbeddingHealth.Claims"/>: a few seconds.
    /// </summary>
    public bool HasProofs { get; init; } = true;

    /// <summary>
    /// Up to this N >= 1 every pair of points is looked at. Above it losses and diameter are those of a seeded subset of this many points,
    /// and neighbours, silhouette and uniformity are averaged over PairLimit^2/(2 N) seeded anchors, each against all points.
    /// </summary>
    public int PairLimit { get; init; } = 10_000;

    /// <summary>Seed of the subset and of the anchors.</summary>
    public int Seed { get; init; } = 1;
}
