using System.Numerics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Global;

/// <summary>
/// Upper values during the branch and bound: relaxed points that violate nothing are repaired, others now and then descend to a local minimum first.
/// </summary>
internal sealed class UpperSearch(Problem problem, Candidate start)
{
    private readonly ScaledProblem _scaled = new(problem.Points, problem.Metric, problem.Dimension!.Value, problem.Margin);

    internal Candidate Best { get; private set; } = start;

    internal double Value => Best.Value;

    /// <summary>A candidate from a node's relaxed point, or null. Depends on the arguments and the best value only.</summary>
    /// <param name="result">The node.</param>
    /// <param name="index">Place in the batch.</param>
    /// <param name="batch">Number of the batch.</param>
    internal Candidate? Repair(NodeResult result, int index, long batch)
    {
        if (result.Point is not { } point)
        {
            return null;
        }

        var descend = index == 0 && (batch < 8 || BitOperations.IsPow2(batch));
        if (result.Split is not null && !descend)
        {
            return null;
        }

        var g = problem.Points.WithPoints(point, problem.Dimension!.Value);
        var direct = result.Split is null ? Apply(g) : null;
        return descend || (direct is null && result.Split is null) ? Better(direct, Apply(Descend(g))) : direct;
    }

    /// <summary>Takes the best candidate; true when it improves the value.</summary>
    internal bool Take(IEnumerable<Candidate?> candidates)
    {
        var before = Best;
        foreach (var candidate in candidates)
        {
            Best = Better(Best, candidate)!;
        }

        return !ReferenceEquals(before, Best);
    }

    private Candidate? Apply(Embedding g) => SeparationRepair.Apply(problem.Points, g, problem.Metric, problem.Margin, "branch and bound", Value);

    private static Candidate? Better(Candidate? a, Candidate? b) => a is null || b?.Value < a.Value ? b : a;

    private Embedding Descend(Embedding g)
    {
        var solver = new AugmentedLagrangianSolver(_scaled, OuterSettings.For(_scaled), 1, () => false);
        solver.Start(_scaled.Dimension == problem.Dimension && _scaled.Points.Length == g.Coordinates.Length ? FromResult(g) : _scaled.Points);
        solver.Run();
        return _scaled.ToResult(solver.Lagrangian.Embedding);
    }

    /// <summary>Search coordinates of g. ISO: any motion of g will do.</summary>
    private double[] FromResult(Embedding g)
    {
        if (problem.Metric == NearestMetric.HausdorffLike && g.Dimension == problem.Points.Dimension)
        {
            return _scaled.FromSource(g.Coordinates);
        }

        var mean = new double[g.Dimension];
        for (var i = 0; i < g.Coordinates.Length; i++)
        {
            mean[i % g.Dimension] += g.Coordinates[i] / g.Count;
        }

        return [.. g.Coordinates.ToArray().Select((x, i) => (x - mean[i % g.Dimension]) / _scaled.Scale)];
    }
}
