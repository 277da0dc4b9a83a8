using IsoApprox.Embeddings;
using IsoApprox.Sets;

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

    /// <summary>Levels of the classes of the embedding for the ladder loss; null when there are none.</summary>
    public SimilarityLevels? Levels { get; init; }

    /// <summary>
    /// Hardness beta >= 0 of HSCL, and at which the inequalities of arXiv 2311.05139 are judged (<see cref="EmbeddingHealth.Claims"/>).
    /// </summary>
    public double Hardness { get; init; } = 1;

    /// <summary>Temperature T > 0 of InfoNCE on cosines.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>
    /// False leaves out the losses other than the hard-mined and the batch-hard one, which take a batch and up to seconds.
    /// </summary>
    public bool HasLosses { get; init; } = true;

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

    /// <summary>True when there is nothing to measure with what a measure needs.</summary>
    internal bool Lacks(HealthNeed need) => need switch
    {
        HealthNeed.Labels => !HasLabels,
        HealthNeed.SecondEmbedding => Against is null,
        HealthNeed.Classifier => !HasLabels || Classifier is null,
        HealthNeed.Levels => !HasLabels || Levels is null,
        _ => false,
    };
}
