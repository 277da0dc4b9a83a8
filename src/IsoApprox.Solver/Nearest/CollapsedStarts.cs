using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// HAUS with a large margin: every class comes together in one point. A local search that has come so far goes on with the classes alone
/// (<see cref="CollapsedClasses"/>), and where the best member is collapsed starts begin so. Such a start has done its work when no class
/// would come apart where it ends; otherwise the search with all points follows, and where that is so in a whole batch of starts, further
/// ones do not begin collapsed.
/// </summary>
/// <param name="state">The search.</param>
internal sealed class CollapsedStarts(SearchState state)
{
    /// <summary>Points of a class this near, in units of the search, are one.</summary>
    private const double OnePoint = 1e-9;

    private bool _isOfUse = true;
    private int _held;
    private double _ceiling = double.PositiveInfinity;

    /// <summary>True where local searches may go on with the classes alone.</summary>
    internal bool Applies { get; } = CollapsedClasses.Applies(state.Scaled);

    /// <summary>True when the starts of this batch begin collapsed.</summary>
    internal bool BeginCollapsed { get; private set; }

    /// <summary>Before a batch. What it decides depends on the batches before, not on the threads.</summary>
    internal void NextBatch()
    {
        _isOfUse &= !BeginCollapsed || _held > 0;
        (_held, _ceiling) = (0, state.Incumbent.Upper);
        BeginCollapsed = Applies && _isOfUse && state.Incumbent.Best is { } best && IsCollapsed(best);
    }

    /// <summary>A start that begins collapsed.</summary>
    /// <param name="points">Where it begins.</param>
    /// <param name="origin">Its name.</param>
    /// <returns>Whether that was enough, and what was found, if it is better than what there was before the batch.</returns>
    internal (bool IsEnough, Candidate? Found) Begin(double[] points, string origin)
    {
        var (classes, isHopeless) = (new CollapsedClasses(state.Scaled), false);
        var isConverged = classes.Minimise(points, c =>
        {
            isHopeless = StartStage.IsHopeless(c.Distance, c.Residual, _ceiling);
            return isHopeless || IsOver(c);
        });
        state.CountEvaluations(classes.Evaluations);
        var isEnough = (isHopeless || isConverged) && classes.HoldsTogether();
        if (isEnough)
        {
            Interlocked.Increment(ref _held);
        }

        return (isEnough, isConverged && classes.Distance < _ceiling ? Member(classes, origin) : null);
    }

    /// <summary>The member at the end of a search whose classes have come together.</summary>
    internal Candidate? Finish(OuterLoop loop, string origin)
    {
        var classes = new CollapsedClasses(loop.Problem);
        classes.Minimise(loop.Lagrangian.Embedding, IsOver);
        state.CountEvaluations(classes.Evaluations);
        return Member(classes, origin);
    }

    private bool IsOver(CollapsedClasses classes) => state.IsClosing() || classes.Evaluations >= state.Settings.MaxEvaluations;

    private Candidate? Member(CollapsedClasses classes, string origin) => state.Repair(state.Scaled, classes.Embedding(), origin);

    private bool IsCollapsed(Candidate member)
    {
        var f = member.Embedding;
        return Enumerable.Range(0, f.Count).All(i =>
            VectorKernels.SquaredDistance(f[i], f[f.Members(f.Classes[i])[0]]) <= Math.Pow(OnePoint * state.Scaled.Scale, 2));
    }
}
