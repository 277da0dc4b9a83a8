using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Upper values from few points, from many starts in parallel: a given embedding, the usual starts, and the best embedding with noise of
/// several sizes.
/// </summary>
/// <param name="problem">The distance to the Triplet-Separated embeddings, in the dimension of the points.</param>
/// <param name="seed">Seed; the result depends on it, not on the number of threads.</param>
/// <param name="threads">Threads.</param>
/// <param name="stop">Polled.</param>
internal sealed class ReducedSearch(Problem problem, int seed, int threads, Func<bool> stop)
{
    private const int Batch = 8;
    private static readonly double[] Noises = [0, 0.1, 0.3, 0.6];
    private int[] _few = [];
    private int _starts;

    /// <summary>Evaluations so far.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>The better of the best embedding known and what is found from a start.</summary>
    /// <param name="best">The best embedding known.</param>
    /// <param name="rows">Rows that matter at the start.</param>
    /// <param name="start">All points, row by row.</param>
    internal Candidate From(Candidate best, IEnumerable<int> rows, double[] start)
    {
        var descent = new ReducedDescent(problem, stop);
        var found = descent.Run(rows, start, "direction cells");
        Evaluations += descent.Evaluations;
        return Take(best, found, descent.Few);
    }

    /// <summary>The better of the best embedding known and what a batch of further starts finds.</summary>
    /// <param name="best">The best embedding known.</param>
    internal Candidate Continue(Candidate best)
    {
        if (_few.Length == 0)
        {
            return best;
        }

        var results = new (Candidate? Found, ReducedDescent Descent)[Batch];
        Parallel.For(0, Batch, new ParallelOptions { MaxDegreeOfParallelism = threads }, k =>
        {
            var descent = new ReducedDescent(problem, stop) { Few = _few };
            var noise = Noises[k % Noises.Length];
            var found = stop() ? null
                : noise == 0 ? descent.Restart(seed, _starts + k, "starts on few points")
                : descent.Perturb(best.Embedding, noise * best.Value, seed, _starts + k, "starts on few points");
            results[k] = (found, descent);
        });
        _starts += Batch;
        foreach (var (found, descent) in results)
        {
            Evaluations += descent.Evaluations;
            best = Take(best, found, descent.Few);
        }

        return best;
    }

    private Candidate Take(Candidate best, Candidate? found, int[] few)
    {
        var better = found is not null && found.Value < best.Value;
        if (few.Length > 0 && (better || _few.Length == 0))
        {
            _few = few;
        }

        return better ? found! : best;
    }
}
