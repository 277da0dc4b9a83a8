using IsoApprox.Embeddings;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Collapse;

/// <summary>What has collapsed.</summary>
public enum CollapseKind
{
    /// <summary>Neither of the two.</summary>
    None,

    /// <summary>
    /// Class collapse: every class is near its own mean, and the classes are apart. The aim of training, "neural collapse".
    /// </summary>
    Class,

    /// <summary>Total collapse, "network collapse": all points are near one point.</summary>
    Total,

    /// <summary>All points of f coincide: there is nothing that could collapse.</summary>
    Undefined,
}

/// <summary>
/// Collapse measures of an embedding g relative to f, points in the same order: f before and g after training, or g = f* the nearest
/// Triplet-Separated embedding. For f* always the canonical one (<c>CanonicalSolver</c>): points that carry no multiplier can lie anywhere
/// within d_haus of f, so the collapse of any other f* is an artefact of the solver.
/// </summary>
public sealed record CollapseMeasures
{
    /// <summary>Ratio at which a measure counts as collapsed.</summary>
    public const double DefaultThreshold = 0.1;

    /// <summary>diam(g)/diam(f).</summary>
    public required CollapseRatio Diameter { get; init; }

    /// <summary>Ratio of the root mean square distances to the mean.</summary>
    public required CollapseRatio RmsRadius { get; init; }

    /// <summary>Ratio of the root mean square distances of the class means to the mean, weighted by class size.</summary>
    public required CollapseRatio BetweenClassSpread { get; init; }

    /// <summary>Ratio of the root mean square distances of the points to their class means.</summary>
    public required CollapseRatio WithinClassSpread { get; init; }

    /// <summary>Ratio of the effective ranks of the covariances.</summary>
    public required CollapseRatio EffectiveRank { get; init; }

    /// <summary>Ratio of the thicknesses; null when it was not asked for.</summary>
    public ThicknessRatio? Thickness { get; init; }

    /// <summary>The kind at <see cref="DefaultThreshold"/>.</summary>
    public CollapseKind Kind => KindAt(DefaultThreshold);

    /// <summary>
    /// Total: diam(g) &lt;= threshold diam(f). Class: not total, there is spread within the classes of f, and WithinClassSpread &lt;=
    /// threshold. The diameter decides about total collapse, because it leaves no point out; the root mean square radius can be small with
    /// a few points far away.
    /// </summary>
    /// <param name="threshold">0..1.</param>
    public CollapseKind KindAt(double threshold) =>
        Diameter.Value is not { } diameter ? CollapseKind.Undefined
        : diameter <= threshold ? CollapseKind.Total
        : WithinClassSpread.Value <= threshold ? CollapseKind.Class
        : CollapseKind.None;

    /// <summary>Compares two embeddings. Cost as <see cref="EmbeddingSpread.Measure"/>, thickness apart.</summary>
    /// <param name="f">Before.</param>
    /// <param name="g">After: the same items in the same order; any dimension.</param>
    /// <param name="thickness">How to compute the thicknesses; null leaves them out.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">Different numbers of points or other classes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CollapseMeasures Compute(
        Embedding f, Embedding g, ThicknessSettings? thickness = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (!f.HasSameLabels(g))
        {
            throw new EmbeddingException("the embeddings have other points or labels; row i of both must be the same item");
        }

        var (before, after) = (EmbeddingSpread.Measure(f, cancellation), EmbeddingSpread.Measure(g, cancellation));
        return new CollapseMeasures
        {
            Diameter = CollapseRatio.Of(before.Diameter, after.Diameter, "all points of f coincide"),
            RmsRadius = CollapseRatio.Of(before.RmsRadius, after.RmsRadius, "all points of f coincide"),
            BetweenClassSpread = CollapseRatio.Of(
                before.BetweenClassSpread, after.BetweenClassSpread,
                f.ClassCount == 1 ? "there is one class" : "the class means of f coincide"),
            WithinClassSpread = CollapseRatio.Of(before.WithinClassSpread, after.WithinClassSpread, "every class of f is one point"),
            EffectiveRank = CollapseRatio.Of(before.EffectiveRank, after.EffectiveRank, "all points of f coincide"),
            Thickness = thickness is null
                ? null
                : ThicknessRatio.Of(
                    ThicknessSolver.Compute(f, thickness, cancellation), ThicknessSolver.Compute(g, thickness, cancellation)),
        };
    }
}
