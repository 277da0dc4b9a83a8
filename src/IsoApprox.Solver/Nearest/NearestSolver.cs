using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Separation;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Searches the Triplet-Separated embedding nearest to f: explicit candidates, then an augmented Lagrangian from many starts, then a repair to an embedding that is exactly
/// Triplet-Separated on its doubles. The lower value is proved; the upper value is attained by the returned embedding.
/// </summary>
public sealed class NearestSolver
{
    private const int BatchSize = 16;
    private const int ParallelStartsUpTo = 256;
    private const int Polished = 6;

    private readonly Embedding _f;
    private readonly NearestSettings _settings;
    private readonly ScaledProblem _problem;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IProgress<SolveProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly int _threads;
    private Candidate? _best;
    private long _evaluations;
    private int _finished;

    private NearestSolver(Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress, CancellationToken cancellation)
    {
        (_f, _settings, _progress, _cancellation) = (f, settings, progress, cancellation);
        _threads = Math.Max(1, settings.Threads ?? Environment.ProcessorCount);
        _problem = new ScaledProblem(f, settings.Metric, Dimension, settings.Margin);
    }

    private int Dimension => _settings.Dimension ?? _f.Dimension;

    /// <summary>Minimises d_haus(f,g) or d_iso(f,g) over Triplet-Separated g in R^d.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Metric, dimension, margin, starts, limits.</param>
    /// <param name="progress">Told after each batch of starts.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">The settings do not fit the embedding.</exception>
    public static NearestSolution Solve(Embedding f, NearestSettings settings, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(settings);
        Validate(f, settings);
        if ((settings.Dimension ?? f.Dimension) >= f.Dimension && TripletSeparation.IsSatisfied(f, settings.Margin))
        {
            return AlreadySeparated(f, settings);
        }

        return new NearestSolver(f, settings, progress, cancellation).Run();
    }

    private static void Validate(Embedding f, NearestSettings settings)
    {
        if (!double.IsFinite(settings.Margin) || settings.Margin < 0)
        {
            throw new EmbeddingException($"margin {settings.Margin}: must be a finite number >= 0");
        }

        if (settings.Dimension is < 1)
        {
            throw new EmbeddingException($"dimension {settings.Dimension}: must be at least 1");
        }

        if (settings.Starts is < 1)
        {
            throw new EmbeddingException($"starts {settings.Starts}: must be at least 1");
        }

        if (!(settings.Gap >= 0))
        {
            throw new EmbeddingException($"gap {settings.Gap}: must be a number >= 0");
        }

        if (settings.Metric == NearestMetric.HausdorffLike && settings.Dimension is { } d && d < f.Dimension && AffineRank.Compute(f).Rank is var rank && rank > d)
        {
            throw new EmbeddingException($"dimension {d}: the points span {rank} dimensions and the Hausdorff-like distance needs one common space; use at least {rank}, or metric iso");
        }
    }

    private static NearestSolution AlreadySeparated(Embedding f, NearestSettings settings) => new()
    {
        Source = f,
        Nearest = TrivialCandidates.Pad(f, Math.Max(f.Dimension, settings.Dimension ?? f.Dimension)),
        Metric = settings.Metric,
        Dimension = settings.Dimension ?? f.Dimension,
        Margin = settings.Margin,
        Upper = 0,
        Lower = 0,
        LowerSource = "zero",
        UpperSource = "f itself",
        Status = SolveStatus.AlreadySeparated,
        Evaluations = 0,
        Starts = 0,
        Seed = settings.Seed,
        Seconds = 0,
    };

    private NearestSolution Run()
    {
        var loss = TripletLoss.HardMined(_f, TripletDistance.Euclidean, _settings.Margin);
        foreach (var candidate in TrivialCandidates.All(_f, _settings.Metric, Dimension, _settings.Margin, loss.Value))
        {
            Offer(candidate);
        }

        var lower = ElementaryBounds.Lower(_f, _settings.Metric, _settings.Margin, loss);
        var starts = _settings.Starts ?? DefaultStarts();
        for (var first = 0; first < starts && !Stopped && !Closed(lower); first += BatchSize)
        {
            RunBatch(first, Math.Min(starts, first + BatchSize));
            _progress?.Report(new SolveProgress(_finished, starts, _best?.Value ?? double.PositiveInfinity, lower));
        }

        return Result(lower, "single triplet");
    }

    private bool Stopped => _cancellation.IsCancellationRequested || (_settings.TimeLimit is { } limit && _watch.Elapsed >= limit);

    private bool Closed(double lower) => _best is not null && _best.Value - lower <= _settings.Gap * _best.Value;

    private void Offer(Candidate? candidate)
    {
        if (candidate is not null && !(candidate.Value >= _best?.Value))
        {
            _best = candidate;
        }
    }

    /// <summary>More starts where a run is cheap and local minima are many.</summary>
    private int DefaultStarts()
    {
        if (_problem.IsConvex)
        {
            return 2;
        }

        return ((long)_problem.Count * _problem.Dimension) switch
        {
            <= 24 => 192,
            <= 64 => 128,
            <= 512 => 32,
            <= 8192 => 8,
            _ => 2,
        };
    }

    private void RunBatch(int first, int last)
    {
        var results = new Candidate?[last - first];
        var concurrent = _problem.Count <= ParallelStartsUpTo && last - first > 1 ? Math.Min(_threads, last - first) : 1;
        var inner = Math.Max(1, _threads / concurrent);
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = concurrent }, k =>
        {
            if (!Stopped)
            {
                results[k] = RunStart(first + k, inner);
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
        var solver = new AugmentedLagrangianSolver(_problem, OuterSettings.For(_problem), threads, () => Stopped);
        var (points, name) = StartingPoints.Create(_problem, _settings.Seed, index);
        solver.Start(points);
        solver.Run();
        var origin = $"start {index} ({name})";
        var best = SeparationRepair.Apply(_f, _problem.ToResult(solver.Lagrangian.Embedding), _settings.Metric, _settings.Margin, origin);
        Interlocked.Add(ref _evaluations, solver.Lagrangian.Evaluations);
        return best;
    }

    private NearestSolution Result(double lower, string source)
    {
        var best = _best ?? throw new InvalidOperationException("no Triplet-Separated candidate was found");
        return new NearestSolution
        {
            Source = _f,
            Nearest = best.Embedding,
            Metric = _settings.Metric,
            Dimension = Dimension,
            Margin = _settings.Margin,
            Upper = best.Value,
            Lower = Math.Min(lower, best.Value),
            LowerSource = source,
            UpperSource = best.Origin,
            Status = Closed(lower) ? SolveStatus.ProvedGlobal
                : _cancellation.IsCancellationRequested ? SolveStatus.Cancelled
                : Stopped ? SolveStatus.TimeLimit : SolveStatus.LocalMinimum,
            Evaluations = _evaluations,
            Starts = _finished,
            Seed = _settings.Seed,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }
}
