using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// Starting points of the local search: f with noise of several sizes, collapsed f, blends with class means, class offsets, class means in
/// random order.
/// </summary>
internal static class StartingPoints
{
    private static readonly double[] NoiseSizes = [0.003, 0.15, 0.6, 1.5, 3, 6];

    /// <summary>Start number <paramref name="index"/>; depends on the seed and the index only.</summary>
    internal static (double[] Points, string Name) Create(SearchProblem problem, int seed, int index)
    {
        var random = SeededRandom.Create(seed, index);
        var (points, name) = index == 0 ? ((double[])problem.Points.Clone(), "f") : Structured(problem, random, index);
        var noise = index == 0 ? 1e-3 : NoiseSizes[index % NoiseSizes.Length];
        var d = problem.Dimension;
        foreach (var p in problem.Order.Positions)
        {
            foreach (ref var x in points.AsSpan(p * d, d))
            {
                x += noise * problem.Radius * SeededRandom.Gaussian(random) / Math.Sqrt(d);
            }
        }

        return (points, name);
    }

    private static (double[] Points, string Name) Structured(SearchProblem problem, Random random, int index) => (index % 5) switch
    {
        0 => (TowardsClassMeans(problem, random.NextDouble()), "blend with class means"),
        1 => ((double[])problem.Points.Clone(), "f with noise"),
        2 => (WithClassOffsets((double[])problem.Points.Clone(), problem, random, 3 * problem.Radius), "class offsets"),
        3 => (TowardsCentre(problem, random.NextDouble()), "contracted f"),
        _ => (ShuffledMeans(problem, random), "shuffled class means"),
    };

    private static double[] TowardsCentre(SearchProblem problem, double factor) => [.. problem.Points.Select(x => x * factor)];

    private static double[] ShuffledMeans(SearchProblem problem, Random random)
    {
        var blended = TowardsClassMeans(problem, 0.5 + (0.5 * random.NextDouble()));
        return WithClassOffsets(blended, problem, random, 0.5 * random.NextDouble());
    }

    private static double[] TowardsClassMeans(SearchProblem problem, double blend)
    {
        var d = problem.Dimension;
        var result = (double[])problem.Points.Clone();
        for (var k = 0; k < problem.Source.ClassCount; k++)
        {
            var (start, end) = problem.Order.OfClass(k);
            var mean = new double[d];
            for (var e = start * d; e < end * d; e++)
            {
                mean[e % d] += problem.Points[e] / (end - start);
            }

            for (var e = start * d; e < end * d; e++)
            {
                result[e] += blend * (mean[e % d] - result[e]);
            }
        }

        return result;
    }

    private static double[] WithClassOffsets(double[] points, SearchProblem problem, Random random, double size)
    {
        var d = problem.Dimension;
        for (var k = 0; k < problem.Source.ClassCount; k++)
        {
            var (start, end) = problem.Order.OfClass(k);
            var offset = new double[d];
            for (var q = 0; q < d; q++)
            {
                offset[q] = size * SeededRandom.Gaussian(random) / Math.Sqrt(d);
            }

            for (var e = start * d; e < end * d; e++)
            {
                points[e] += offset[e % d];
            }
        }

        return points;
    }
}
