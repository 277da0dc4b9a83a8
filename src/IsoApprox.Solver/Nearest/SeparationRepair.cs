using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Separation;

namespace IsoApprox.Solver.Nearest;

/// <summary>A Triplet-Separated embedding, proved so on its doubles, and its distance to f.</summary>
/// <param name="Embedding">g.</param>
/// <param name="Value">max_i ||f_i - g_i|| or d_iso(f,g), rounded up.</param>
/// <param name="Origin">Which start or construction gave it.</param>
internal sealed record Candidate(Embedding Embedding, double Value, string Origin);

/// <summary>
/// Turns an almost Triplet-Separated g into one that is exactly so: points closer than a tolerance are merged, classes contract towards their centroids by the
/// smallest factor that works (for a Triplet-Separated g contraction is strictly feasible wherever points of different classes do not coincide),
/// and with a margin the whole is scaled up.
/// </summary>
internal static class SeparationRepair
{
    private const int MergeUpTo = 200;
    private static readonly double[] MergeTolerances = [0, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4];

    /// <summary>The best exact embedding near g, or null when none was found below <paramref name="ceiling"/>.</summary>
    internal static Candidate? Apply(Embedding f, Embedding g, NearestMetric metric, double margin, string origin, double ceiling = double.PositiveInfinity) =>
        Variants(f, g, metric, margin, origin).Where(c => c.Value < ceiling).MinBy(c => c.Value);

    /// <summary>Exact embeddings near g, one for each tolerance below which points are merged; those without one are left out.</summary>
    internal static IEnumerable<Candidate> Variants(Embedding f, Embedding g, NearestMetric metric, double margin, string origin)
    {
        var scale = Math.Max(Diameter.Compute(f).Value, margin);
        var merges = f.Count <= MergeUpTo ? MergeTolerances : [0];
        foreach (var tolerance in merges)
        {
            var merged = tolerance == 0 ? g : Merge(g, tolerance * scale);
            if (merged is not null && Contract(f, merged, metric, margin, origin) is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    /// <summary>The candidate when g is exactly Triplet-Separated, otherwise null.</summary>
    internal static Candidate? Accept(Embedding f, Embedding g, NearestMetric metric, double margin, string origin) =>
        TripletSeparation.IsSatisfied(g, margin) ? new Candidate(g, AttainedValue.Above(f, g, metric), origin) : null;

    private static Candidate? Contract(Embedding f, Embedding g, NearestMetric metric, double margin, string origin)
    {
        var (low, high) = (0.0, 0.0);
        var found = Try(f, g, 0, metric, margin, origin);
        if (found is not null && (margin == 0 || found.Value == 0))
        {
            return found;
        }

        for (var factor = 1e-15; factor <= 1 && (margin > 0 || found is null); factor = Math.Min(factor * 8, factor < 1 && factor * 8 > 1 ? 1 : factor * 8))
        {
            var trial = Try(f, g, factor, metric, margin, origin);
            if (trial is not null && !(trial.Value >= found?.Value))
            {
                (found, high) = (trial, factor);
            }

            low = found is null ? factor : low;
        }

        for (var step = 0; margin == 0 && step < 6 && found is not null && high > 0 && low > 0; step++)
        {
            var middle = Math.Sqrt(low * high);
            if (Try(f, g, middle, metric, margin, origin) is { } trial)
            {
                (found, high) = (trial.Value < found.Value ? trial : found, middle);
            }
            else
            {
                low = middle;
            }
        }

        return found;
    }

    private static Candidate? Try(Embedding f, Embedding g, double factor, NearestMetric metric, double margin, string origin)
    {
        var contracted = factor == 0 ? g : ContractClasses(g, factor);
        if (margin > 0)
        {
            var violation = TripletSeparation.Worst(contracted, margin).Violation;
            if (violation > 0)
            {
                if (violation >= margin)
                {
                    return null;
                }

                contracted = Rescale(contracted, margin / (margin - violation) * (1 + 1e-14));
            }
        }

        return Accept(f, contracted, metric, margin, origin);
    }

    private static Embedding ContractClasses(Embedding g, double factor)
    {
        var n = g.Dimension;
        var result = g.Coordinates.ToArray();
        var offset = new double[n];
        for (var k = 0; k < g.ClassCount; k++)
        {
            var members = g.Members(k);
            var origin = g[members[0]];
            offset.AsSpan().Clear();
            foreach (var i in members)
            {
                for (var q = 0; q < n; q++)
                {
                    offset[q] += (g[i][q] - origin[q]) / members.Length;
                }
            }

            foreach (var i in members)
            {
                for (var q = 0; q < n; q++)
                {
                    var target = origin[q] + offset[q];
                    result[(i * n) + q] = factor == 1 ? target : result[(i * n) + q] - (factor * (result[(i * n) + q] - target));
                }
            }
        }

        return g.WithPoints(result, n);
    }

    private static Embedding Rescale(Embedding g, double factor)
    {
        var n = g.Dimension;
        var mean = new double[n];
        for (var i = 0; i < g.Coordinates.Length; i++)
        {
            mean[i % n] += g.Coordinates[i] / g.Count;
        }

        var result = g.Coordinates.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = mean[i % n] + (factor * (result[i] - mean[i % n]));
        }

        return g.WithPoints(result, n);
    }

    /// <summary>Single-linkage groups of points closer than the tolerance are put at their mean; null when there is none.</summary>
    private static Embedding? Merge(Embedding g, double tolerance)
    {
        var n = g.Dimension;
        var parent = Enumerable.Range(0, g.Count).ToArray();
        var merged = false;
        for (var i = 0; i < g.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var s = PairwiseDistances.Squared(g[i], g[j]);
                if (s > 0 && s <= tolerance * tolerance)
                {
                    parent[Find(parent, i)] = Find(parent, j);
                    merged = true;
                }
            }
        }

        if (!merged)
        {
            return null;
        }

        var result = g.Coordinates.ToArray();
        foreach (var group in Enumerable.Range(0, g.Count).GroupBy(i => Find(parent, i)).Where(group => group.Count() > 1))
        {
            var rows = group.ToArray();
            for (var q = 0; q < n; q++)
            {
                var origin = g[rows[0]][q];
                var mean = origin + (rows.Sum(i => g[i][q] - origin) / rows.Length);
                foreach (var i in rows)
                {
                    result[(i * n) + q] = mean;
                }
            }
        }

        return g.WithPoints(result, n);
    }

    private static int Find(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
