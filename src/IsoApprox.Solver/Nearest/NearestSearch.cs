using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest;

/// <summary>One search: its stages in order, then the result. Limits are polled; whatever stops it, the best so far is returned.</summary>
internal sealed class NearestSearch
{
    /// <summary>The cheapest first, and those that close most intervals before those that only narrow them.</summary>
    private static readonly ISearchStage[] Stages =
        [
            new ConstructionStage(), new LineStage(), new PenetrationStage(true), new RelaxationStage(), new PenetrationStage(false),
            new LiftedStage(), new StartStage(), new DirectionStage(), new MetricStage(), new SubsetStage(), new ProofStage(),
        ];

    private readonly SearchState _state;

    internal NearestSearch(
        Problem problem, int dimension, NearestSettings settings, IProgress<SolveProgress>? progress, CancellationToken cancellation) =>
        _state = new SearchState(problem, dimension, settings, progress, cancellation);

    /// <exception cref="EmbeddingException">No member of the set was found.</exception>
    internal NearestSolution Run()
    {
        foreach (var stage in Stages)
        {
            if ((stage.IsFirst || !_state.IsOver) && stage.Applies(_state))
            {
                _state.Tried.Add(stage.Name);
                stage.Run(_state);
            }
        }

        return Result();
    }

    private NearestSolution Result()
    {
        var (settings, incumbent) = (_state.Settings, _state.Incumbent);
        if (incumbent.Best is not { } best)
        {
            throw new EmbeddingException(
                $"no embedding in dimension {_state.Dimension} was found that is in the set; give more starts or time, a smaller margin or "
                    + $"a higher dimension");
        }

        var proved = _state.Proof is not null && incumbent.IsWithin(settings.ProveGap);
        var status = _state.IsClosed || proved ? SolveStatus.ProvedGlobal
            : _state.Cancellation.IsCancellationRequested ? SolveStatus.Cancelled
            : (_state.IsStopped || settings.TimeLimit is not null) && _state.Finished < _state.Starts ? SolveStatus.TimeLimit
            : SolveStatus.LocalMinimum;
        return new NearestSolution
        {
            Source = _state.Points,
            Nearest = best.Embedding,
            Metric = settings.Metric,
            Dimension = _state.Dimension,
            Set = _state.Problem.Set,
            Interval = incumbent.Interval(),
            LowerSource = incumbent.LowerSource,
            UpperSource = best.Origin,
            Certificate = incumbent.Certificate,
            IsFree = SearchSizes.IsFree(_state.Problem, _state.Dimension),
            Explanation = NearestExplanation.Of(status, _state),
            Stages = _state.Tried,
            Status = status,
            Evaluations = _state.Evaluations,
            Starts = _state.Finished,
            Seed = settings.Seed,
            Seconds = _state.Seconds,
        };
    }
}
