using IsoApprox.Arithmetic;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// Starting points of the local search: f with noise of several sizes, collapsed f, blends with class means, class offsets, class means in
/// random order.
/// </summary>
internal static class StartingPoints
{
    private static readonly double[] NoiseSizes = [0.003, 0.15, 0.6, 1.5, 3, 6];

    /// <summary>With a margin one start in so many spreads coincident classes, with noise of these shares of the margin.</summary>
    private const int SpreadEvery = 4;
    private static readonly double[] MarginNoiseSizes = [1e-3, 0.1, 0.5, 1];

    /// <summary>Start number <paramref name="index"/>; depends on the seed and the index only.</summary>
    internal static (double[] Points, string Name) Create(SearchProblem problem, int seed, int index)
    {
        var random = SeededRandom.Create(seed, index);
        if (problem.Margin > 0 && index % SpreadEvery == 1)
        {
            var share = MarginNoiseSizes[index / SpreadEvery % MarginNoiseSizes.Length];
            return (WithNoise(Spread(problem), problem, random, share * problem.Margin), "f with classes of one place apart");
        }

        var (points, name) = index == 0 ? ((double[])problem.Points.Clone(), "f") : Structured(problem, random, index);
        var noise = index == 0 ? 1e-3 : NoiseSizes[index % NoiseSizes.Length];
        return (WithNoise(points, problem, random, noise * problem.Radius), name);
    }

    private static double[] WithNoise(double[] points, SearchProblem problem, Random random, double size)
    {
        var d = problem.Dimension;
        foreach (var p in problem.Order.Positions)
        {
            foreach (ref var x in points.AsSpan(p * d, d))
            {
                x += size * SeededRandom.Gaussian(random) / Math.Sqrt(d);
            }
        }

        return points;
    }

    private static double[] Spread(SearchProblem problem)
    {
        var points = (double[])problem.Points.Clone();
        if (problem.Dimension > 1)
        {
            SpreadClusters.Apply(points, problem.Dimension, problem.Source, problem.Order.Rows, problem.Margin);
        }

        return points;
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
