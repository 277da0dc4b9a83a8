using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>What is asked of g besides Triplet Separation.</summary>
public enum MarginKind
{
    /// <summary>||g_a - g_p|| + alpha &lt;= ||g_a - g_n||, alpha = level diam(f).</summary>
    Margin,

    /// <summary>diam(g) >= level diam(f).</summary>
    Scale,

    /// <summary>theta(g) >= level theta(f).</summary>
    Thickness,

    /// <summary>||g_i - g_k|| >= level diam(f) for points of different classes.</summary>
    AnchorRadius,
}

/// <summary>An interval of a distance.</summary>
/// <param name="Lower">Proved.</param>
/// <param name="Upper">Attained.</param>
/// <param name="Status">Of the search.</param>
public sealed record DistanceInterval(double Lower, double Upper, SolveStatus Status);

/// <summary>One instance with one margin or floor.</summary>
/// <param name="Id">Name; equal settings and data give equal names.</param>
/// <param name="Model">Model of the points, or data and its name.</param>
/// <param name="Points">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Classes">c.</param>
/// <param name="Seed">Of the points.</param>
/// <param name="Kind">What is asked of g.</param>
/// <param name="Level">How much of it, see the kinds.</param>
/// <param name="Diameter">D of f.</param>
/// <param name="EnclosingRadius">R of f: d_haus to one point for everything.</param>
/// <param name="Loss">Hard-mined loss L with the margin; without one for the floors.</param>
/// <param name="Hausdorff">d_haus(f, .). For a floor the lower end is that of the unrestricted problem.</param>
/// <param name="Isometric">d_iso(f, .); null for the floors.</param>
/// <param name="IsCanonical">True when the canonical f* converged; null for the floors, where convergence is not measured.</param>
/// <param name="Ratios">Canonical f* over f.</param>
/// <param name="FloorMultiplierShare">Anchor radius: share of the positive multipliers that lies on the floor itself; null
/// otherwise.</param>
/// <param name="ActiveTriplets">Floors: number of separation multipliers above 1e-6 of the largest, over N; null for a margin.</param>
/// <param name="Seconds">Time taken.</param>
public sealed record MarginRow(
    string Id,
    string Model,
    int Points,
    int Dimension,
    int Classes,
    int Seed,
    MarginKind Kind,
    double Level,
    double Diameter,
    double EnclosingRadius,
    double Loss,
    DistanceInterval Hausdorff,
    DistanceInterval? Isometric,
    bool? IsCanonical,
    SpreadRatios Ratios,
    double? FloorMultiplierShare,
    double? ActiveTriplets,
    double Seconds) : IStudyRow
{
    /// <inheritdoc/>
    public string? FindDefect() => RowCheck.FirstOf(
        ("points", RowCheck.Count(Points)),
        ("dimension", RowCheck.Count(Dimension)),
        ("classes", RowCheck.Count(Classes) && Classes <= Points),
        ("level", RowCheck.Size(Level)),
        ("diameter", RowCheck.Size(Diameter)),
        ("enclosingRadius", RowCheck.Size(EnclosingRadius)),
        ("loss", RowCheck.Size(Loss)),
        ("hausdorff", IsPossible(Hausdorff)),
        ("isometric", Isometric is null || IsPossible(Isometric)),
        ("ratios", SpreadRatios.ArePossible(Ratios)),
        ("floorMultiplierShare", RowCheck.Share(FloorMultiplierShare)),
        ("activeTriplets", RowCheck.Size(ActiveTriplets)));

    private static bool IsPossible(DistanceInterval interval) => RowCheck.Size(interval.Lower) && RowCheck.Size(interval.Upper);
}
