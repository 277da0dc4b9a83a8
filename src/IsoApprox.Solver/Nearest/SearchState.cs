using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Proof;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest;

/// <summary>What the stages of one search share: the problem, the limits, the incumbent, and what was tried.</summary>
internal sealed class SearchState
{
    /// <summary>Of the time limit, for closing at most.</summary>
    private const double LargestClosing = 0.2;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IProgress<SolveProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly MemberRepair _repair;
    private long _evaluations;
    private int _finished;

    internal SearchState(
        Problem problem, int dimension, NearestSettings settings, IProgress<SolveProgress>? progress, CancellationToken cancellation)
    {
        (Settings, Dimension, _progress, _cancellation) = (settings, dimension, progress, cancellation);
        Threads = settings.Threads ?? Environment.ProcessorCount;
        (Scaled, Incumbent) = (new SearchProblem(problem, dimension), new Incumbent(problem));
        _repair = new MemberRepair(problem, () => IsStopped);
        Starts = settings.Starts ?? SearchSizes.Starts(Scaled);
    }

    internal NearestSettings Settings { get; }

    internal Problem Problem => Incumbent.Problem;

    internal Embedding Points => Problem.Points;

    /// <summary>Dimension of g.</summary>
    internal int Dimension { get; }

    /// <summary>The problem in the coordinates of the search.</summary>
    internal SearchProblem Scaled { get; }

    /// <summary>The best member and the best bound.</summary>
    internal Incumbent Incumbent { get; }

    internal int Threads { get; }

    /// <summary>Starts in all.</summary>
    internal int Starts { get; }

    /// <summary>Starts finished.</summary>
    internal int Finished => _finished;

    /// <summary>Evaluations of augmented Lagrangians.</summary>
    internal long Evaluations => _evaluations;

    /// <summary>True when a relaxation gave a bound already.</summary>
    internal bool HasRelaxed { get; set; }

    /// <summary>What the branch and bound gave; null when it did not run.</summary>
    internal GlobalSolution? Proof { get; set; }

    /// <summary>Names of the stages that ran.</summary>
    internal List<string> Tried { get; } = [];

    internal CancellationToken Cancellation => _cancellation;

    internal double Seconds => _watch.Elapsed.TotalSeconds;

    /// <summary>Null: no limit.</summary>
    internal TimeSpan? TimeLeft => Settings.TimeLimit - _watch.Elapsed;

    internal bool IsStopped => _cancellation.IsCancellationRequested || TimeLeft <= TimeSpan.Zero;

    /// <summary>True when it is stopped, or a share of the time limit is used up.</summary>
    /// <param name="timeShare">0 to 1.</param>
    internal bool IsPast(double timeShare) => IsStopped || _watch.Elapsed >= timeShare * Settings.TimeLimit;

    /// <summary>What the repair at the end of a local search is expected to take.</summary>
    internal TimeSpan RepairTime { get; set; }

    /// <summary>What else is to be done at the end of the run that has the search to itself.</summary>
    internal Func<TimeSpan>? Closing { get; set; }

    /// <summary>True when a share of the time limit is used up, or so little time is left that a local search has to end.</summary>
    /// <param name="timeShare">0 to 1.</param>
    internal bool IsClosing(double timeShare = 1) => IsPast(timeShare) || (IsPast(1 - LargestClosing) && TimeLeft <= ReservedTime);

    /// <summary>The time that a local search leaves; none for what takes so long that it is left out.</summary>
    private TimeSpan ReservedTime => Closing?.Invoke() is { } closing && RepairTime + closing <= LargestClosing * Settings.TimeLimit
        ? RepairTime + closing
        : RepairTime;

    /// <summary>True when the interval is as narrow as asked for.</summary>
    internal bool IsClosed => Incumbent.IsWithin(Settings.Gap);

    /// <summary>True when stages are of no more use.</summary>
    internal bool IsOver => IsClosed || IsStopped;

    /// <summary>True when no further local search is to begin.</summary>
    internal bool IsEnding => IsOver || IsClosing();

    /// <summary>Cancelled when the search is, and when its time is up.</summary>
    internal CancellationTokenSource Deadline()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        if (TimeLeft is { } left)
        {
            source.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return source;
    }

    internal void CountEvaluations(long evaluations) => Interlocked.Add(ref _evaluations, evaluations);

    internal void CountStart() => Interlocked.Increment(ref _finished);

    /// <summary>Tells the progress.</summary>
    internal void Report() => Report(Incumbent.Upper, Incumbent.Lower);

    /// <summary>Tells the progress with values that are not offered yet.</summary>
    internal void Report(double upper, double lower) => _progress?.Report(new SolveProgress(_finished, Starts, upper, lower));

    /// <summary>A member near points in the coordinates of a search.</summary>
    internal Candidate? Repair(SearchProblem scaled, ReadOnlySpan<double> g, string origin) => _repair.Apply(scaled.ToResult(g), origin);

    /// <summary>A member near an embedding in the coordinates of the result.</summary>
    internal Candidate? Repair(Embedding g, string origin) => _repair.Apply(g, origin);

    /// <summary>Members by construction.</summary>
    internal IEnumerable<Candidate> Constructions() => TrivialCandidates.All(Problem, Dimension, _repair);

    /// <summary>A local search that ends with this one, or after the evaluations that a start may have.</summary>
    /// <param name="scaled">The problem in the coordinates of the local search.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="timeShare">Share of the time limit after which it ends at the latest.</param>
    internal OuterLoop CreateLoop(SearchProblem scaled, int threads, double timeShare = 1)
    {
        OuterLoop? loop = null;
        bool IsOver() => IsClosing(timeShare) || loop?.Lagrangian.Evaluations >= Settings.MaxEvaluations;
        return loop = new OuterLoop(scaled, OuterSettings.For(scaled), threads, IsOver);
    }
}
