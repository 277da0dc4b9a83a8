using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Tests.Global;

/// <summary>
/// The level that a direction excludes for classes 0 and 1, from the definition: bisection for h(v) + kappa H(v, T) + alpha = (2 + kappa)
/// T. H is the radius of the ball of a class, or, where its centre lies beyond the half space, of the ball of the class and its mirror
/// image.
/// </summary>
internal static class DirectionLevel
{
    internal static double Of(Problem problem, double[] direction)
    {
        var f = problem.Points;
        var norm = Math.Sqrt(direction.Sum(x => x * x));
        var v = direction.Select(x => x / norm).ToArray();
        var (a, b) = (Rows(f, 0), Rows(f, 1));
        var (low, high) = (a.Min(x => Dot(x, v)), b.Max(x => Dot(x, v)));
        var kappa = Enumerable.Range(1, f.Dimension).Where(m => m <= a.Length)
            .Min(m => Math.Sqrt(((1.0 / m) + (1.0 / Math.Min(b.Length, f.Dimension + 1 - m))) / 2));
        var (least, largest) = (0.0, 100.0);
        for (var step = 0; step < 60; step++)
        {
            var level = (least + largest) / 2;
            var extent = Math.Max(Half(a, v, low + level), Half(b, [.. v.Select(x => -x)], level - high));
            (least, largest) = high - low + (kappa * extent) + problem.Margin > (2 + kappa) * level ? (level, largest) : (least, level);
        }

        return Math.Max(largest, (high - low + problem.Margin) / 2);
    }

    private static double Half(double[][] points, double[] v, double limit)
    {
        var ball = Ball(points);
        if (Dot(ball.Center, v) <= limit)
        {
            return ball.Radius;
        }

        var mirrored = points.Select(x => x.Zip(v, (p, q) => p - (2 * (Dot(x, v) - limit) * q)).ToArray());
        return Ball([.. points, .. mirrored]).Radius;
    }

    private static EnclosingBall Ball(double[][] points) =>
        EnclosingBall.Compute(Embedding.Create([.. points.SelectMany(x => x)], points[0].Length, new int[points.Length]));

    private static double[][] Rows(Embedding f, int k) => [.. f.Members(k).ToArray().Select(i => f[i].ToArray())];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (p, q) => p * q).Sum();
}
