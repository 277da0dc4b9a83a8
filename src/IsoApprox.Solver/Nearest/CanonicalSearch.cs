using System.Diagnostics;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;
using IsoApprox.Solver.Relaxations;

namespace IsoApprox.Solver.Nearest;

/// <summary>One search for the canonical embedding: the augmented Lagrangian from several starts, each result repaired to an exact and admissible
/// embedding.</summary>
internal sealed class CanonicalSearch
{
    private const int Attempts = 6;
    private const int ParallelStartsUpTo = 256;

    /// <summary>Share of the slack that is kept back for rounding from the beginning.</summary>
    private const double Reserve = 1e-6;

    /// <summary>Close to the smallest radius the multipliers grow like the inverse square root of the slack; the usual cap would only creep towards
    /// them.</summary>
    private const double MaxPenalty = 1e6;

    /// <summary>A repair that adds more than this share to the sum of squares is not settled for yet.</summary>
    private const double CheapRepair = 1e-6;

    /// <summary>One that adds more than this is not counted as converged.</summary>
    private const double HarmlessRepair = 1e-4;

    private readonly Embedding _f;
    private readonly NearestSolution _solution;
    private readonly CanonicalSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ScaledProblem _problem;
    private readonly NearestProblem _bounded;
    private readonly double _radius;
    private readonly int _threads;
    private long _evaluations;
    private int _finished;

    internal CanonicalSearch(Embedding f, NearestSolution solution, CanonicalSettings settings, CancellationToken cancellation)
    {
        (_f, _solution, _settings, _cancellation) = (f, solution, settings, cancellation);
        _threads = settings.Threads ?? Environment.ProcessorCount;
        _radius = (1 + settings.RadiusSlack) * solution.Upper;
        _problem = new ScaledProblem(f, solution.Metric, solution.Dimension, solution.Margin, _radius);
        _bounded = new NearestProblem(f, solution.Metric, solution.Margin, null);
    }

    internal CanonicalSolution Run()
    {
        var starts = _settings.Starts ?? DefaultStarts();
        var results = new Result?[starts];
        var concurrent = _problem.Count <= ParallelStartsUpTo ? Math.Min(_threads, starts) : 1;
        Parallel.For(0, starts, new ParallelOptions { MaxDegreeOfParallelism = concurrent }, k =>
        {
            if (!Stopped)
            {
                results[k] = RunStart(k, Math.Max(1, _threads / concurrent));
                Interlocked.Increment(ref _finished);
            }
        });
        var given = new Candidate(_solution.Nearest, _solution.Upper, "nearest embedding");
        var best = new Result(given, Squares(_f, given.Embedding, _solution.Metric), double.PositiveInfinity, false, null);
        double? lower = null;
        foreach (var result in results.OfType<Result>())
        {
            best = result.Sum < best.Sum ? result : best;
            lower = result.Lower > (lower ?? 0) ? result.Lower : lower;
        }

        return new CanonicalSolution
        {
            Source = _f,
            Canonical = best.Candidate.Embedding,
            Metric = _solution.Metric,
            AllowedRadius = _radius,
            AttainedRadius = best.Candidate.Value,
            SumOfSquares = best.Sum,
            LowerSumOfSquares = lower,
            Converged = best.Converged,
            Residual = best.Residual,
            Origin = best.Candidate.Origin,
            Starts = _finished,
            Evaluations = _evaluations,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>sum_i |f_i - g_i|^2 (f padded by zeros), or sum over pairs of (|g_i - g_j| - |f_i - f_j|)^2.</summary>
    internal static double Squares(Embedding f, Embedding g, NearestMetric metric)
    {
        var sum = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            if (metric == NearestMetric.HausdorffLike)
            {
                sum += PairwiseDistances.Squared(f[i], g[i][..f.Dimension]);
                foreach (var x in g[i][f.Dimension..])
                {
                    sum += x * x;
                }

                continue;
            }

            for (var j = 0; j < i; j++)
            {
                var change = Math.Sqrt(PairwiseDistances.Squared(g[i], g[j])) - Math.Sqrt(PairwiseDistances.Squared(f[i], f[j]));
                sum += change * change;
            }
        }

        return sum;
    }

    private bool Stopped => _cancellation.IsCancellationRequested || (_settings.TimeLimit is { } limit && _watch.Elapsed >= limit);

    private int DefaultStarts() => ((long)_problem.Count * _problem.Dimension) switch
    {
        <= 64 => 16,
        <= 512 => 8,
        <= 8192 => 3,
        _ => 1,
    };

    private (double[] Points, string Name) Start(int index)
    {
        if (index > 0)
        {
            return StartingPoints.Create(_problem, _settings.Seed, index - 1);
        }

        return (_problem.FromResult(_solution.Nearest), "nearest embedding");
    }

    private Result? RunStart(int index, int threads)
    {
        ICappedObjective objective = _problem.Distances is { } distances
            ? new LeastDistortion(_problem.Count, distances, 1 / _problem.Radius)
            : new LeastDisplacement(_problem.Count, _problem.Dimension);
        var gradient = 10 * _settings.Tolerance / _problem.Count;
        AugmentedLagrangianSolver? current = null;
        bool IsSpent() => Stopped || current?.Lagrangian.Evaluations >= _settings.MaxEvaluations;
        var solver = current = new AugmentedLagrangianSolver(
            _problem, OuterSettings.For(_problem) with { Tolerance = Math.Min(_settings.Tolerance, gradient), MaxPenalty = MaxPenalty },
            threads, IsSpent, objective);
        var (points, name) = Start(index);
        solver.Start(points);
        var allowed = Math.Pow(_radius / (_problem.Radius * _problem.Scale), 2);
        objective.Ceiling = allowed * (1 - (2 * Reserve * _settings.RadiusSlack));
        Result? best = null;
        for (var (attempt, met) = (0, true); attempt < Attempts && met && !IsSpent(); attempt++)
        {
            met = false;
            solver.Run(s => met = s.IsSharp && s.Residual <= _settings.Tolerance && s.GradientNorm <= gradient);
            var found = solver.Lagrangian.CommonLevel * _problem.Count * Math.Pow(_problem.Radius * _problem.Scale, 2);
            var candidate = BestRepair(solver, $"start {index} ({name})");
            var exact = candidate is not null && candidate.Sum <= found * (1 + CheapRepair);
            if (candidate is not null && !(candidate.Sum >= best?.Sum))
            {
                best = candidate with { Residual = solver.Residual, Converged = met && candidate.Sum <= found * (1 + HarmlessRepair) };
            }

            if (exact)
            {
                break;
            }

            // Ask for a little more than needed, so that the next result is exact without help.
            var (violation, overshoot) = (solver.Lagrangian.Violation, objective.Excess + objective.Ceiling - allowed);
            solver.Lagrangian.Slack += violation > 0 ? 4 * violation : Math.Max(1e-15, solver.Lagrangian.Slack);
            objective.Ceiling -= overshoot > 0 ? 4 * overshoot : 0;
        }

        Interlocked.Add(ref _evaluations, solver.Lagrangian.Evaluations);
        return best is null ? null : best with { Lower = Bound(solver, objective) };
    }

    /// <summary>The exact and admissible embedding with least sum near the point of a run; null when there is none.</summary>
    private Result? BestRepair(AugmentedLagrangianSolver solver, string origin) =>
        SeparationRepair.Variants(_f, _problem.ToResult(solver.Lagrangian.Embedding), _solution.Metric, _solution.Margin, origin)
            .Where(c => c.Value <= _radius)
            .Select(c => new Result(c, Squares(_f, c.Embedding, _solution.Metric), 0, false, null))
            .MinBy(r => r.Sum);

    private double? Bound(AugmentedLagrangianSolver solver, ICappedObjective objective) =>
        objective is LeastDisplacement least && _solution.Margin == 0
            && Multipliers.FromCanonical(_bounded, _problem, solver.Lagrangian, least.Multipliers) is { } certificate
            ? SumOfSquaresBound.Prove(certificate, _bounded, _radius)
            : null;

    private sealed record Result(Candidate Candidate, double Sum, double Residual, bool Converged, double? Lower);
}
