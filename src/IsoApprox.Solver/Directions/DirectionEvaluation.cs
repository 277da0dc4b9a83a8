using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Solves open nodes: on a few points, then with the points that fit worst added, until no point is missing or the target is reached.
/// </summary>
/// <param name="f">The points.</param>
/// <param name="solver">Solves a node on given points.</param>
/// <param name="seed">Of all random numbers.</param>
internal sealed class DirectionEvaluation(ScaledPoints f, NodeSolver solver, int seed)
{
    /// <summary>Rounds of a node below the root.</summary>
    internal const int Rounds = 8;

    /// <summary>Rounds at the root, whose multipliers come from nowhere.</summary>
    internal const int RootRounds = 20;

    private const int Added = 3;

    /// <summary>A violation below this share of the unit is none.</summary>
    private const double Significant = 1e-3;

    /// <summary>Points that violate less than this are not worth another round when the last one gained nothing.</summary>
    private const double Minor = 0.05;
    private const double NoGain = 1e-3;
    private const double NoMultiplier = 1e-9;
    private readonly Embedding _points = f.Source.WithPoints(f.Coordinates, f.Dimension);
    private long _evaluations;

    /// <summary>Evaluations of the Lagrangian so far.</summary>
    internal long Evaluations => Interlocked.Read(ref _evaluations);

    /// <param name="node">The node; its solution, bound and tree node are written.</param>
    /// <param name="target">A bound of this is enough.</param>
    /// <param name="rounds">Limit.</param>
    internal void Solve(OpenDirection node, double target, int rounds)
    {
        var rows = new HashSet<int>(node.Solution is { } parent ? Support(parent) : []);
        rows.UnionWith(node.Proposed);
        foreach (var subject in node.Cones.Keys)
        {
            rows.UnionWith(new[] { subject.First, subject.Second }.Where(side => side < 0).Select(side => -1 - side));
        }

        if (rows.Count == 0)
        {
            // A parent that proves nothing has no support.
            rows.UnionWith(node.Solution?.Last.Rows ?? [0]);
        }

        Solve(node, rows, target, rounds);
    }

    /// <summary>
    /// Solves a node again with points that no embedding of the node's points leaves room for: each of them fits in, but not all of them
    /// together. False when all fit, or when the node's value did not rise.
    /// </summary>
    /// <param name="node">A solved node.</param>
    /// <param name="target">A bound of this is enough.</param>
    internal bool Extend(OpenDirection node, double target)
    {
        var (last, n, before) = (node.Solution!.Last, f.Dimension, node.Solution.Estimate);
        double[] places = [.. last.Rows.SelectMany((_, i) => node.Solution.Leading(i, n).ToArray())];
        var placement = new ReducedPlacement(
            _points, f.Margin, last.Rows, Embedding.Create(places, n, [.. last.Rows.Select(f.ClassOf)]));
        var distances = placement.Distances;
        if (!(node.Placement?.Value <= distances.Max()))
        {
            node.Placement = (distances.Max(), placement.Images);
        }

        var missing = Enumerable.Range(0, f.Count).Except(last.Rows).Where(i => distances[i] > before + Significant)
            .OrderByDescending(i => distances[i]).ThenBy(i => i).Take(Added).ToArray();
        if (missing.Length == 0)
        {
            return false;
        }

        Solve(node, [.. Support(node.Solution), .. missing], target, Rounds);
        return node.Solution.Estimate > before * (1 + NoGain);
    }

    private void Solve(OpenDirection node, HashSet<int> rows, double target, int rounds)
    {
        var cones = node.Usable();
        var previous = 0.0;
        var solution = node.Solution;
        for (var round = 0; round < rounds; round++)
        {
            solution = solver.Solve(rows, cones, solution, target, polish: false, seed);
            Interlocked.Add(ref _evaluations, solution.Evaluations);
            node.Tree.Offer(solution);
            if (solution.Bound >= target)
            {
                break;
            }

            var missing = Missing(solution, rows);
            if (missing.Length == 0 || (round > 0 && solution.Estimate < previous * (1 + NoGain) && missing[0].Violation < Minor))
            {
                break;
            }

            previous = Math.Max(previous, solution.Estimate);
            rows.IntersectWith(Support(solution));
            rows.UnionWith(missing.Select(x => x.Row));
        }

        node.Solution = solution;
        node.Bound = Math.Max(node.Bound, node.Tree.Bound);
    }

    /// <summary>Solves a node that was solved roughly on the same points well.</summary>
    internal void Polish(OpenDirection node, double target)
    {
        var solution = solver.Solve(node.Solution!.Last.Rows, node.Usable(), node.Solution, target, polish: true, seed);
        Interlocked.Add(ref _evaluations, solution.Evaluations);
        node.Tree.Offer(solution);
        node.Solution = solution;
        node.Bound = Math.Max(node.Bound, node.Tree.Bound);
        node.IsPolished = true;
    }

    /// <summary>The rows that carry a multiplier.</summary>
    internal static IEnumerable<int> Support(NodeSolution solution)
    {
        var last = solution.Last;
        var used = Array.ConvertAll(last.Weights, w => w > NoMultiplier);
        foreach (var (anchor, other, _) in last.Comparisons)
        {
            used[anchor] = used[other] = true;
        }

        foreach (var cone in last.Conics)
        {
            used[cone.First] = used[cone.Second] = true;
        }

        foreach (var line in last.Lines)
        {
            used[line.Row] = true;
        }

        return last.Rows.Where((_, i) => used[i]);
    }

    private (double Violation, int Row)[] Missing(NodeSolution solution, HashSet<int> rows)
    {
        var pricing = new PointPricing(f, solution);
        return [.. Enumerable.Range(0, f.Count).Where(i => !rows.Contains(i)).Select(i => (Violation: pricing.Violation(i), Row: i))
            .Where(x => x.Violation > Significant).OrderByDescending(x => x.Violation).ThenBy(x => x.Row).Take(Added)];
    }
}
