using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>One search for a constraint set: elementary bounds, candidates, relaxation, starts, result.</summary>
internal sealed class ConstraintSearch
{
    private const int BatchSize = 8;
    private const int RelaxUpTo = 300;
    private const double ResidualOfUse = 1e-3;
    private const double Slackening = 3e-9;
    private static readonly double[] Slacks = [1e-11, 1e-10, 1e-8, 1e-6];

    private readonly Problem _problem;
    private readonly NearestSettings _settings;
    private readonly SetSearchSpace _space;
    private readonly SetRepair _repair;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IProgress<SolveProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private Candidate? _best;
    private double[]? _relaxed;
    private double _lower;
    private string _source = "zero";
    private Certificate? _certificate;
    private double _offeredAt = double.PositiveInfinity;
    private long _evaluations;
    private int _finished;

    internal ConstraintSearch(
        Problem problem, NearestSettings settings, int dimension, IProgress<SolveProgress>? progress, CancellationToken cancellation)
    {
        (_problem, _settings, _progress, _cancellation) = (problem, settings, progress, cancellation);
        _space = new SetSearchSpace(problem, dimension);
        _repair = new SetRepair(problem, _space.Scale);
    }

    private bool Stopped => _cancellation.IsCancellationRequested || (_settings.TimeLimit is { } limit && _watch.Elapsed >= limit);

    private bool Closed => _best is not null && _best.Value - _lower <= _settings.Gap * _best.Value;

    /// <summary>Coordinates at which the relaxation loses nothing in practice: n and about sqrt(2 N) more for HAUS, N - 1 for ISO, N on the sphere.</summary>
    internal static int FreeDimension(Problem problem)
    {
        var (count, n) = (problem.Points.Count, problem.Points.Dimension);
        return problem.Metric == NearestMetric.HausdorffLike
            ? n + Math.Min(count, 12 + (int)Math.Ceiling(2 * Math.Sqrt(2.0 * count)))
            : Math.Max(1, problem.Set.HasUnitNorms ? count : count - 1);
    }

    internal NearestSolution Run()
    {
        foreach (var certificate in ElementaryCertificates.For(_problem))
        {
            Offer(certificate, "single constraint");
        }

        foreach (var (name, g) in SetCandidates.All(_problem, _space.Dimension))
        {
            Offer(_repair.Apply(g, name));
        }

        var free = FreeDimension(_problem);
        if (!Closed && !Stopped && _space.Count <= RelaxUpTo && _space.Dimension < free)
        {
            Relax(free);
        }

        var starts = _settings.Starts ?? DefaultStarts();
        for (var (first, last) = (0, 0); last < starts && !Stopped && !Closed; first = last)
        {
            last = Math.Min(starts, first + (first == 0 ? 2 : BatchSize));
            RunBatch(first, last);
            _progress?.Report(new SolveProgress(_finished, starts, _best?.Value ?? double.PositiveInfinity, _lower));
        }

        return Result(starts);
    }

    private void Offer(Candidate? candidate)
    {
        if (candidate is not null && !(candidate.Value >= _best?.Value))
        {
            _best = candidate;
        }
    }

    private void Offer(Certificate certificate, string source)
    {
        if (certificate.Check(_problem) is { Accepted: true } verdict && verdict.Lower > _lower)
        {
            (_lower, _source, _certificate) = (verdict.Lower, source, certificate);
        }
    }

    /// <summary>The problem in a free dimension: its multipliers are the lower bound, its first coordinates a start.</summary>
    private void Relax(int free)
    {
        var space = new SetSearchSpace(_problem, free);
        var solver = new SetSolver(space, () => Stopped || (_settings.TimeLimit is { } limit && _watch.Elapsed >= limit / 2));
        solver.Run(SetStarts.Create(space, _settings.Seed, 0).Points, OfferCertificates);
        _offeredAt = double.PositiveInfinity;
        OfferCertificates(solver);
        _evaluations += solver.Lagrangian.Evaluations;
        var (g, d) = (solver.Lagrangian.Embedding, _space.Dimension);
        _relaxed = [.. Enumerable.Range(0, _space.Count * d).Select(e => g[(e / d * free) + (e % d)])];
    }

    /// <summary>HAUS tries a whole grid, so only a good residual is worth it; ISO multipliers vary from one iteration to the next, so all are tried.</summary>
    private bool OfferCertificates(SetSolver solver)
    {
        if (solver.Residual < (solver.Lagrangian.Isometric is null ? Math.Min(ResidualOfUse, 0.2 * _offeredAt) : 10 * ResidualOfUse))
        {
            _offeredAt = solver.Residual;
            foreach (var certificate in SetMultipliers.Certificates(solver))
            {
                Offer(certificate, "Gram certificate");
            }
        }

        return Closed;
    }

    private int DefaultStarts() => ((long)_space.Count * _space.Dimension) switch
    {
        <= 24 => 64,
        <= 64 => 32,
        <= 512 => 16,
        <= 4096 => 4,
        _ => 2,
    };

    private void RunBatch(int first, int last)
    {
        var results = new Candidate?[last - first];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = _settings.Threads ?? Environment.ProcessorCount }, k =>
        {
            if (!Stopped)
            {
                results[k] = RunStart(first + k);
                Interlocked.Increment(ref _finished);
            }
        });
        Array.ForEach(results, Offer);
    }

    private Candidate? RunStart(int index)
    {
        var solver = new SetSolver(_space, () => Stopped);
        var (points, name) = index == 1 && _relaxed is not null ? (_relaxed, "relaxation") : SetStarts.Create(_space, _settings.Seed, index);
        solver.Run(points);
        if (index == 0)
        {
            _offeredAt = double.PositiveInfinity;
            lock (_problem)
            {
                OfferCertificates(solver);
            }
        }

        var level = AttainedDistance.Enclose(_problem, _space.ToResult(solver.Lagrangian.Embedding)).Upper;
        var best = _repair.Apply(_space.ToResult(solver.Lagrangian.Embedding), $"start {index} ({name})");
        foreach (var slack in Slacks)
        {
            if (Stopped || best?.Value <= level * (1 + Slackening) || level >= _best?.Value)
            {
                break;
            }

            solver.Lagrangian.Slack = slack;
            solver.Run([.. solver.Lagrangian.Embedding]);
            var candidate = _repair.Apply(_space.ToResult(solver.Lagrangian.Embedding), $"start {index} ({name})");
            best = candidate is not null && !(candidate.Value >= best?.Value) ? candidate : best;
        }

        Interlocked.Add(ref _evaluations, solver.Lagrangian.Evaluations);
        return best;
    }

    private NearestSolution Result(int starts)
    {
        var best = _best ?? throw new InvalidOperationException("no member of the set was found");
        var status = Closed ? SolveStatus.ProvedGlobal
            : _cancellation.IsCancellationRequested ? SolveStatus.Cancelled
            : Stopped && _finished < starts ? SolveStatus.TimeLimit : SolveStatus.LocalMinimum;
        var gap = ((best.Value - _lower) / best.Value).ToString("0.0e+0", CultureInfo.InvariantCulture);
        return new NearestSolution
        {
            Source = _problem.Points,
            Nearest = best.Embedding,
            Metric = _problem.Metric,
            Dimension = _space.Dimension,
            Margin = 0,
            Interval = new ProvedInterval(_lower, _source, best.Value, best.Origin),
            LowerSource = _source,
            UpperSource = best.Origin,
            Certificate = _certificate,
            IsFree = _space.Dimension >= FreeDimension(_problem),
            Explanation = status switch
            {
                SolveStatus.ProvedGlobal => $"proved global: relative gap {gap}",
                SolveStatus.TimeLimit => $"gap {gap} is open: the time limit was reached",
                SolveStatus.Cancelled => $"gap {gap} is open: cancelled",
                _ => $"gap {gap} is open: rank is lost in dimension {_space.Dimension}, or the multipliers are not accurate enough",
            },
            Status = status,
            Evaluations = _evaluations,
            Starts = _finished,
            Seed = _settings.Seed,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }
}
