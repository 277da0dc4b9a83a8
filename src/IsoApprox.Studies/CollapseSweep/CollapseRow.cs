using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>One finished run. Lengths in the unit of the points; a ratio is f* over f and null where the measure of f is 0.</summary>
/// <param name="Id">Name of the run; equal settings and data give equal names.</param>
/// <param name="Model">Where the points come from, <see cref="PointModel"/>.</param>
/// <param name="Points">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Classes">c.</param>
/// <param name="ClassSize">m, the largest class.</param>
/// <param name="Plan">How the classes were asked for, <see cref="ClassPlan"/>.</param>
/// <param name="LabelNoise">Share of shuffled labels.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Loss">L.</param>
/// <param name="Diameter">D.</param>
/// <param name="EnclosingRadius">R.</param>
/// <param name="LargestClassRadius">Largest enclosing radius of a class.</param>
/// <param name="Rank">Affine rank.</param>
/// <param name="ActiveAnchors">Share of anchors with a violated triplet.</param>
/// <param name="ViolatedTriplets">Share of violated triplets: class overlap.</param>
/// <param name="Lower">Proved lower bound of d_haus.</param>
/// <param name="Upper">Best value found.</param>
/// <param name="LowerSource">What proves <paramref name="Lower"/>.</param>
/// <param name="UpperSource">What gave <paramref name="Upper"/>.</param>
/// <param name="Status">Why the search stopped.</param>
/// <param name="LiftedLower">Proved bound that holds in every dimension; null when not computed on its own.</param>
/// <param name="PenetrationLower">Penetration bound, which sees n; null when not computed on its own or n is too large for it.</param>
/// <param name="Canonical">True when the solve for the canonical f* converged.</param>
/// <param name="CanonicalGap">Proved relative gap of the canonical f*'s sum of squares; null when nothing is proved (rank is lost).</param>
/// <param name="DiameterRatio">Diameter.</param>
/// <param name="RmsRatio">Root mean square radius.</param>
/// <param name="BetweenRatio">Between-class spread.</param>
/// <param name="WithinRatio">Within-class spread.</param>
/// <param name="EffectiveRankRatio">Effective rank.</param>
/// <param name="ThicknessLower">Lower end of the ratio of thicknesses; null when not computed.</param>
/// <param name="ThicknessUpper">Upper end; null when not computed or unbounded.</param>
/// <param name="Kind">none, class, total.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="CanonicalResidual">Largest violation of a constraint in the solve for the canonical f*, relative to d_haus; null when it
/// reached nothing.</param>
/// <param name="CanonicalGradient">Its norm of the gradient of the Lagrangian over that of the sum of squares; null when it reached
/// nothing.</param>
public sealed record CollapseRow(
    string Id,
    string Model,
    int Points,
    int Dimension,
    int Classes,
    int ClassSize,
    string Plan,
    double LabelNoise,
    int Seed,
    double Loss,
    double Diameter,
    double EnclosingRadius,
    double LargestClassRadius,
    int Rank,
    double ActiveAnchors,
    double ViolatedTriplets,
    double Lower,
    double Upper,
    string LowerSource,
    string UpperSource,
    SolveStatus Status,
    double? LiftedLower,
    double? PenetrationLower,
    bool Canonical,
    double? CanonicalGap,
    double? DiameterRatio,
    double? RmsRatio,
    double? BetweenRatio,
    double? WithinRatio,
    double? EffectiveRankRatio,
    double? ThicknessLower,
    double? ThicknessUpper,
    CollapseKind Kind,
    double Seconds,
    double? CanonicalResidual,
    double? CanonicalGradient) : IStudyRow
{
    /// <summary>True for runs of the figure with proof bands.</summary>
    internal bool WithBounds => LiftedLower is not null;

    /// <summary>d_haus/R; null where it has no value that a double holds.</summary>
    internal double? DistanceOverRadius => Quotient(Upper, EnclosingRadius);

    /// <summary>L/diam; null where it has no value that a double holds.</summary>
    internal double? LossOverDiameter => Quotient(Loss, Diameter);

    /// <inheritdoc/>
    public string? FindDefect() => RowCheck.FirstOf(
        ("points", RowCheck.Count(Points)),
        ("dimension", RowCheck.Count(Dimension)),
        ("classes", RowCheck.Count(Classes) && Classes <= Points),
        ("classSize", RowCheck.Count(ClassSize) && ClassSize <= Points),
        ("plan", Plan.Length > 0),
        ("labelNoise", RowCheck.Share(LabelNoise)),
        ("loss", RowCheck.Size(Loss)),
        ("diameter", RowCheck.Size(Diameter)),
        ("enclosingRadius", RowCheck.Size(EnclosingRadius)),
        ("largestClassRadius", RowCheck.Size(LargestClassRadius)),
        ("rank", Rank >= 0 && Rank <= Dimension),
        ("activeAnchors", RowCheck.Share(ActiveAnchors)),
        ("violatedTriplets", RowCheck.Share(ViolatedTriplets)),
        ("lower", RowCheck.Size(Lower)),
        ("upper", RowCheck.Size(Upper)),
        ("liftedLower", RowCheck.Size(LiftedLower)),
        ("penetrationLower", RowCheck.Size(PenetrationLower)),
        ("diameterRatio", RowCheck.Size(DiameterRatio)),
        ("rmsRatio", RowCheck.Size(RmsRatio)),
        ("betweenRatio", RowCheck.Size(BetweenRatio)),
        ("withinRatio", RowCheck.Size(WithinRatio)),
        ("effectiveRankRatio", RowCheck.Size(EffectiveRankRatio)));

    private static double? Quotient(double value, double unit) => unit > 0 && double.IsFinite(value / unit) ? value / unit : null;
}
