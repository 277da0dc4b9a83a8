using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// BallRepair: every class A shrinks towards the centre z_A of its smallest enclosing ball, of radius R_A, by one length delta:
/// g_i = (1 - lambda_A) f_i + lambda_A z_A, lambda_A = min(1, delta / R_A). For every delta >= delta_nu L, nu = min(n, m - 1), the result
/// is Triplet-Separated, and no point moves by more than delta (docs/theory.md, P4). Same dimension; cost O(N n) and the balls.
/// </summary>
public static class BallRepair
{
    /// <summary>
    /// The least proved constant of d_haus &lt;= constant L: 3/4 on a line (Theorem P11), otherwise delta_nu (Theorem P4).
    /// </summary>
    /// <param name="isOnLine">True for points on a line.</param>
    /// <param name="nu">As in <see cref="Constant"/>.</param>
    public static Interval LeastConstant(bool isOnLine, int nu) => isOnLine ? 0.75 : Constant(nu);

    /// <summary>
    /// delta_nu = 1 / (sqrt(2 + 2/nu) - sqrt 2) = (nu + sqrt(nu (nu + 1))) / sqrt 2, at most sqrt(2) nu + 0.354: 1.7071, 3.1463, 4.5709
    /// for nu = 1, 2, 3; 0 for nu = 0, where the loss is 0. d_haus &lt;= delta_nu L.
    /// </summary>
    /// <param name="nu">nu >= 0: an upper bound of the affine rank of the contact points of every class with its enclosing ball, such as
    /// min(rank f, m - 1) with m the size of the largest class.</param>
    public static Interval Constant(int nu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nu);
        return nu == 0 ? Interval.Zero : (nu + (new Interval(nu, nu) * (nu + 1.0)).Sqrt()) / new Interval(2, 2).Sqrt();
    }

    /// <summary>delta_nu L, rounded up: the length by which shrinking is certain to separate.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f).</param>
    public static double GuaranteedDelta(Embedding f, double hardMinedLoss)
    {
        ArgumentNullException.ThrowIfNull(f);
        return (Constant(Math.Min(f.Dimension, f.LargestClassSize - 1)) * hardMinedLoss).Upper;
    }

    /// <summary>
    /// g for one delta. Triplet-Separated for the guaranteed delta up to rounding; for a smaller delta it has to be tested. Classes of
    /// radius at most delta go to one point exactly.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="delta">delta >= 0, length unit of the points.</param>
    public static Embedding Apply(Embedding f, double delta)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Apply(f, EnclosingBall.PerClass(f), delta);
    }

    /// <summary>
    /// A g that is Triplet-Separated as its doubles stand, by the exact test, with the least delta that a bisection of
    /// <paramref name="steps"/> steps finds: from f itself (delta = 0) to delta_nu L, or to each class at its centre where rounding
    /// spoils that. Cost one test, O(N^2 n), a step.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hardMinedLoss">L(f), to rounding.</param>
    /// <param name="steps">Steps of the bisection.</param>
    public static Embedding Tightest(Embedding f, double hardMinedLoss, int steps = 12)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (set, balls) = (IdealSet.TripletSeparated(), EnclosingBall.PerClass(f));
        if (hardMinedLoss == 0 && set.Contains(f))
        {
            return f;
        }

        var largest = balls.Max(ball => ball.Radius);
        var (low, high) = (0.0, Math.Min(largest, GuaranteedDelta(f, hardMinedLoss) * (1 + 1e-12)));
        var best = Apply(f, balls, high);
        for (var slack = 1e-9; high < largest && !set.Contains(best); slack *= 32)
        {
            high = Math.Min(largest, high * (1 + slack));
            best = Apply(f, balls, high > 0 ? high : high = largest);
        }

        for (var step = 0; step < steps; step++)
        {
            var middle = low + (0.5 * (high - low));
            var trial = Apply(f, balls, middle);
            if (set.Contains(trial))
            {
                (high, best) = (middle, trial);
            }
            else
            {
                low = middle;
            }
        }

        return best;
    }

    /// <summary>g for one delta, with the enclosing balls of the classes.</summary>
    internal static Embedding Apply(Embedding f, EnclosingBall[] balls, double delta)
    {
        var n = f.Dimension;
        var result = f.Coordinates.ToArray();
        for (var i = 0; i < f.Count; i++)
        {
            var ball = balls[f.Classes[i]];
            var row = result.AsSpan(i * n, n);
            if (ball.Radius <= delta)
            {
                ball.Center.CopyTo(row);
                continue;
            }

            var lambda = delta / ball.Radius;
            for (var q = 0; q < n; q++)
            {
                row[q] -= lambda * (row[q] - ball.Center[q]);
            }
        }

        return f.WithPoints(result, n);
    }
}
