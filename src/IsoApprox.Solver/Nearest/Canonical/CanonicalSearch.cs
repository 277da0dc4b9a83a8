using System.Diagnostics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>One search for the canonical embedding: descents from several starts, each result an exact and admissible embedding.</summary>
internal sealed class CanonicalSearch(Embedding f, NearestSolution solution, CanonicalSettings settings, CancellationToken cancellation)
{
    private const int ParallelStartsUpTo = 256;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CanonicalProblem _problem = new(f, solution, settings);
    private readonly int _threads = settings.Threads ?? Environment.ProcessorCount;
    private long _evaluations;
    private int _finished;

    internal CanonicalSolution Run()
    {
        var starts = settings.Starts ?? DefaultStarts();
        var results = new CanonicalResult?[starts];
        var concurrent = _problem.Scaled.Count <= ParallelStartsUpTo ? Math.Min(_threads, starts) : 1;
        Parallel.For(0, starts, new ParallelOptions { MaxDegreeOfParallelism = concurrent }, k =>
        {
            if (!Stopped)
            {
                results[k] = RunStart(k, Math.Max(1, _threads / concurrent));
                Interlocked.Increment(ref _finished);
            }
        });
        var best = new CanonicalResult(
            new Candidate(solution.Nearest, solution.Upper, "nearest embedding"), Squares(f, solution.Nearest, solution.Metric));
        double? lower = null;
        foreach (var result in results.OfType<CanonicalResult>())
        {
            best = result.Sum < best.Sum ? result : best;
            lower = result.Lower > (lower ?? 0) ? result.Lower : lower;
        }

        return new CanonicalSolution
        {
            Source = f,
            Canonical = best.Candidate.Embedding,
            Metric = solution.Metric,
            AllowedRadius = _problem.Radius,
            AttainedRadius = best.Candidate.Value,
            SumOfSquares = best.Sum,
            LowerSumOfSquares = lower,
            Converged = best.Converged,
            Residual = best.Residual,
            GradientNorm = best.Gradient,
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

    private bool Stopped => cancellation.IsCancellationRequested || (settings.TimeLimit is { } limit && _watch.Elapsed >= limit);

    /// <summary>One point is no start: every direction away from it looks alike.</summary>
    private bool StartsAtNearest => !UsesTangents || !_problem.IsOnePoint;

    /// <summary>Comparisons alone, of displacements: their tangents are convex.</summary>
    private bool UsesTangents => solution.Metric == NearestMetric.HausdorffLike
        && solution.Set is { HasComparisons: true, HasUnitNorms: false, Beyond: 0, LeastDiameter: 0 };

    private int DefaultStarts() => ((long)_problem.Scaled.Count * _problem.Scaled.Dimension) switch
    {
        <= 64 => 16,
        <= 512 => 8,
        <= 8192 => 3,
        _ => 1,
    };

    private CanonicalResult? RunStart(int index, int threads)
    {
        var atNearest = index == 0 && StartsAtNearest;
        var (points, name) = atNearest
            ? (_problem.Scaled.FromResult(solution.Nearest), "nearest embedding")
            : StartingPoints.Create(_problem.Scaled, settings.Seed, StartsAtNearest ? index - 1 : index);
        var origin = $"start {index} ({name})";
        if (!UsesTangents)
        {
            var capped = new CappedRun(_problem, origin, threads, () => Stopped);
            var found = capped.Run(points);
            Interlocked.Add(ref _evaluations, capped.Evaluations);
            return found;
        }

        var run = new CanonicalRun(
            _problem, origin, threads, () => Stopped, () => _watch.Elapsed >= CanonicalRun.LateShare * settings.TimeLimit);
        var result = run.Run(points, atNearest);
        Interlocked.Add(ref _evaluations, run.Evaluations);
        return result;
    }
}
