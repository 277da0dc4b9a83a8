using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest.Repair;

/// <summary>
/// Turns an embedding that is almost in the set into one that is exactly in it: points closer than a tolerance are merged, groups of
/// similar classes contract towards their centroids by the smallest factor that works (for a Triplet-Separated g contraction is strictly
/// feasible wherever points of different classes do not coincide), and where margins, thresholds or floors ask for it the whole is scaled
/// up; with unit norms rows are normalised again.
/// </summary>
internal sealed class MemberRepair
{
    private const int MergeUpTo = 200;
    private const double FirstFactor = 1e-15;
    private const double FactorStep = 8;
    private const int Bisections = 6;

    /// <summary>Points from which a test is dear.</summary>
    private const int DearFrom = 257;

    /// <summary>Centroids are taken to be at most so many diameters of a class apart, less one.</summary>
    private const double DistantCentres = 32;

    /// <summary>Scaled up by a hair more than needed.</summary>
    private const double Growth = 1 + 1e-14;
    private static readonly double[] MergeTolerances = [0, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4];

    private readonly Problem _problem;
    private readonly Contraction _contraction;
    private readonly double _scale;
    private readonly Func<bool> _stop;

    /// <param name="problem">The problem.</param>
    /// <param name="stop">Polled once there is a member: the best so far is then returned.</param>
    internal MemberRepair(Problem problem, Func<bool>? stop = null)
    {
        (_problem, _contraction, _stop) = (problem, new Contraction(problem.Levels), stop ?? (() => false));
        var (set, within) = (problem.Set, double.IsFinite(problem.Set.Within) ? problem.Set.Within : 0);
        _scale = new[] { Diameter.Compute(problem.Points).Value, set.Margin, set.Beyond, within, set.LeastDiameter }.Max();
    }

    private IdealSet Set => _problem.Set;

    /// <summary>True where scaling up helps against a violation.</summary>
    private bool CanGrow => !Set.HasUnitNorms && (Set.Margin > 0 || Set.Beyond > 0 || Set.LeastDiameter > 0);

    /// <summary>The best member near g, or null when none was found below <paramref name="ceiling"/>.</summary>
    internal Candidate? Apply(Embedding g, string origin, double ceiling = double.PositiveInfinity)
    {
        Candidate? best = null;
        foreach (var candidate in Variants(g, origin))
        {
            best = candidate.Value < ceiling ? Candidate.Better(best, candidate) : best;
            if (_stop())
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Members near g, one for each tolerance below which points are merged; those without one are left out.</summary>
    internal IEnumerable<Candidate> Variants(Embedding g, string origin)
    {
        // Classes of diameter 0 are points.
        var start = Set.Within == 0 ? _contraction.Apply(g, 1) : Normalised(g);
        foreach (var tolerance in g.Count <= MergeUpTo ? MergeTolerances : [0])
        {
            var merged = tolerance == 0 ? start : Merging.Apply(start, tolerance * _scale);
            if (merged is not null && Contract(Normalised(merged), origin) is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    /// <summary>The candidate when g is exactly in the set, otherwise null.</summary>
    internal Candidate? Accept(Embedding g, string origin) =>
        Set.Contains(g) ? new Candidate(g, AttainedValue.Above(_problem, g), origin) : null;

    /// <summary>
    /// The best of all factors up to the first that needs no scaling, and of a few between that one and the last that does not do without.
    /// </summary>
    private Candidate? Contract(Embedding g, string origin)
    {
        var (low, high) = (0.0, 0.0);
        var (best, isEnough) = Try(g, 0, origin);
        for (var factor = isEnough ? 1 : Least(g); !isEnough && low < 1 && !IsDone(); factor = Math.Min(1, FactorStep * factor))
        {
            (var trial, isEnough) = Try(g, factor, origin);
            best = Candidate.Better(best, trial);
            (low, high) = isEnough ? (low, factor) : (factor, high);
        }

        for (var step = 0; step < Bisections && high > 0 && low > 0 && !IsDone(); step++)
        {
            var middle = Math.Sqrt(low * high);
            var (trial, enough) = Try(g, middle, origin);
            best = Candidate.Better(best, trial);
            (low, high) = enough ? (low, middle) : (middle, high);
        }

        return best;

        bool IsDone() => best is not null && _stop();
    }

    /// <summary>
    /// The first factor of the ladder. Where a test is dear, one that is too small by far: contraction by s takes s d from a distance d
    /// within a class, and adds less than s |c_A - c_B| to one between classes.
    /// </summary>
    private double Least(Embedding g)
    {
        var factor = FirstFactor;
        if (g.Count < DearFrom || !Set.IsTripletSeparated || Set.Margin > 0)
        {
            return factor;
        }

        var anchors = AnchorDistances.Compute(g);
        var violation = anchors.FarthestPositiveDistance
            .Zip(anchors.NearestNegativeDistance, (far, near) => far > 0 ? 1 - (near / far) : 0).Max();
        while (FactorStep * factor <= violation / DistantCentres)
        {
            factor *= FactorStep;
        }

        return factor;
    }

    /// <summary>The member after contraction by a factor, and whether it needed no scaling.</summary>
    private (Candidate? Member, bool IsEnough) Try(Embedding g, double factor, string origin)
    {
        var contracted = factor == 0 ? g : Normalised(_contraction.Apply(g, factor));
        var growth = CanGrow ? NeededGrowth(contracted) : 1;
        if (growth is null)
        {
            return (null, false);
        }

        var member = Accept(growth > 1 ? Scaling(contracted, growth.Value * Growth) : contracted, origin);
        return (member, member is not null && growth == 1);
    }

    /// <summary>The factor by which all has to grow; null when growing does not help.</summary>
    private double? NeededGrowth(Embedding g)
    {
        double? growth = 1;
        foreach (var (demand, amount, _) in Set.Violations(g))
        {
            var length = demand switch
            {
                SetDemand.Comparison => Set.Margin,
                SetDemand.Beyond => Set.Beyond,
                SetDemand.Diameter => Set.LeastDiameter,
                _ => 0,
            };
            if (amount.Upper > 0)
            {
                growth = amount.Upper < length ? Math.Max(growth.Value, length / (length - amount.Upper)) : null;
            }

            if (growth is null)
            {
                break;
            }
        }

        return growth;
    }

    private Embedding Normalised(Embedding g) => Set.HasUnitNorms ? RowScaling.ToUnitNorms(g) : g;

    private static Embedding Scaling(Embedding g, double factor) => RowScaling.AboutMean(g, factor);
}
