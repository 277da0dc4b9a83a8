using IsoApprox.Arithmetic;

namespace IsoApprox.Verifier.Inputs;

/// <summary>
/// The numbers that the claims relate, for one embedding f of N points in R^n. Every length is an enclosure of the exact value for the
/// doubles of f, in the length unit of f. The verdicts are a function of this record alone.
/// </summary>
public sealed record VerifierInputs
{
    /// <summary>Number of points N >= 1.</summary>
    public required int Points { get; init; }

    /// <summary>Number of coordinates n >= 1; both nearest problems are taken in R^n.</summary>
    public required int Dimension { get; init; }

    /// <summary>Number of classes c >= 1.</summary>
    public required int Classes { get; init; }

    /// <summary>Size m >= 1 of the largest class.</summary>
    public required int LargestClassSize { get; init; }

    /// <summary>An upper bound of the affine rank of f, the dimension of its affine hull: at most min(n, N - 1).</summary>
    public required int RankBound { get; init; }

    /// <summary>
    /// An upper bound of the number of contact points of a class's smallest enclosing ball, less 1 (nu of Theorem P4); null when it is not
    /// known.
    /// </summary>
    public int? ContactRank { get; init; }

    /// <summary>The paper's hard-mined triplet loss L(f), margin 0.</summary>
    public required Interval HardLoss { get; init; }

    /// <summary>Hermans' batch-hard loss with margin 0 (a mean; reported beside L, used in no claim).</summary>
    public required double BatchHardLoss { get; init; }

    /// <summary>D = diam f.</summary>
    public required Interval Diameter { get; init; }

    /// <summary>Thickness theta(f), Def. 3.</summary>
    public required Interval Thickness { get; init; }

    /// <summary>Largest radius of a class's smallest enclosing ball.</summary>
    public required Interval ClassRadius { get; init; }

    /// <summary>d_haus(f, F_TS), Eq. (12), in R^n.</summary>
    public required Interval Hausdorff { get; init; }

    /// <summary>d_iso(f, F_TS), Eq. (14), in R^n.</summary>
    public required Interval Isometric { get; init; }

    /// <summary>A pair (f, g) on which Lemma 1 is evaluated; null when there is none.</summary>
    public NearIsometryPair? Pair { get; init; }

    /// <summary>A Triplet-Separated g on which Eq. (23) is evaluated; null when there is none.</summary>
    public Reassignment? Reassignment { get; init; }

    /// <summary>
    /// True when n >= N - 1 or n >= rank + c - 1 is certain: a Triplet-Separated embedding has all the dimensions it can use,
    /// and Theorem 3 is proved (Theorem P3, docs/claims.md).
    /// </summary>
    public bool IsFree => Dimension >= Points - 1 || Dimension >= RankBound + Classes - 1;

    /// <summary>True when the points lie on a line for certain, so that Theorem P11 applies (docs/claims.md).</summary>
    public bool IsOnLine => RankBound <= 1;

    internal void Validate()
    {
        Check(Points >= 1 && Dimension >= 1 && Classes >= 1 && LargestClassSize >= 1 && RankBound >= 0, "the sizes must be positive");
        Check(Classes <= Points && LargestClassSize <= Points, "there cannot be more classes or members than points");
        foreach (var (name, value) in new[]
        {
            (nameof(HardLoss), HardLoss), (nameof(Diameter), Diameter), (nameof(Thickness), Thickness),
            (nameof(ClassRadius), ClassRadius), (nameof(Hausdorff), Hausdorff), (nameof(Isometric), Isometric),
        })
        {
            Check(value.Lower >= 0, Text.Invariant($"{name} = [{value.Lower:R}, {value.Upper:R}] must not be negative"));
        }
    }

    private static void Check(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException($"verifier inputs: {message}");
        }
    }
}

/// <summary>Numbers of a pair (f, g) of embeddings in the same R^n for Lemma 1.</summary>
/// <param name="Error">eps = d_iso(f, g), Eq. (13): f -> g is an eps-near-isometry.</param>
/// <param name="IsometryDistance">min over isometries U of max_i ||g_i - U f_i||.</param>
public readonly record struct NearIsometryPair(Interval Error, Interval IsometryDistance);

/// <summary>
/// Numbers of a Triplet-Separated g for Eq. (23): g' sends every i to the point of its class's image under g that is nearest to f_i.
/// </summary>
/// <param name="Displacement">max_i ||f_i - g'_i||.</param>
/// <param name="HausdorffLike">d_haus(f, g), Eq. (11).</param>
/// <param name="Attained">True when d_haus(f, g) is attained by the direction from f to g, so that both numbers are the same.</param>
public readonly record struct Reassignment(Interval Displacement, Interval HausdorffLike, bool Attained);
