using System.Numerics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Upper values during the branch and bound: relaxed points that violate nothing are repaired, others now and then descend to a local
/// minimum first.
/// </summary>
internal sealed class UpperSearch(Problem problem, Candidate start)
{
    private const double RoomForCentre = 4;
    private readonly SearchProblem _scaled = new(problem, problem.Dimension!.Value);
    private readonly MemberRepair _repair = new(problem);

    internal Candidate Best { get; private set; } = start;

    internal double Value => Best.Value;

    /// <summary>A candidate from a node's relaxed point, or null. Depends on the arguments and the best value only.</summary>
    /// <param name="result">The node.</param>
    /// <param name="index">Place in the batch.</param>
    /// <param name="batch">Number of the batch.</param>
    internal Candidate? Repair(NodeResult result, int index, long batch)
    {
        if (result.Point is not { } point || !Array.TrueForAll(point, double.IsFinite))
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
        var goesOn = descend || (direct is null && result.Split is null);
        return goesOn && Descend(g) is { } end ? Candidate.Better(direct, Apply(end)) : direct;
    }

    /// <summary>Takes the best candidate; true when it improves the value.</summary>
    internal bool Take(IEnumerable<Candidate?> candidates)
    {
        var before = Best;
        foreach (var candidate in candidates)
        {
            Best = Candidate.Better(Best, candidate)!;
        }

        return !ReferenceEquals(before, Best);
    }

    private Candidate? Apply(Embedding g) => _repair.Apply(g, "branch and bound", Value);

    /// <summary>Where a local search from points ends; null when that is beyond the largest double.</summary>
    private Embedding? Descend(Embedding g)
    {
        var loop = new OuterLoop(_scaled, OuterSettings.For(_scaled), 1, () => false);
        loop.Start(_scaled.FromResult(g));
        loop.Run();
        var end = loop.Lagrangian.Embedding;
        return Array.TrueForAll(end, x => double.IsFinite(RoomForCentre * _scaled.Scale * x)) ? _scaled.ToResult(end) : null;
    }
}
