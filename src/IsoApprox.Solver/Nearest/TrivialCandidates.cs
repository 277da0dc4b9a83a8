using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Embeddings that are in the set by construction or nearly so: everything at one point, each class at one point, contracted classes,
/// lifted classes, classes moved apart, f itself.
/// </summary>
internal static class TrivialCandidates
{
    /// <summary>Points up to which FreeLift, which costs O(N^3), is tried.</summary>
    private const int LargestFreeLift = 400;

    private const int BallSteps = 12;

    private const double DearTest = 2e9;
    private const int FewBallSteps = 4;

    /// <summary>
    /// Members of the set. There is at least one unless the set is empty or hard to meet (margins of a ladder without groups, or on the
    /// sphere).
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dimension">d.</param>
    /// <param name="repair">Makes members.</param>
    internal static IEnumerable<Candidate> All(Problem problem, int dimension, MemberRepair repair)
    {
        foreach (var (name, g) in Proposals(problem, dimension))
        {
            if (g is not null && Coordinates.Fit(g, problem, dimension) is { } fitted && repair.Apply(fitted, name) is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    /// <summary>True where one test of membership takes so long that constructions are a first value only: the search finds better
    /// ones.</summary>
    internal static bool IsDear(Embedding f) => (double)f.Count * f.Count * f.Dimension >= DearTest;

    /// <summary>The distance that the set keeps between two classes that are two points.</summary>
    internal static double Apart(Problem problem) => Math.Max(
        Math.Max(problem.Set.Margin, problem.Set.Beyond), problem.Set.LeastDiameter / Math.Max(1, problem.Points.ClassCount - 1));

    private static IEnumerable<(string Name, Embedding? G)> Proposals(Problem problem, int dimension)
    {
        var (f, set, width) = (problem.Points, problem.Set, Coordinates.Width(problem, dimension));
        if (set.HasUnitNorms)
        {
            yield return ("all points at one point", OnePointOnSphere(problem, width));
            yield return ("classes apart on the sphere", ClassLayouts.OnSphere(f, width));
        }
        else if (Apart(problem) is var apart and > 0)
        {
            yield return ("class centres on a line", ClassLayouts.OnLine(f, problem.Levels, set.Margin, apart));
            yield return ("classes of one place apart", set.Margin > 0 ? SpreadClusters.Apply(f, set.Margin) : null);
        }
        else
        {
            yield return ("all points at the centre of the enclosing ball", ClassLayouts.AtCentres(f, perClass: false));
        }

        if (set.IsTripletSeparated)
        {
            foreach (var proposal in set.Margin == 0 ? Repairs(problem, dimension) : [])
            {
                yield return proposal;
            }

            yield break;
        }

        yield return ("f", f);
        yield return ("each class at the centre of its enclosing ball", ClassLayouts.AtCentres(f, perClass: true));
        if (!set.HasComparisons && width >= f.Dimension)
        {
            yield return ("shrunk classes, centres apart", Spread(problem));
        }
    }

    private static IEnumerable<(string Name, Embedding? G)> Repairs(Problem problem, int dimension)
    {
        var f = problem.Points;
        var loss = TripletLoss.HardMined(f).Value;
        yield return ("each class at the centre of its enclosing ball", ClassLayouts.AtCentres(f, perClass: true));
        yield return ("BallRepair", BallRepair.Tightest(f, loss, IsDear(f) ? FewBallSteps : BallSteps));
        if (f.Dimension == 1 && problem.Metric == NearestMetric.IsometricError)
        {
            yield return ("LineRepair", LineRepair.Apply(f, loss));
        }

        if (dimension >= f.Dimension + f.ClassCount - 1)
        {
            yield return ("LiftRepair", LiftRepair.Apply(f, loss * (1 + 1e-12)));
        }

        if (problem.Metric == NearestMetric.IsometricError && dimension >= f.Count - 1 && f.Count <= LargestFreeLift)
        {
            yield return ("FreeLift", FreeLift.ApplyWithinPoints(f, loss * (1 + 1e-12)));
        }
    }

    private static Embedding? Spread(Problem problem)
    {
        for (var factor = 1.0; factor < 1e4; factor *= 1.3)
        {
            if (ClassLayouts.Spread(problem.Points, problem.Set.Within, factor) is var moved && problem.Set.Contains(moved))
            {
                return moved;
            }
        }

        return null;
    }

    /// <summary>Any point for ISO; for HAUS the direction of the centre of the enclosing ball.</summary>
    private static Embedding OnePointOnSphere(Problem problem, int width)
    {
        var f = problem.Points;
        var point = new double[width];
        if (problem.Metric == NearestMetric.HausdorffLike)
        {
            EnclosingBall.Compute(f).Center.CopyTo(point, 0);
        }

        point[0] = point.All(x => x == 0) ? 1 : point[0];
        return f.WithPoints([.. Enumerable.Range(0, f.Count * width).Select(e => point[e % width])], width);
    }
}
