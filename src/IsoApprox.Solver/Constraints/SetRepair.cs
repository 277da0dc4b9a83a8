using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// Turns an embedding that is almost in a constraint set into one that is exactly in it: points closer than a tolerance are merged, and groups of similar
/// classes
/// contract towards their centroids by the smallest factor that passes the exact test (for thresholds the whole also grows by it; on the sphere rows are
/// normalised again).
/// </summary>
internal sealed class SetRepair
{
    private const int MergeUpTo = 200;
    private static readonly double[] MergeTolerances = [0, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4];

    private readonly Problem _problem;
    private readonly double _scale;
    private readonly int[][] _groupings;

    internal SetRepair(Problem problem, double scale)
    {
        (_problem, _scale) = (problem, scale);
        _groupings = [.. Enumerable.Range(1, Math.Max(1, problem.Levels.Count - 1)).Select(b => Grouping(problem.Levels, b)).OfType<int[]>()];
    }

    /// <summary>The best member of the set found near g; null when there is none.</summary>
    internal Candidate? Apply(Embedding g, string origin)
    {
        var start = _problem.Set is { Within: 0 } ? Contracted(g, 1) : Normalised(g);
        Candidate? best = null;
        foreach (var tolerance in g.Count <= MergeUpTo ? MergeTolerances : [0])
        {
            var merged = tolerance == 0 ? start : Merge(start, tolerance * _scale);
            if (merged is not null && Contract(merged, origin) is { } candidate && !(candidate.Value >= best?.Value))
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>The candidate when g is exactly in the set, otherwise null.</summary>
    internal Candidate? Accept(Embedding g, string origin) =>
        _problem.Set.Contains(g) ? new Candidate(g, AttainedDistance.Enclose(_problem, g).Upper, origin) : null;

    private Candidate? Contract(Embedding g, string origin)
    {
        var found = Accept(g, origin);
        var (low, high) = (0.0, 0.0);
        for (var factor = 1e-15; found is null && low < 1; factor = Math.Min(1, 8 * factor))
        {
            found = Accept(Contracted(g, factor), origin);
            (low, high) = found is null ? (factor, high) : (low, factor);
        }

        for (var step = 0; step < 6 && found is not null && low > 0; step++)
        {
            var middle = Math.Sqrt(low * high);
            if (Accept(Contracted(g, middle), origin) is { } closer)
            {
                (found, high) = (closer.Value < found.Value ? closer : found, middle);
            }
            else
            {
                low = middle;
            }
        }

        return found;
    }

    private Embedding Contracted(Embedding g, double factor)
    {
        var n = g.Dimension;
        var result = g.Coordinates.ToArray();
        foreach (var grouping in _groupings)
        {
            var centroids = Centroids(g, grouping);
            for (var e = 0; e < result.Length; e++)
            {
                var centroid = centroids[grouping[g.Classes[e / n]]][e % n];
                result[e] = factor == 1 ? centroid : result[e] - (factor * (g.Coordinates[e] - centroid));
            }
        }

        if (!_problem.Set.HasComparisons && factor < 1)
        {
            var mean = Centroids(g, new int[g.ClassCount])[0];
            for (var e = 0; e < result.Length; e++)
            {
                result[e] += factor / 2 * (result[e] - mean[e % n]);
            }
        }

        return Normalised(g.WithPoints(result, n));
    }

    private Embedding Normalised(Embedding g)
    {
        if (!_problem.Set.HasUnitNorms)
        {
            return g;
        }

        var n = g.Dimension;
        var result = g.Coordinates.ToArray();
        var origin = new double[n];
        for (var i = 0; i < g.Count; i++)
        {
            var norm = PairwiseDistances.Distance(g[i], origin);
            for (var q = 0; q < n; q++)
            {
                result[(i * n) + q] = norm > 0 ? result[(i * n) + q] / norm : q == 0 ? 1 : 0;
            }
        }

        return g.WithPoints(result, n);
    }

    private static double[][] Centroids(Embedding g, int[] grouping)
    {
        var (n, groups) = (g.Dimension, grouping.Max() + 1);
        var (sums, counts, first) = (new double[groups][], new int[groups], new int[groups]);
        for (var i = 0; i < g.Count; i++)
        {
            var group = grouping[g.Classes[i]];
            first[group] = sums[group] is null ? i : first[group];
            var sum = sums[group] ??= new double[n];
            counts[group]++;
            for (var q = 0; q < n; q++)
            {
                sum[q] += g[i][q] - g[first[group]][q];
            }
        }

        for (var group = 0; group < groups; group++)
        {
            for (var q = 0; q < n; q++)
            {
                sums[group][q] = g[first[group]][q] + (sums[group][q] / counts[group]);
            }
        }

        return sums;
    }

    /// <summary>The group of each class when "level below the boundary" is an equivalence, else null; the coarsest one, of everything, is left out.</summary>
    private static int[]? Grouping(SimilarityLevels levels, int boundary)
    {
        var groups = new int[levels.ClassCount];
        for (var a = 0; a < groups.Length; a++)
        {
            groups[a] = Enumerable.Range(0, groups.Length).First(b => b == a || (levels[a, b] < boundary && b < a));
        }

        for (var a = 0; a < groups.Length; a++)
        {
            for (var b = 0; b < groups.Length; b++)
            {
                if ((groups[a] == groups[b]) != levels[a, b] < boundary)
                {
                    return null;
                }
            }
        }

        var numbers = groups.Distinct().ToArray();
        return [.. groups.Select(g => Array.IndexOf(numbers, g))];
    }

    /// <summary>Points closer than the tolerance, single linkage, are put at their mean; null when there is none.</summary>
    private Embedding? Merge(Embedding g, double tolerance)
    {
        var n = g.Dimension;
        var group = Enumerable.Range(0, g.Count).ToArray();
        var merged = false;
        for (var i = 0; i < g.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var s = PairwiseDistances.Squared(g[i], g[j]);
                merged |= s > 0 && s <= tolerance * tolerance;
                if (s <= tolerance * tolerance && group[i] != group[j])
                {
                    var (from, to) = (group[i], group[j]);
                    group = Array.ConvertAll(group, x => x == from ? to : x);
                }
            }
        }

        if (!merged)
        {
            return null;
        }

        var result = new double[g.Count * n];
        foreach (var rows in Enumerable.Range(0, g.Count).GroupBy(i => group[i]).Select(rows => rows.ToArray()))
        {
            for (var q = 0; q < n; q++)
            {
                var origin = g[rows[0]][q];
                var mean = origin + (rows.Sum(i => g[i][q] - origin) / rows.Length);
                Array.ForEach(rows, i => result[(i * n) + q] = mean);
            }
        }

        return Normalised(g.WithPoints(result, n));
    }
}
