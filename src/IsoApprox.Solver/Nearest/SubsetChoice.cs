using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Few rows whose optimum is still large: rows are left out one after the other, always the one without which the best value found falls
/// least, or one is added to rows at hand; then one row is exchanged for another as long as that raises the value. Values come from short
/// searches, so the choice is a heuristic; what is proved is the rows' own certificate (<see cref="SubsetCertificate"/>).
/// </summary>
/// <param name="problem">The problem; its set must be closed under leaving points out.</param>
/// <param name="settings">Of the search.</param>
/// <param name="stop">Polled.</param>
internal sealed class SubsetChoice(Problem problem, NearestSettings settings, Func<bool> stop)
{
    /// <summary>More rows are thinned out first by how much they move.</summary>
    private const int Greedy = 14;

    /// <summary>Rows that may be added or exchanged.</summary>
    private const int Considered = 24;

    /// <summary>Relative growth that counts.</summary>
    private const double LeastGrowth = 1e-4;

    /// <summary>Of a first search, which often ends above the optimum, and of one that confirms its value.</summary>
    private const int FewStarts = 3;
    private const int FewEvaluations = 200;
    private const int ManyStarts = 24;
    private const int ManyEvaluations = 1000;

    /// <summary>
    /// d_iso in the plane. For d_haus a search takes ten times as long, on a line all points together are easy: there first values decide
    /// and nothing is exchanged.
    /// </summary>
    private readonly bool _isQuick = problem is { Metric: NearestMetric.IsometricError, Dimension: 2 };

    /// <summary>The rows in increasing order, or null when stopped or when no choice can be made.</summary>
    /// <param name="best">The best member known.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="before">Fewer rows that are known to be good, or null.</param>
    internal int[]? Of(Candidate best, int count, int[]? before)
    {
        var moved = MovedMost(problem.Points, best.Embedding, problem.Metric);
        int[] others = [.. moved.Take(Considered)];
        var rows = before ?? [.. moved.Take(Greedy).Order()];
        while (rows.Length != count)
        {
            int[][] next = rows.Length > count ? [.. rows.Select(row => Without(rows, row))]
                : [.. others.Except(rows).Select(other => With(rows, other))];
            if (Best(next, double.NegativeInfinity) is not { } choice)
            {
                return null;
            }

            rows = choice.Rows;
        }

        rows = _isQuick ? Exchange(rows, others) : rows;
        return !stop() && SubsetCertificate.Of(problem, rows) is { Points.ClassCount: > 1 } ? rows : null;
    }

    private static int[] Without(int[] rows, int row) => [.. rows.Where(r => r != row)];

    private static int[] With(int[] rows, int row) => [.. rows.Append(row).Order()];

    private int[] Exchange(int[] rows, int[] others)
    {
        for (var value = Confirmed(rows); ;)
        {
            int[][] next = [.. rows.SelectMany(row => others.Except(rows).Select(other => With(Without(rows, row), other)))];
            if (Best(next, value * (1 + LeastGrowth)) is not { } better)
            {
                return rows;
            }

            (rows, value) = better;
        }
    }

    /// <summary>
    /// The choice with the largest confirmed value, if one is larger than what is asked for. Confirmation lowers values, so those whose
    /// first value is not larger need none.
    /// </summary>
    private (int[] Rows, double Value)? Best(int[][] choices, double least)
    {
        var values = new double[choices.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads ?? Environment.ProcessorCount };
        Parallel.For(0, choices.Length, parallel, c => values[c] = stop() ? 0 : Value(choices[c], FewStarts, FewEvaluations));
        (int[] Rows, double Value)? best = null;
        foreach (var c in Enumerable.Range(0, choices.Length).OrderByDescending(c => values[c]))
        {
            if (stop() || values[c] <= (best?.Value ?? least))
            {
                break;
            }

            if ((_isQuick ? Math.Min(values[c], Confirmed(choices[c])) : values[c]) is var value && value > (best?.Value ?? least))
            {
                best = (choices[c], value);
            }
        }

        return stop() ? null : best;
    }

    private double Confirmed(int[] rows) => Value(rows, ManyStarts, ManyEvaluations);

    /// <summary>The best value that a short search finds for some rows; 0 where it finds none.</summary>
    private double Value(int[] rows, int starts, int evaluations)
    {
        var part = SubsetCertificate.Of(problem, rows);
        if (part is null || part.Points.ClassCount < 2)
        {
            return 0;
        }

        var few = settings with
        {
            Set = part.Set,
            Starts = starts,
            MaxEvaluations = evaluations,
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

    /// <summary>d_haus: the rows that move most first. d_iso: those whose pairs change most.</summary>
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

        return [.. Enumerable.Range(0, f.Count).OrderByDescending(i => moved[i]).ThenBy(i => i)];
    }
}
