using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>
/// The floor of one problem: the set with it, and how to get members above it. Diameter and anchor radius are floors of the set; thickness
/// is measured.
/// </summary>
internal sealed class RestrictionFloor
{
    private const double Tolerance = 1e-9;

    private readonly FloorKind _kind;
    private readonly MemberRepair _repair;

    internal RestrictionFloor(Embedding f, FloorKind kind, double level)
    {
        _kind = kind;
        Required = level * (kind == FloorKind.Thickness
            ? ThicknessSolver.Compute(f, new ThicknessSettings(), CancellationToken.None).Upper
            : Diameter.Compute(f).Value);
        var set = IdealSet.TripletSeparated();
        Problem = new Problem(f, NearestMetric.HausdorffLike, kind switch
        {
            FloorKind.Scale => set.AtLeastWide(Required),
            FloorKind.AnchorRadius => set.AtLeastApart(Required),
            _ => set,
        });
        _repair = new MemberRepair(Problem);
    }

    /// <summary>The distance to the set with its floor.</summary>
    internal Problem Problem { get; }

    /// <summary>The least allowed measure, in the unit of the points.</summary>
    internal double Required { get; }

    /// <summary>The thickness with its direction.</summary>
    internal static ThicknessInterval Thickness(Embedding g) =>
        ThicknessSolver.Compute(g, new ThicknessSettings { WorkLimit = 2e8 }, CancellationToken.None);

    /// <summary>Members near g. Triplet Separation survives scaling, so what is too thin is scaled up about its mean.</summary>
    internal IEnumerable<Candidate> Exact(Embedding g, string origin)
    {
        foreach (var candidate in _repair.Variants(g, origin))
        {
            var thickness = _kind == FloorKind.Thickness ? Thickness(candidate.Embedding).Lower : Required;
            if (thickness >= Required)
            {
                yield return candidate;
            }
            else if (thickness > 0 && double.IsFinite(Required / thickness))
            {
                var scaled = RowScaling.AboutMean(candidate.Embedding, Required / thickness * (1 + 1e-12));
                foreach (var again in _repair.Variants(scaled, origin)
                    .Where(c => Thickness(c.Embedding).Lower >= Required * (1 - Tolerance)))
                {
                    yield return again;
                }
            }
        }
    }
}
