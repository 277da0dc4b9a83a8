using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>
/// A set of ideal embeddings g: comparisons of distances by level with a margin, thresholds of distances, unit norms, a floor of the
/// diameter, in any combination that its factories make. The paper's F_TS is <see cref="TripletSeparated"/>. Membership is decided for the
/// real numbers that the stored doubles are, at every scale, and both answers are proofs: fast kernels and enclosures only sift, exact
/// arithmetic decides what they leave open. All sets are closed under replacing a point by another of its class, so that d_haus(f, F) = min
/// over g in F of max_i ||f_i - g_i||.
/// </summary>
public sealed record IdealSet
{
    /// <summary>
    /// How far the norm of a stored row may be from 1 where norms are 1: almost no doubles have norm 1, so g stands for its radial
    /// projection g_i/||g_i||.
    /// </summary>
    public const double NormTolerance = 1e-9;

    private readonly SimilarityLevels? _levels;

    private IdealSet(SimilarityLevels? levels) => _levels = levels;

    /// <summary>True when distances from one anchor are compared with each other.</summary>
    public bool HasComparisons { get; private init; } = true;

    /// <summary>alpha >= 0 of ||g_i - g_j|| + alpha &lt;= ||g_i - g_k||, length unit of the points, taken exactly as stored.</summary>
    public double Margin { get; private init; }

    /// <summary>a >= 0, the largest distance within a class; infinite where there is none.</summary>
    public double Within { get; private init; } = double.PositiveInfinity;

    /// <summary>b >= 0, the least distance between classes; 0 where there is none.</summary>
    public double Beyond { get; private init; }

    /// <summary>True when all norms are 1.</summary>
    public bool HasUnitNorms { get; private init; }

    /// <summary>The least diameter, length unit of the points; 0 where there is none.</summary>
    public double LeastDiameter { get; private init; }

    /// <summary>Short name: ts, ladder, contrastive or sphere.</summary>
    public string Name => !HasComparisons ? "contrastive" : HasUnitNorms ? "sphere" : _levels is null ? "ts" : "ladder";

    /// <summary>True when the set is F_TS or a ladder with its margin: comparisons, and nothing else.</summary>
    public bool HasOnlyComparisons => HasComparisons && !HasUnitNorms && !HasThresholds && LeastDiameter == 0;

    /// <summary>True when the set is F_TS with its margin: comparisons of the own class with the rest, and nothing else.</summary>
    public bool IsTripletSeparated => HasOnlyComparisons && _levels?.IsOfClasses != false;

    /// <summary>
    /// The largest alpha known with ||g_i - g_j|| + alpha &lt;= ||g_i - g_k|| for all g of the set, j of the class of i (i itself included)
    /// and k of another: where it is not negative, the set lies in <see cref="TripletSeparated"/> of it. The margin of comparisons, b - a
    /// of thresholds (rounded down).
    /// </summary>
    public double SeparationMargin => HasComparisons ? Margin : ((Interval)Beyond - Within).Lower;

    /// <summary>True when distances are bounded by a or b.</summary>
    internal bool HasThresholds => double.IsFinite(Within) || Beyond > 0;

    /// <summary>F_TS: ||g_i - g_j|| + alpha &lt;= ||g_i - g_k|| for j of the class of i (i itself included) and k of another (Def. 1 of
    /// arXiv 2210.11173).</summary>
    /// <param name="margin">alpha >= 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static IdealSet TripletSeparated(double margin = 0) => new((SimilarityLevels?)null) { Margin = Checked(margin) };

    /// <summary>||g_i - g_j|| + alpha &lt;= ||g_i - g_k|| for j of a nearer level to i than k (ladder loss, arXiv 1911.07528).</summary>
    /// <param name="levels">Levels between the classes.</param>
    /// <param name="margin">alpha >= 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static IdealSet Ladder(SimilarityLevels levels, double margin = 0)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new IdealSet(levels) { Margin = Checked(margin) };
    }

    /// <summary>Triplet-Separated embeddings on the unit sphere (cosine similarity); the distances compared are those of the radial
    /// projections.</summary>
    /// <param name="margin">alpha >= 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public static IdealSet Sphere(double margin = 0) => new((SimilarityLevels?)null) { Margin = Checked(margin), HasUnitNorms = true };

    /// <summary>||g_i - g_j|| &lt;= a within classes, >= b between them (pair-contrastive loss).</summary>
    /// <param name="within">a >= 0, length unit of the points.</param>
    /// <param name="beyond">b >= 0, length unit of the points.</param>
    /// <exception cref="EmbeddingException">A threshold is negative or not finite.</exception>
    public static IdealSet Contrastive(double within, double beyond)
    {
        foreach (var (name, value) in new[] { ("within", within), ("beyond", beyond) })
        {
            if (!(value >= 0) || !double.IsFinite(value))
            {
                throw new EmbeddingException($"{name} {value}: must be a finite number >= 0");
            }
        }

        return new IdealSet((SimilarityLevels?)null) { HasComparisons = false, Within = within, Beyond = beyond };
    }

    /// <summary>Those whose points of different classes are at least so far apart: the floor of the anchor radii.</summary>
    /// <param name="distance">>= 0, finite, length unit of the points.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public IdealSet AtLeastApart(double distance) => this with { Beyond = Math.Max(Beyond, Checked(distance)) };

    /// <summary>Those with at least this diameter.</summary>
    /// <param name="diameter">>= 0, finite, length unit of the points.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public IdealSet AtLeastWide(double diameter) => this with { LeastDiameter = Math.Max(LeastDiameter, Checked(diameter)) };

    /// <summary>The levels whose comparisons the set demands of embeddings with the classes of <paramref name="f"/>.</summary>
    /// <param name="f">Any embedding with these classes.</param>
    /// <exception cref="EmbeddingException">The ladder's levels are for another number of classes.</exception>
    public SimilarityLevels LevelsFor(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return _levels is null ? SimilarityLevels.OfClasses(f.ClassCount)
            : _levels.ClassCount == f.ClassCount ? _levels
            : throw new EmbeddingException(
                $"the levels are for {_levels.ClassCount} classes, the embedding has {f.ClassCount}; give levels for its classes");
    }

    /// <summary>
    /// Decides membership; see <see cref="IdealSet"/>. Cost O(N^2 n), plus O(n) operations on integers for every pair that ties up to
    /// rounding with an extreme distance on which the decision hangs; memory O(N n).
    /// </summary>
    /// <param name="g">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">The levels are for another number of classes.</exception>
    public bool Contains(Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(g);
        var levels = LevelsFor(g);
        return (!HasUnitNorms || UnitNorms.AreNear(g, NormTolerance))
            && (!HasComparisons || Comparisons(g, levels, progress, cancellation).Holds(cancellation))
            && (!HasThresholds || RespectsThresholds(g, progress, cancellation))
            && (LeastDiameter == 0 || IsWideEnough(g, progress, cancellation));
    }

    /// <summary>
    /// The worst constraint of each kind, in the order of <see cref="SetDemand"/>; kinds that the set does not have or of which g has no
    /// constraint are left out. All distances are Euclidean, those of g as it is: with unit norms g need not be near the sphere. Cost as of
    /// <see cref="Contains"/>.
    /// </summary>
    /// <param name="g">The embedding.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">The levels are for another number of classes.</exception>
    public IReadOnlyList<SetViolation> Violations(Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(g);
        var (levels, found) = (LevelsFor(g), new List<SetViolation>());
        if (HasComparisons)
        {
            Add(SetDemand.Comparison, ComparisonTest.Create(g, levels, Margin, progress, cancellation).Worst(cancellation), Margin);
        }

        var pairs = !HasThresholds ? null : new PairExtremes(g, g.Classes.ToArray(), progress, cancellation);
        if (double.IsFinite(Within) && pairs?.FarthestPair() is var (farthest, rows))
        {
            Add(SetDemand.Within, new RootDifference(farthest, EuclideanOrder.Square(Within), rows));
        }

        if (Beyond > 0 && pairs?.NearestPair() is var (nearest, apart))
        {
            Add(SetDemand.Beyond, new RootDifference(EuclideanOrder.Square(Beyond), nearest, apart));
        }

        if (HasUnitNorms)
        {
            Add(SetDemand.Norm, UnitNorms.Worst(g));
        }

        if (LeastDiameter > 0)
        {
            var (diameter, ends) = new PairExtremes(g, new int[g.Count], progress, cancellation).FarthestPair()
                ?? (ExactDyadic.Zero, [0, 0]);
            Add(SetDemand.Diameter, new RootDifference(EuclideanOrder.Square(LeastDiameter), diameter, ends));
        }

        return found;

        void Add(SetDemand demand, RootDifference? worst, double margin = 0)
        {
            if (worst is not null)
            {
                found.Add(new SetViolation(demand, worst.Enclose(margin), worst.Rows));
            }
        }
    }

    /// <summary>The set of the embeddings 2^exponent g, g of this set; null when a length then is no double, or norms are 1.</summary>
    internal IdealSet? Rescaled(int exponent) =>
        !HasUnitNorms && PowerOfTwo.TryScale(Margin, exponent, out var margin) && PowerOfTwo.TryScale(Within, exponent, out var within)
        && PowerOfTwo.TryScale(Beyond, exponent, out var beyond) && PowerOfTwo.TryScale(LeastDiameter, exponent, out var diameter)
            ? this with { Margin = margin, Within = within, Beyond = beyond, LeastDiameter = diameter }
            : null;

    private static double Checked(double length)
    {
        MarginGuard.ThrowIfInvalid(length);
        return length;
    }

    private ComparisonTest Comparisons(Embedding g, SimilarityLevels levels, IProgress<double>? progress, CancellationToken cancellation) =>
        HasUnitNorms ? new ComparisonTest(new SphericalOrder(g), levels, Margin, null)
            : ComparisonTest.Create(g, levels, Margin, progress, cancellation);

    private bool RespectsThresholds(Embedding g, IProgress<double>? progress, CancellationToken cancellation)
    {
        var pairs = new PairExtremes(g, g.Classes.ToArray(), progress, cancellation);
        return (pairs.Farthest.Upper <= Within
                || (pairs.Farthest.Lower <= Within && !(pairs.FarthestPair()?.Squared > EuclideanOrder.Square(Within))))
            && (pairs.Nearest.Lower >= Beyond
                || (pairs.Nearest.Upper >= Beyond && !(pairs.NearestPair()?.Squared < EuclideanOrder.Square(Beyond))));
    }

    private bool IsWideEnough(Embedding g, IProgress<double>? progress, CancellationToken cancellation)
    {
        var pairs = new PairExtremes(g, new int[g.Count], progress, cancellation);
        return pairs.Farthest.Lower >= LeastDiameter
            || (pairs.Farthest.Upper >= LeastDiameter && pairs.FarthestPair()?.Squared >= EuclideanOrder.Square(LeastDiameter));
    }
}
