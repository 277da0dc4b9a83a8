using IsoApprox.Embeddings;

namespace IsoApprox.Separation;

/// <summary>Which set of ideal embeddings is meant.</summary>
public enum ConstraintKind
{
    /// <summary>F_TS: ||g_i - g_j|| &lt;= ||g_i - g_k|| for j of the class of i and k of another (triplet loss).</summary>
    TripletSeparated,

    /// <summary>||g_i - g_j|| &lt;= ||g_i - g_k|| for j of a nearer level to i than k (ladder loss).</summary>
    Ladder,

    /// <summary>||g_i - g_j|| &lt;= a within classes, >= b between them (pair-contrastive loss).</summary>
    Contrastive,

    /// <summary>||g_i|| = 1 and Triplet-Separated (cosine similarity).</summary>
    Sphere,
}

/// <summary>
/// A set F of embeddings g whose constraints are linear in the Gram matrix of g, in the place of F_TS. All four are closed under replacing a point by another
/// of its class, so that d_haus(f, F) = min over g in F of max_i ||f_i - g_i|| as for F_TS.
/// </summary>
public sealed class ConstraintSet
{
    private readonly SimilarityLevels? _levels;

    private ConstraintSet(ConstraintKind kind, SimilarityLevels? levels = null, double within = 0, double beyond = 0) =>
        (Kind, _levels, Within, Beyond) = (kind, levels, within, beyond);

    /// <summary>F_TS without a margin.</summary>
    public static ConstraintSet TripletSeparated { get; } = new(ConstraintKind.TripletSeparated);

    /// <summary>Triplet-Separated embeddings on the unit sphere.</summary>
    public static ConstraintSet Sphere { get; } = new(ConstraintKind.Sphere);

    /// <summary>Which set.</summary>
    public ConstraintKind Kind { get; }

    /// <summary>a, the largest distance within a class; 0 unless contrastive.</summary>
    public double Within { get; }

    /// <summary>b, the smallest distance between classes; 0 unless contrastive.</summary>
    public double Beyond { get; }

    /// <summary>True when distances from one anchor are compared with each other.</summary>
    public bool HasComparisons => Kind != ConstraintKind.Contrastive;

    /// <summary>Short name: ts, ladder, contrastive or sphere.</summary>
    public string Name => Kind switch
    {
        ConstraintKind.TripletSeparated => "ts",
        ConstraintKind.Ladder => "ladder",
        ConstraintKind.Contrastive => "contrastive",
        _ => "sphere",
    };

    /// <summary>The ladder set of some levels.</summary>
    /// <param name="levels">Levels between the classes.</param>
    public static ConstraintSet Ladder(SimilarityLevels levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new ConstraintSet(ConstraintKind.Ladder, levels);
    }

    /// <summary>The contrastive set.</summary>
    /// <param name="within">a >= 0, length unit of the points.</param>
    /// <param name="beyond">b >= 0, length unit of the points.</param>
    /// <exception cref="EmbeddingException">A threshold is negative or not finite.</exception>
    public static ConstraintSet Contrastive(double within, double beyond)
    {
        foreach (var (name, value) in new[] { ("within", within), ("beyond", beyond) })
        {
            if (!(value >= 0) || !double.IsFinite(value))
            {
                throw new EmbeddingException($"{name} {value}: must be a finite number >= 0");
            }
        }

        return new ConstraintSet(ConstraintKind.Contrastive, null, within, beyond);
    }

    /// <summary>The levels whose comparisons the set demands of embeddings with the classes of <paramref name="f"/>.</summary>
    /// <param name="f">Any embedding with these classes.</param>
    /// <exception cref="EmbeddingException">The ladder's levels are for another number of classes.</exception>
    public SimilarityLevels LevelsFor(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return _levels is null ? SimilarityLevels.OfClasses(f.ClassCount)
            : _levels.ClassCount == f.ClassCount ? _levels
            : throw new EmbeddingException($"the levels are for {_levels.ClassCount} classes, the embedding has {f.ClassCount}; give levels for its classes");
    }
}
