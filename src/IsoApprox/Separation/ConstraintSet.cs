using IsoApprox.Embeddings;
using IsoApprox.Sets;

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
    private ConstraintSet(ConstraintKind kind, IdealSet ideal) => (Kind, Ideal) = (kind, ideal);

    /// <summary>F_TS without a margin.</summary>
    public static ConstraintSet TripletSeparated { get; } = new(ConstraintKind.TripletSeparated, IdealSet.TripletSeparated());

    /// <summary>Triplet-Separated embeddings on the unit sphere.</summary>
    public static ConstraintSet Sphere { get; } = new(ConstraintKind.Sphere, IdealSet.Sphere());

    /// <summary>Which set.</summary>
    public ConstraintKind Kind { get; }

    /// <summary>What the set demands, with exact membership and worst violation.</summary>
    public IdealSet Ideal { get; }

    /// <summary>a, the largest distance within a class; 0 unless contrastive.</summary>
    public double Within => HasComparisons ? 0 : Ideal.Within;

    /// <summary>b, the smallest distance between classes; 0 unless contrastive.</summary>
    public double Beyond => Ideal.Beyond;

    /// <summary>True when distances from one anchor are compared with each other.</summary>
    public bool HasComparisons => Ideal.HasComparisons;

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
    public static ConstraintSet Ladder(SimilarityLevels levels) => new(ConstraintKind.Ladder, IdealSet.Ladder(levels));

    /// <summary>The contrastive set.</summary>
    /// <param name="within">a >= 0, length unit of the points.</param>
    /// <param name="beyond">b >= 0, length unit of the points.</param>
    /// <exception cref="EmbeddingException">A threshold is negative or not finite.</exception>
    public static ConstraintSet Contrastive(double within, double beyond) => new(ConstraintKind.Contrastive, IdealSet.Contrastive(within, beyond));

    /// <inheritdoc cref="IdealSet.LevelsFor"/>
    public SimilarityLevels LevelsFor(Embedding f) => Ideal.LevelsFor(f);
}
