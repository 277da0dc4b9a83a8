using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>Starting points of the local search: f with noise of several sizes, collapsed f, blends with class means, class offsets, class means in random order.</summary>
internal static class StartingPoints
{
    private const int BeforeProof = 32;
    private static readonly double[] NoiseSizes = [0.003, 0.15, 0.6, 1.5, 3, 6];

    /// <summary>More starts where a run is cheap and local minima are many.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="provable">Whether branch and bound follows.</param>
    internal static int DefaultCount(ScaledProblem problem, bool provable)
    {
        if (problem.IsConvex)
        {
            return 2;
        }

        return provable ? BeforeProof : ((long)problem.Count * problem.Dimension) switch
        {
            <= 24 => 192,
            <= 64 => 128,
            <= 512 => 32,
            <= 8192 => 8,
            _ => 2,
        };
    }

    /// <summary>Start number <paramref name="index"/>; depends on the seed and the index only.</summary>
    internal static (double[] Points, string Name) Create(ScaledProblem problem, int seed, int index)
    {
        var random = SeededRandom.Create(seed, index);
        var (points, name) = index == 0 ? ((double[])problem.Points.Clone(), "f") : Structured(problem, random, index);
        var noise = index == 0 ? 1e-3 : NoiseSizes[index % NoiseSizes.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] += noise * problem.Radius * SeededRandom.Gaussian(random) / Math.Sqrt(problem.Dimension);
        }

        return (points, name);
    }

    private static (double[] Points, string Name) Structured(ScaledProblem problem, Random random, int index) => (index % 5) switch
    {
        0 => (TowardsClassMeans(problem, random.NextDouble()), "blend with class means"),
        1 => ((double[])problem.Points.Clone(), "f with noise"),
        2 => (WithClassOffsets(problem, random, 3 * problem.Radius), "class offsets"),
        3 => (TowardsCentre(problem, random.NextDouble()), "contracted f"),
        _ => (WithClassOffsets(TowardsClassMeans(problem, 0.5 + (0.5 * random.NextDouble())), problem, random, 0.5 * random.NextDouble()), "shuffled class means"),
    };

    private static double[] TowardsCentre(ScaledProblem problem, double factor) => [.. problem.Points.Select(x => x * factor)];

    private static double[] TowardsClassMeans(ScaledProblem problem, double blend)
    {
        var d = problem.Dimension;
        var result = (double[])problem.Points.Clone();
        for (var k = 0; k < problem.Source.ClassCount; k++)
        {
            var members = problem.Source.Members(k);
            var mean = new double[d];
            foreach (var i in members)
            {
                for (var q = 0; q < d; q++)
                {
                    mean[q] += problem.Points[(i * d) + q] / members.Length;
                }
            }

            foreach (var i in members)
            {
                for (var q = 0; q < d; q++)
                {
                    result[(i * d) + q] += blend * (mean[q] - result[(i * d) + q]);
                }
            }
        }

        return result;
    }

    private static double[] WithClassOffsets(ScaledProblem problem, Random random, double size) =>
        WithClassOffsets((double[])problem.Points.Clone(), problem, random, size);

    private static double[] WithClassOffsets(double[] points, ScaledProblem problem, Random random, double size)
    {
        var d = problem.Dimension;
        for (var k = 0; k < problem.Source.ClassCount; k++)
        {
            var offset = new double[d];
            for (var q = 0; q < d; q++)
            {
                offset[q] = size * SeededRandom.Gaussian(random) / Math.Sqrt(d);
            }

            foreach (var i in problem.Source.Members(k))
            {
                for (var q = 0; q < d; q++)
                {
                    points[(i * d) + q] += offset[q];
                }
            }
        }

        return points;
    }
}
