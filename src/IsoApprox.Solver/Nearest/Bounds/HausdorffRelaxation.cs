using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>Solution of the Gram relaxation of d_haus.</summary>
/// <param name="Certificate">Its multipliers.</param>
/// <param name="Points">g, N x d in search coordinates.</param>
/// <param name="Lifted">Gram matrix W of the additional coordinates, N x N; 0 where no dimension is lost.</param>
internal sealed record RelaxedSolution(GramCertificate Certificate, double[] Points, double[] Lifted);

/// <summary>
/// Solves the Gram relaxation of d_haus to a set without norms, that is the problem with free dimension, by an interior-point method over a
/// working set of comparisons and thresholds. The set starts from all (small N) or from those that a search found close to active, and
/// grows by the ones the relaxed solution violates.
/// </summary>
internal sealed class HausdorffRelaxation(SearchProblem problem)
{
    private const int CompleteUpTo = 900;
    private const int LargestSet = 2600;
    private const int MaxRounds = 8;
    private const int NearestKept = 3;

    /// <summary>Largest N this method takes: one comparison in each direction for every point must fit into the working set.</summary>
    internal const int LargestCount = 200;

    private readonly LevelOrder _order = problem.Order;

    /// <summary>True for d_haus of few points to a set without norms.</summary>
    internal static bool Applies(SearchProblem problem) =>
        problem.Metric == NearestMetric.HausdorffLike && !problem.HasUnitNorms
            && problem.Count * Math.Max(1, problem.Order.Boundaries) <= LargestCount;

    /// <summary>All N (N - 1) comparisons of every boundary fit.</summary>
    internal bool IsSmall => (long)problem.Count * problem.Count * Math.Max(1, _order.Boundaries) <= CompleteUpTo;

    /// <param name="guide">A search that is close to a solution; not needed when <see cref="IsSmall"/>.</param>
    /// <param name="tolerance">Relative complementarity.</param>
    /// <param name="accept">Told each precise solution; true when it is good enough although comparisons outside the working set may be
    /// violated a little.</param>
    /// <param name="stop">Polled between iterations.</param>
    /// <returns>True when the last precise solution was accepted or no constraint was missing.</returns>
    internal bool Solve(AugmentedLagrangian? guide, double tolerance, Func<RelaxedSolution, bool> accept, Func<bool> stop)
    {
        var constraints = new RelaxationConstraints(problem);
        if (guide is null)
        {
            constraints.AddAll();
        }
        else
        {
            AddClose(constraints, guide);
        }

        var precise = IsSmall;
        HausdorffInteriorPoint? previous = null;
        for (var round = 0; round < MaxRounds && constraints.Count <= LargestSet && !stop(); round++)
        {
            var method = new HausdorffInteriorPoint(problem.Points, problem.Count, constraints);
            var reached = method.Solve(precise ? tolerance : Math.Max(tolerance, HausdorffInteriorPoint.LooseTolerance), previous, stop);
            if (!method.HasRun)
            {
                return false;
            }

            if (precise && accept(ToSolution(constraints, method)))
            {
                return true;
            }

            var added = AddViolated(constraints, method);
            if (precise && added == 0)
            {
                return reached;
            }

            (previous, precise) = (precise ? previous : method, precise || added <= problem.Count / 4);
        }

        return false;
    }

    private RelaxedSolution ToSolution(RelaxationConstraints constraints, HausdorffInteriorPoint method) => new(
        GramMultipliers.OfInteriorPoint(problem, constraints, method.Multipliers).Certificate(), method.Points.ToArray(),
        method.LiftedGram());

    /// <summary>
    /// Constraints with a multiplier, and for each cut its farthest near positions and nearest far ones; the same for thresholds.
    /// </summary>
    private void AddClose(RelaxationConstraints constraints, AugmentedLagrangian guide)
    {
        var n = problem.Count;
        for (var cut = 0; cut < _order.Cuts; cut++)
        {
            foreach (var position in guide.Cuts.Columns(cut))
            {
                constraints.Add(cut, position);
            }

            var (anchor, row) = (_order.Anchor(cut), guide.SquaredDistances.Slice(_order.Anchor(cut) * n, n).ToArray());
            var (near, far) = Extremes(row, p => p != anchor && _order.IsNear(cut, p), p => !_order.IsNear(cut, p));
            if (far.Length > 0)
            {
                constraints.Add(cut, anchor);
            }

            if (near.Length > 0 && far.Length > 0)
            {
                Array.ForEach(near, p => constraints.Add(cut, p));
                Array.ForEach(far, p => constraints.Add(cut, p));
            }
        }

        for (var anchor = 0; problem.HasThresholds && anchor < n; anchor++)
        {
            foreach (var position in guide.Thresholds!.Columns(anchor))
            {
                constraints.AddThreshold(anchor, position);
            }

            var (own, row) = (_order.Classes[anchor], guide.SquaredDistances.Slice(anchor * n, n).ToArray());
            var (near, far) = Extremes(row, p => p != anchor && _order.Classes[p] == own, p => _order.Classes[p] != own);
            Array.ForEach([.. near, .. far], p => constraints.AddThreshold(anchor, p));
        }
    }

    private static (int[] Near, int[] Far) Extremes(double[] row, Func<int, bool> isNear, Func<int, bool> isFar) => (
        [.. Enumerable.Range(0, row.Length).Where(isNear).OrderByDescending(p => row[p]).Take(NearestKept)],
        [.. Enumerable.Range(0, row.Length).Where(isFar).OrderBy(p => row[p]).Take(NearestKept)]);

    /// <summary>
    /// For each cut the comparisons that the relaxed solution violates against the best opposite one, and the thresholds it violates.
    /// </summary>
    private int AddViolated(RelaxationConstraints constraints, HausdorffInteriorPoint method)
    {
        var (n, added, tolerance) = (problem.Count, 0, 1e-9 * problem.Radius);
        var squared = new double[n];
        for (var anchor = 0; anchor < n; anchor++)
        {
            for (var p = 0; p < n; p++)
            {
                squared[p] = p == anchor ? 0 : method.SquaredDistance(anchor, p);
            }

            for (var cut = anchor; cut < _order.Cuts; cut += n)
            {
                added += AddViolated(constraints, cut, squared, tolerance);
            }

            for (var p = 0; problem.HasThresholds && p < anchor; p++)
            {
                var excess = _order.Classes[p] == _order.Classes[anchor]
                    ? squared[p] - (problem.Within * problem.Within)
                    : (problem.Beyond * problem.Beyond) - squared[p];
                added += excess > tolerance && constraints.AddThreshold(anchor, p) ? 1 : 0;
            }
        }

        return added;
    }

    private int AddViolated(RelaxationConstraints constraints, int cut, double[] squared, double tolerance)
    {
        var (farthest, nearest, anchor, added) = (double.NegativeInfinity, double.PositiveInfinity, _order.Anchor(cut), 0);
        for (var p = 0; p < squared.Length; p++)
        {
            if (!_order.IsNear(cut, p))
            {
                nearest = Math.Min(nearest, squared[p]);
            }
            else if (p != anchor)
            {
                farthest = Math.Max(farthest, squared[p]);
            }
        }

        if (double.IsNegativeInfinity(farthest) || double.IsPositiveInfinity(nearest) || farthest <= nearest + tolerance)
        {
            return 0;
        }

        var middle = 0.5 * (farthest + nearest);
        for (var p = 0; p < squared.Length; p++)
        {
            var bad = _order.IsNear(cut, p) ? p != anchor && squared[p] > middle : squared[p] < middle;
            added += bad && constraints.Add(cut, p) ? 1 : 0;
        }

        return added;
    }
}
