using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Directions;
using IsoApprox.Solver.Global;
using IsoApprox.Solver.Relaxations;

namespace IsoApprox.Solver.Nearest;

/// <summary>One search: candidates, relaxation, starts, result. Limits are polled; whatever stops it, the best so far is returned.</summary>
internal sealed class NearestSearch
{
    private const int BatchSize = 16;
    private const int CheapStart = 512;
    private const int ParallelStartsUpTo = 256;
    private const int LiftedIsometricUpTo = 300;
    private const double GuideResidual = 1e-2;

    /// <summary>From this relative gap on the interval closes without the interior-point method where it closes at all.</summary>
    private const double WithoutInteriorPoint = 1e-4;

    /// <summary>Up to here it is the fastest even so.</summary>
    private const int InteriorPointFirst = 100;
    private const double ResidualOfUse = 1e-2;
    private const int PenetrationNodes = 4000;

    /// <summary>Share of the time limit that is left to the starts when direction cells follow.</summary>
    private const double StartShare = 0.3;

    /// <summary>Nodes of the search over direction cells are not solved more accurately than this.</summary>
    private const double LeastDirectionGap = 2e-4;

    /// <summary>With more points than this the starts are made on few of them, chosen by that search.</summary>
    private const int ReducedStartsFrom = 128;

    /// <summary>Largest number of batches of such starts at its root, and how many may bring nothing.</summary>
    private const int FirstReducedBatches = 20;
    private const int IdleReducedBatches = 3;

    /// <summary>Nodes of that search when there is no time limit.</summary>
    private const int UntimedDirectionNodes = 400;

    private readonly Embedding _f;
    private readonly NearestSettings _settings;
    private readonly ScaledProblem _problem;
    private readonly BoundTracker _bounds;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IProgress<SolveProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly int _threads;
    private readonly int _dimension;
    private readonly bool _cells;
    private Candidate? _best;
    private GlobalSolution? _proof;
    private long _evaluations;
    private int _finished;

    internal NearestSearch(Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress, CancellationToken cancellation)
    {
        (_f, _settings, _progress, _cancellation) = (f, settings, progress, cancellation);
        _threads = settings.Threads ?? Environment.ProcessorCount;
        _dimension = settings.FreeDimension ? SearchSizes.FreeDimension(f, settings.Metric) : settings.Dimension ?? f.Dimension;
        _problem = new ScaledProblem(f, settings.Metric, _dimension, settings.Margin);
        _bounds = new BoundTracker(new NearestProblem(f, settings.Metric, settings.Margin, settings.FreeDimension ? null : _dimension));
        _cells = settings.DirectionNodes != 0 && DirectionBound.Applies(_bounds.Problem);
    }

    internal NearestSolution Run()
    {
        _bounds.Offer(TripletCertificate.Best(_bounds.Problem), "single triplet");
        var loss = TripletLoss.HardMined(_f, TripletDistance.Euclidean, _settings.Margin).Value;
        foreach (var candidate in TrivialCandidates.All(_f, _settings.Metric, _dimension, _settings.Margin, loss))
        {
            Offer(candidate);
        }

        // The root of the search over direction cells is the relaxation at its optimum.
        if (!Closed && !Stopped && !_cells)
        {
            Relax();
        }

        if (!Closed && !Stopped && !_cells)
        {
            var penetration = PenetrationBound.Best(_bounds.Problem, 1e-4, PenetrationNodes, 2 * _bounds.Lower, () => Stopped);
            _bounds.Offer(penetration, "penetration");
        }

        var starts = _cells && _settings.Starts is null && _dimension == _f.Dimension && _f.Count > ReducedStartsFrom ? 0
            : _settings.Starts ?? SearchSizes.Starts(_problem, _bounds.Problem, _settings.Prove);
        for (var (first, last) = (0, 0); last < starts && !Stopped && !Closed && !StartsOver; first = last)
        {
            // Where one start is expensive and may close the interval, it runs alone.
            last = Math.Min(starts, first + (first == 0 && (long)_problem.Count * _problem.Dimension > CheapStart ? 1 : BatchSize));
            RunBatch(first, last);
            _progress?.Report(new SolveProgress(_finished, starts, _best?.Value ?? double.PositiveInfinity, _bounds.Lower));
        }

        if (_cells && !Closed && !Stopped)
        {
            BoundByDirections();
        }

        if (!Closed && !Stopped && MetricRelaxation.Applies(_bounds.Problem, _settings.LinearEngine))
        {
            var engine = MetricRelaxation.Engine(_settings.LinearEngine);
            _bounds.Offer(MetricRelaxation.Certify(_bounds.Problem, _best!.Value, engine, () => Stopped), "metric relaxation");
        }

        if (_settings.Prove && !Closed && !Stopped && GlobalSolver.Applies(_bounds.Problem))
        {
            Prove(starts);
        }

        return Result(starts);
    }

    private bool Stopped => _cancellation.IsCancellationRequested || (_settings.TimeLimit is { } limit && _watch.Elapsed >= limit);

    private bool StartsOver => Stopped || (_cells && _best is not null && _settings.TimeLimit is { } limit && _watch.Elapsed >= StartShare * limit);

    private bool Closed => _best is not null && _best.Value - _bounds.Lower <= _settings.Gap * _best.Value;

    private void Offer(Candidate? candidate)
    {
        if (candidate is not null && !(candidate.Value >= _best?.Value))
        {
            _best = candidate;
        }
    }

    /// <summary>Lower bound by the Gram relaxation; its points are a candidate as well.</summary>
    private void Relax()
    {
        if (_settings.Metric == NearestMetric.HausdorffLike && _f.Count <= HausdorffRelaxation.LargestCount)
        {
            RelaxByInteriorPoint();
        }
        else if (_settings.Metric == NearestMetric.IsometricError && _f.Count <= LiftedIsometricUpTo && !_problem.IsConvex)
        {
            RelaxIsometric();
        }
    }

    private void RelaxByInteriorPoint()
    {
        var relaxation = new HausdorffRelaxation(_problem, _bounds.Problem);
        var guide = relaxation.IsSmall ? null : CreateSolver(_problem, _threads);
        if (guide is not null)
        {
            guide.Start(StartingPoints.Create(_problem, _settings.Seed, 0).Points);
            var interior = _settings.Gap < WithoutInteriorPoint || _f.Count <= InteriorPointFirst;
            RunCertified(guide, solver => interior && solver.Residual <= GuideResidual, "start 0 (f), on the way");
            Interlocked.Add(ref _evaluations, guide.Lagrangian.Evaluations);
            if (Closed || Stopped)
            {
                return;
            }
        }

        var distances = guide is null ? [] : guide.Lagrangian.SquaredDistances;
        var tolerance = Math.Clamp(0.1 * _settings.Gap, 1e-12, 1e-6);
        relaxation.Solve(distances, guide?.Lagrangian.Separation, tolerance, OfferRelaxed, () => Stopped);
    }

    private bool OfferRelaxed(RelaxedSolution relaxed)
    {
        _bounds.Offer(relaxed.Certificate, "Gram certificate");
        Offer(Repair(_problem, relaxed.Points, "relaxation"));
        if (!Closed && LiftedPoints.Append(_problem, relaxed) is { } lifted)
        {
            Offer(Repair(_problem, lifted, "lifted relaxation"));
        }

        return Closed;
    }

    /// <summary>The relaxation of ISO is the problem itself in N - 1 dimensions.</summary>
    private void RelaxIsometric()
    {
        var lifted = new ScaledProblem(_f, NearestMetric.IsometricError, Math.Max(1, _f.Count - 1), _settings.Margin);
        var solver = CreateSolver(lifted, _threads);
        solver.Start(StartingPoints.Create(lifted, _settings.Seed, 0).Points);
        solver.Run(OfferIsometricCertificate);
        Interlocked.Add(ref _evaluations, solver.Lagrangian.Evaluations);
    }

    /// <summary>A tighter tolerance does not always give a better bound: every outer iteration's multipliers are tried.</summary>
    private bool OfferIsometricCertificate(AugmentedLagrangianSolver solver)
    {
        if (solver.Residual < ResidualOfUse)
        {
            _bounds.Offer(Multipliers.FromIsometric(_bounds.Problem, solver.Problem, solver.Lagrangian), "Gram certificate");
        }

        return Closed;
    }

    private void RunBatch(int first, int last)
    {
        var results = new Candidate?[last - first];
        var concurrent = _problem.Count <= ParallelStartsUpTo ? Math.Min(_threads, last - first) : 1;
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = concurrent }, k =>
        {
            if (!StartsOver)
            {
                results[k] = RunStart(first + k, Math.Max(1, _threads / concurrent));
                Interlocked.Increment(ref _finished);
            }
        });
        foreach (var candidate in results)
        {
            Offer(candidate);
        }
    }

    private Candidate? RunStart(int index, int threads)
    {
        var solver = CreateSolver(_problem, threads, () => StartsOver);
        var (points, name) = StartingPoints.Create(_problem, _settings.Seed, index);
        solver.Start(points);
        if (index == 0 && _settings.Metric == NearestMetric.HausdorffLike && _f.Count > HausdorffRelaxation.LargestCount)
        {
            RunCertified(solver, _ => false, "start 0 (f), on the way");
        }
        else
        {
            solver.Run();
        }

        Interlocked.Add(ref _evaluations, solver.Lagrangian.Evaluations);
        if (index == 0 && _settings.Metric == NearestMetric.IsometricError)
        {
            _bounds.Offer(Multipliers.FromIsometric(_bounds.Problem, _problem, solver.Lagrangian), "Gram certificate");
        }

        return Repair(_problem, solver.Lagrangian.Embedding, $"start {index} ({name})");
    }

    /// <summary>Only for runs that have the search to themselves.</summary>
    private void RunCertified(AugmentedLagrangianSolver solver, Func<AugmentedLagrangianSolver, bool> enough, string origin)
    {
        double Take(Candidate? candidate)
        {
            Offer(candidate);
            return _best?.Value ?? double.PositiveInfinity;
        }

        var run = new CertifiedRun(solver, _bounds, _settings.Gap, _threads, () => Stopped);
        run.Run(Take, g => Repair(solver.Problem, g, origin), enough);
        Interlocked.Add(ref _evaluations, run.Evaluations);
    }

    private AugmentedLagrangianSolver CreateSolver(ScaledProblem problem, int threads, Func<bool>? over = null)
    {
        AugmentedLagrangianSolver? solver = null;
        return solver = new(problem, OuterSettings.For(problem), threads, () => (over ?? (() => Stopped))() || solver?.Lagrangian.Evaluations >= _settings.MaxEvaluations);
    }

    private Candidate? Repair(ScaledProblem problem, ReadOnlySpan<double> g, string origin) =>
        SeparationRepair.Apply(_f, problem.ToResult(g), _settings.Metric, _settings.Margin, origin);

    /// <summary>Search over the directions of cross differences; its weakest nodes are starting points of the local search.</summary>
    private void BoundByDirections()
    {
        var reduced = new ReducedSearch(_f, _settings.Margin, _settings.Seed, _threads, () => Stopped);
        var first = true;
        var found = DirectionBound.Prove(new DirectionTask
        {
            Problem = _bounds.Problem,
            Upper = _best!.Value,
            Lower = _bounds.Lower,
            Gap = Math.Max(_settings.Gap, LeastDirectionGap),
            TimeLimit = _settings.TimeLimit - _watch.Elapsed,
            NodeLimit = _settings.DirectionNodes ?? (_settings.TimeLimit is null ? UntimedDirectionNodes : long.MaxValue),
            Seed = _settings.Seed,
            Threads = _threads,
            Improve = _dimension == _f.Dimension ? Improve : null,
            Progress = (lower, _) => _progress?.Report(new SolveProgress(_finished, _finished, _best.Value, Math.Max(lower, _bounds.Lower))),
        }, _cancellation);
        _evaluations += found.Evaluations + reduced.Evaluations;
        _bounds.Offer(found.Certificate, "direction cells");

        double Improve(int[] rows, double[] start)
        {
            var value = DescendFrom(reduced, rows, start, first);
            first = false;
            return value;
        }
    }

    /// <summary>An upper value from a node of that search, and from other starts on the points that matter; at the first call from many of them.</summary>
    private double DescendFrom(ReducedSearch search, int[] rows, double[] start, bool first)
    {
        _best = search.From(_best!, rows, start);
        for (var (batch, idle) = (0, 0); batch < (first ? FirstReducedBatches : 1) && idle < IdleReducedBatches && !StartsOver; batch++)
        {
            var before = _best.Value;
            _best = search.Continue(_best);
            idle = _best.Value < before ? 0 : idle + 1;
        }

        return _best.Value;
    }

    /// <summary>Branch and bound from the best embedding so far; its certificate is checked like any other.</summary>
    private void Prove(int starts)
    {
        var settings = new GlobalSettings
        {
            Gap = _settings.ProveGap,
            TimeLimit = _settings.TimeLimit - _watch.Elapsed,
            NodeLimit = _settings.ProveNodeLimit,
            Threads = _threads,
        };
        var progress = new ProveProgress(p => _progress?.Report(new SolveProgress(_finished, starts, p.Upper, Math.Max(p.Lower, _bounds.Lower))));
        _proof = GlobalSolver.Prove(_bounds.Problem, _best!.Embedding, settings, progress, _cancellation);
        Offer(new Candidate(_proof.Nearest, _proof.Upper, "branch and bound"));
        _bounds.Offer(_proof.Certificate, "branch and bound");
    }

    private sealed class ProveProgress(Action<GlobalProgress> report) : IProgress<GlobalProgress>
    {
        public void Report(GlobalProgress value) => report(value);
    }

    private NearestSolution Result(int starts)
    {
        var best = _best ?? throw new InvalidOperationException("no Triplet-Separated candidate was found");
        var proved = _proof is { Status: GlobalStatus.ProvedGlobal } && best.Value - _bounds.Lower <= _settings.ProveGap * best.Value;
        var status = Closed || proved ? SolveStatus.ProvedGlobal
            : _cancellation.IsCancellationRequested ? SolveStatus.Cancelled
            : Stopped && _finished < starts ? SolveStatus.TimeLimit : SolveStatus.LocalMinimum;
        var free = NearestSolver.IsFree(_f, _dimension);
        return new NearestSolution
        {
            Source = _f,
            Nearest = best.Embedding,
            Metric = _settings.Metric,
            Dimension = _dimension,
            Margin = _settings.Margin,
            Interval = new ProvedInterval(_bounds.Lower, _bounds.Source, best.Value, best.Origin),
            LowerSource = _bounds.Source,
            UpperSource = best.Origin,
            Certificate = _bounds.Certificate,
            IsFree = free,
            Explanation = _proof?.Explanation ?? NearestExplanation.Of(status, _settings, _bounds, best.Value, _dimension, exact: free && _problem.IsConvex),
            Status = status,
            Evaluations = _evaluations,
            Starts = _finished,
            Seed = _settings.Seed,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }
}
