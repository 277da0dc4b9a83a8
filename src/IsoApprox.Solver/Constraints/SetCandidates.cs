using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// Embeddings that are in a constraint set by construction or nearly so: everything at one point, each class at one point, f itself; for thresholds each
/// class at a point
/// of a line, and classes shrunk to diameter a with their centroids moved apart.
/// </summary>
internal static class SetCandidates
{
    /// <summary>Names and embeddings, to be repaired. At least one of them is in the set, whatever f is.</summary>
    internal static IEnumerable<(string Name, Embedding G)> All(Problem problem, int dimension)
    {
        var f = problem.Points;
        var width = problem.Metric == NearestMetric.HausdorffLike ? Math.Max(dimension, f.Dimension) : dimension;
        if (!problem.Set.HasComparisons)
        {
            yield return ("classes on a line", OnLine(f, problem.Set.Beyond, width));
        }
        else
        {
            yield return ("all points at one point", AtOnePoint(problem, width));
        }

        if (width < f.Dimension)
        {
            yield break;
        }

        yield return ("f", TrivialCandidates.Pad(f, width));
        yield return ("each class at the centre of its enclosing ball", TrivialCandidates.Pad(AtClassCentres(f), width));
        if (!problem.Set.HasComparisons)
        {
            for (var spread = 1.0; spread < 1e4; spread *= 1.3)
            {
                var moved = TrivialCandidates.Pad(Spread(f, problem.Set.Within, spread), width);
                if (problem.Set.Contains(moved))
                {
                    yield return ("shrunk classes, centroids apart", moved);
                    yield break;
                }
            }
        }
    }

    private static Embedding AtOnePoint(Problem problem, int width)
    {
        var f = problem.Points;
        var point = new double[width];
        if (problem.Metric == NearestMetric.HausdorffLike)
        {
            EnclosingBall.Compute(f).Center.AsSpan().CopyTo(point);
        }

        if (problem.Set.HasUnitNorms && point.All(x => x == 0))
        {
            point[0] = 1;
        }

        return f.WithPoints([.. Enumerable.Range(0, f.Count * width).Select(e => point[e % width])], width);
    }

    private static Embedding OnLine(Embedding f, double beyond, int width) =>
        TrivialCandidates.Pad(TrivialCandidates.ClassesOnLine(width >= f.Dimension ? f : f.WithPoints(new double[f.Count], 1), beyond), width);

    private static Embedding AtClassCentres(Embedding f)
    {
        var n = f.Dimension;
        var result = new double[f.Count * n];
        for (var k = 0; k < f.ClassCount; k++)
        {
            var centre = EnclosingBall.Compute(f, f.Members(k)).Center;
            foreach (var i in f.Members(k))
            {
                centre.AsSpan().CopyTo(result.AsSpan(i * n, n));
            }
        }

        return f.WithPoints(result, n);
    }

    private static Embedding Spread(Embedding f, double within, double spread)
    {
        var n = f.Dimension;
        var (centres, middle) = (AtClassCentres(f), EnclosingBall.Compute(f).Center);
        var result = new double[f.Count * n];
        for (var k = 0; k < f.ClassCount; k++)
        {
            var members = f.Members(k).ToArray();
            var diameter = members.Max(i => members.Max(j => PairwiseDistances.Distance(f[i], f[j])));
            var factor = diameter > within ? within / diameter * (1 - 1e-12) : 1;
            foreach (var i in members)
            {
                for (var q = 0; q < n; q++)
                {
                    result[(i * n) + q] = middle[q] + (spread * (centres[i][q] - middle[q])) + (factor * (f[i][q] - centres[i][q]));
                }
            }
        }

        return f.WithPoints(result, n);
    }
}
