using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Restricted;

/// <summary>The floor of one problem: what g has of it, and how to get an exact g above it.</summary>
internal sealed class RestrictionFloor
{
    private const double Tolerance = 1e-9;

    private readonly Embedding _f;
    private readonly FloorKind _kind;
    private readonly IdealSet? _set;

    internal RestrictionFloor(Embedding f, FloorKind kind, double level)
    {
        (_f, _kind) = (f, kind);
        Required = level * (kind == FloorKind.Thickness ? ThicknessSolver.Compute(f, new ThicknessSettings(), CancellationToken.None).Upper : Diameter.Compute(f).Value);
        _set = kind switch
        {
            FloorKind.Scale => IdealSet.TripletSeparated().AtLeastWide(Required),
            FloorKind.AnchorRadius => IdealSet.TripletSeparated().AtLeastApart(Required),
            _ => null,
        };
    }

    /// <summary>The least allowed measure, in the unit of the points.</summary>
    internal double Required { get; }

    /// <summary>The diameter, the proved lower end of the thickness, or the least distance of points of different classes.</summary>
    internal double Measure(Embedding g) => _kind switch
    {
        FloorKind.Scale => Diameter.Compute(g).Value,
        FloorKind.Thickness => Thickness(g).Lower,
        _ => AnchorDistances.Compute(g).NearestNegativeDistance.Min(),
    };

    /// <summary>The thickness with its direction.</summary>
    internal static ThicknessInterval Thickness(Embedding g) => ThicknessSolver.Compute(g, new ThicknessSettings { WorkLimit = 2e8 }, CancellationToken.None);

    /// <summary>Exact embeddings near g above the floor: Triplet Separation survives scaling, so what falls short is scaled up about its mean.</summary>
    internal IEnumerable<Candidate> Exact(Embedding g, string origin)
    {
        foreach (var candidate in SeparationRepair.Variants(_f, g, Certificates.NearestMetric.HausdorffLike, 0, origin))
        {
            var measure = Measure(candidate.Embedding);
            if (IsAbove(candidate.Embedding, measure, 0))
            {
                yield return candidate;
            }
            else if (measure > 0 && double.IsFinite(Required / measure))
            {
                var scaled = Scaled(candidate.Embedding, Required / measure * (1 + 1e-12));
                foreach (var again in SeparationRepair.Variants(_f, scaled, Certificates.NearestMetric.HausdorffLike, 0, origin))
                {
                    if (IsAbove(again.Embedding, Measure(again.Embedding), Tolerance))
                    {
                        yield return again;
                    }
                }
            }
        }
    }

    /// <summary>Scale and anchor radius are decided exactly; the thickness by its lower end, up to a tolerance.</summary>
    private bool IsAbove(Embedding g, double measure, double tolerance) => _set?.Contains(g) ?? measure >= Required * (1 - tolerance);

    private static Embedding Scaled(Embedding g, double factor)
    {
        var n = g.Dimension;
        var mean = new double[n];
        var result = g.Coordinates.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            mean[i % n] += result[i] / g.Count;
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = mean[i % n] + (factor * (result[i] - mean[i % n]));
        }

        return g.WithPoints(result, n);
    }
}
