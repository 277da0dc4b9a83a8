using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Isometries;

/// <summary>
/// The minimax isometry of the plane, by branch and bound over the angle. For a fixed rotation R_a the best translation is the centre of
/// the smallest enclosing ball of the points g_i - R_a f_i and the error is its radius r(a). |r(a) - r(b)| &lt;= |a - b| rho, rho the
/// enclosing radius of f, so an interval of half-width w around a holds no value below r(a) - w rho. Rotations and reflections are
/// searched; the widest promise is split first.
/// </summary>
internal static class PlanarIsometrySearch
{
    private const int LargestNodes = 60_000;
    private const double RelativeGap = 1e-8;

    /// <summary>Searches all angles.</summary>
    /// <param name="f">N points of the plane.</param>
    /// <param name="g">N points of the plane.</param>
    /// <param name="start">A known isometry.</param>
    /// <param name="cancellation">Stops the search; the bound of the open intervals still holds.</param>
    internal static MinimaxFit Run(Embedding f, Embedding g, ProcrustesFit start, CancellationToken cancellation)
    {
        var (lipschitz, best) = (EnclosingBall.Compute(f).Upper, start);
        var open = new PriorityQueue<(double Angle, double HalfWidth, bool Mirrored), double>();
        var lower = double.PositiveInfinity;
        const int First = 16;
        for (var k = 0; k < 2 * First; k++)
        {
            Visit(Math.PI * ((2.0 * (k % First)) + 1) / First, Math.PI / First * (1 + 1e-12), k >= First);
        }

        for (var nodes = 0; open.TryPeek(out _, out var bound); nodes++)
        {
            lower = Math.Max(0, bound);
            if (best.MaxError - lower <= RelativeGap * best.MaxError || nodes >= LargestNodes || cancellation.IsCancellationRequested)
            {
                break;
            }

            var (angle, width, mirrored) = open.Dequeue();
            Visit(angle - (width / 2), width / 2 * (1 + 1e-12), mirrored);
            Visit(angle + (width / 2), width / 2 * (1 + 1e-12), mirrored);
        }

        return new MinimaxFit(best, Math.Min(lower, best.MaxError), best.MaxError, "search over angles");

        void Visit(double angle, double width, bool mirrored)
        {
            var (fit, radius) = At(f, g, angle, mirrored);
            best = fit.MaxError < best.MaxError ? fit : best;
            open.Enqueue((angle, width, mirrored), radius - (width * lipschitz * (1 + 1e-12)));
        }
    }

    /// <summary>The isometry with this angle and the best translation, and a lower bound of r(a).</summary>
    private static (ProcrustesFit Fit, double RadiusLower) At(Embedding f, Embedding g, double angle, bool mirrored)
    {
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        double[] rotation = mirrored ? [cos, sin, sin, -cos] : [cos, -sin, sin, cos];
        var p = f[0].ToArray();
        var residual = new double[2 * f.Count];
        var size = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            var (x, y) = (f[i][0] - p[0], f[i][1] - p[1]);
            residual[2 * i] = g[i][0] - ((rotation[0] * x) + (rotation[1] * y));
            residual[(2 * i) + 1] = g[i][1] - ((rotation[2] * x) + (rotation[3] * y));
            size = Math.Max(size, Math.Abs(x) + Math.Abs(y) + Math.Abs(g[i][0]) + Math.Abs(g[i][1]));
        }

        var ball = EnclosingBall.Compute(f.WithPoints(residual, 2));

        // Each residual is off by at most 8 u (|x| + |g|): rounding of the differences, of cos and sin, and of the products. The centre is
        // rounded to doubles, once more that much.
        var rounding = 16 * 1.2e-16 * size;
        var fit = new ProcrustesFit(rotation, p, ball.Center, 2, double.NaN, ball.Upper + rounding);
        return (fit, ball.Lower - rounding);
    }
}
