using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Few rows whose optimum is still large: rows are left out one after the other, always the one without which the best value found falls
/// least. Values come from a few short searches, so the choice is a heuristic; what is proved is the rows' own certificate
/// (<see cref="SubsetCertificate"/>).
/// </summary>
internal static class SubsetChoice
{
    /// <summary>More rows are thinned out first by how much they move.</summary>
    private const int Greedy = 14;

    private const int Starts = 3;
    private const int Evaluations = 200;

    /// <summary>The rows in increasing order, or null when stopped or when no choice can be made.</summary>
    /// <param name="problem">The problem; its set must be closed under leaving points out.</param>
    /// <param name="best">The best member known.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="settings">Of the search.</param>
    /// <param name="stop">Polled.</param>
    internal static int[]? Of(Problem problem, Candidate best, int count, NearestSettings settings, Func<bool> stop)
    {
        var rows = MovedMost(problem.Points, best.Embedding, problem.Metric);
        while (rows.Length > count)
        {
            var values = new double[rows.Length];
            for (var p = 0; p < rows.Length; p++)
            {
                if (stop())
                {
                    return null;
                }

                values[p] = Value(problem, Without(rows, p), settings);
            }

            rows = Without(rows, Array.IndexOf(values, values.Max()));
        }

        return SubsetCertificate.Of(problem, rows) is { Points.ClassCount: > 1 } ? rows : null;
    }

    private static int[] Without(int[] rows, int position) => [.. rows[..position], .. rows[(position + 1)..]];

    /// <summary>The best value that a short search finds for some rows; 0 where it finds none.</summary>
    private static double Value(Problem problem, int[] rows, NearestSettings settings)
    {
        var part = SubsetCertificate.Of(problem, rows);
        if (part is null || part.Points.ClassCount < 2)
        {
            return 0;
        }

        var few = settings with
        {
            Set = part.Set,
            Starts = Starts,
            MaxEvaluations = Evaluations,
            Gap = 1e-3,
            Prove = false,
            DirectionNodes = 0,
            UnaskedProofNodes = 0,
            Threads = 1,
            TimeLimit = null,
        };
        try
        {
            return NearestSolver.Solve(part.Points, few).Upper;
        }
        catch (EmbeddingException)
        {
            return 0;
        }
    }

    /// <summary>d_haus: the rows that move most. d_iso: those whose pairs change most.</summary>
    private static int[] MovedMost(Embedding f, Embedding g, NearestMetric metric)
    {
        var (moved, padded) = (new double[f.Count], Coordinates.Pad(f, Math.Max(f.Dimension, g.Dimension)));
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; metric == NearestMetric.IsometricError && j < f.Count; j++)
            {
                var change = PairwiseDistances.Distance(f[i], f[j]) - PairwiseDistances.Distance(g[i], g[j]);
                moved[i] = Math.Max(moved[i], Math.Abs(change));
            }

            moved[i] = metric == NearestMetric.IsometricError ? moved[i] : PairwiseDistances.Distance(padded[i], g[i]);
        }

        return [.. Enumerable.Range(0, f.Count).OrderByDescending(i => moved[i]).ThenBy(i => i).Take(Greedy).Order()];
    }
}
