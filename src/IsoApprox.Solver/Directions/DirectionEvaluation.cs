using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

/// <summary>Solves an open node: on a few points, then with the points that fit worst added, until no point is missing or the target is reached.</summary>
internal sealed class DirectionEvaluation(Embedding f, double[] scaled, NodeSolver solver)
{
    private const int Added = 3;
    private const double Significant = 1e-3;

    internal long Evaluations;
    internal long Solves;

    internal void Solve(OpenDirection node, double target, int rounds, IEnumerable<int> first)
    {
        var cones = node.Usable();
        var rows = new HashSet<int>(node.Solution is { } parent ? Support(parent) : []);
        rows.UnionWith(first);
        foreach (var subject in node.Cones.Keys)
        {
            foreach (var side in new[] { subject.First, subject.Second })
            {
                if (side < 0)
                {
                    rows.Add(-1 - side);
                }
            }
        }

        var previous = 0.0;
        var solution = node.Solution;
        for (var round = 0; round < rounds; round++)
        {
            solution = solver.Solve(rows, cones, solution, new NodeEffort(target), 1);
            Interlocked.Add(ref Evaluations, solution.Evaluations);
            Interlocked.Increment(ref Solves);
            node.Tree.Offer(solution);
            if (solution.Bound >= target)
            {
                break;
            }

            var pricing = new PointPricing(f, scaled, solution);
            var missing = Enumerable.Range(0, f.Count).Where(i => !rows.Contains(i)).Select(i => (Violation: pricing.Violation(i), Row: i))
                .Where(x => x.Violation > Significant).OrderByDescending(x => x.Violation).ThenBy(x => x.Row).Take(Added).ToArray();
            if (missing.Length == 0 || (round > 0 && solution.Estimate < previous * (1 + 1e-3) && missing[0].Violation < 0.05))
            {
                break;
            }

            previous = Math.Max(previous, solution.Estimate);
            rows.IntersectWith(Support(solution));
            rows.UnionWith(missing.Select(x => x.Row));
        }

        node.Solution = solution;
        node.Bound = Math.Max(node.Bound, node.Tree.Bound);
        node.Solved = true;
    }

    /// <summary>The rows that carry a multiplier.</summary>
    internal static IEnumerable<int> Support(NodeSolution solution)
    {
        var last = solution.Last;
        var used = Array.ConvertAll(last.Weights, w => w > 1e-9);
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
}
