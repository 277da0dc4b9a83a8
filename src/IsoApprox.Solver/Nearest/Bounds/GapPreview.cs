using IsoApprox.Certificates;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// A quick upper estimate of the depth that <see cref="PenetrationSearch"/> can prove for a pair of classes: the level of the direction
/// between their means, with the extent of a class replaced by the radius of its ball plus the distance of the ball's centre from the half
/// space. O(|A| + |B|) a pair.
/// </summary>
internal sealed class GapPreview
{
    private readonly Problem _problem;
    private readonly Embedding _f;
    private readonly EnclosingBall[] _balls;
    private readonly double[][] _means;

    private GapPreview(Problem problem)
    {
        (_problem, _f) = (problem, problem.Points);
        _balls = EnclosingBall.PerClass(_f);
        _means = [.. Enumerable.Range(0, _f.ClassCount).Select(k => Mean(_f.Members(k)))];
    }

    /// <summary>The pairs whose estimate exceeds the floor.</summary>
    internal static List<(double Upper, int First, int Second)> Pairs(Problem problem, double floor, Func<bool> stop)
    {
        var preview = new GapPreview(problem);
        var result = new List<(double Upper, int First, int Second)>();
        for (var a = 0; a < problem.Points.ClassCount && !stop(); a++)
        {
            for (var b = a + 1; b < problem.Points.ClassCount; b++)
            {
                if (preview.Depth(a, b) is var upper && upper > floor)
                {
                    result.Add((upper, a, b));
                }
            }
        }

        return result;
    }

    private double Depth(int a, int b)
    {
        var v = _means[a].Zip(_means[b], (x, y) => x - y).ToArray();
        if (!(DirectionCone.Norm(v) is var norm && norm > 0))
        {
            v[0] = norm = 1;
        }

        v = Array.ConvertAll(v, x => x / norm);
        var (low, _) = Range(a, v);
        var (_, high) = Range(b, v);
        var kappa = GapConstant.Lower(_problem.Dimension ?? _f.Dimension, _f.Members(a).Length, _f.Members(b).Length);
        var depth = (high - low + _problem.Margin) / 2;
        var level = Math.Max(0, depth);
        for (var step = 0; step < 8; step++)
        {
            var first = _balls[a].Radius + Math.Max(0, DirectionCone.Dot(_balls[a].Center, v) - low - level);
            var second = _balls[b].Radius + Math.Max(0, high - level - DirectionCone.Dot(_balls[b].Center, v));
            level = Math.Max(0, (high - low + (kappa * Math.Max(first, second)) + _problem.Margin) / (2 + kappa));
        }

        return 2 * Math.Max(depth, level);
    }

    private (double Low, double High) Range(int k, double[] v)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var i in _f.Members(k))
        {
            var value = DirectionCone.Dot(_f[i], v);
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (low, high);
    }

    private double[] Mean(ReadOnlySpan<int> members)
    {
        var result = new double[_f.Dimension];
        foreach (var i in members)
        {
            for (var d = 0; d < result.Length; d++)
            {
                result[d] += _f[i][d] / members.Length;
            }
        }

        return result;
    }
}
