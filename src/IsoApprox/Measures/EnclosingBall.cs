using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>
/// The smallest enclosing ball of a point set, min over x of max_i ||p_i - x||, with its proof. Weights l_i >= 0 on the support rows prove
/// R^2 >= sum l_i ||p_i - x||^2 / W - ||sum l_i (p_i - x)||^2 / W^2, W = sum l_i, for every x; the centre proves R &lt;= max_i ||p_i -
/// centre||.
/// </summary>
/// <param name="Lower">The weights' value, rounded down: a proved lower bound of R. Length unit of the points.</param>
/// <param name="Upper">max_i ||p_i - centre||, rounded up: a proved upper bound of R. Agrees with <paramref name="Lower"/> to about 1e-13
/// relative at every scale, but for the last place of subnormal numbers.</param>
/// <param name="Center">The centre, rounded to doubles. <paramref name="Upper"/> belongs to the unrounded centre, which matters only when
/// the offset is large against R.</param>
/// <param name="Support">Rows that carry weight, ascending; affinely independent, at most n + 1.</param>
/// <param name="Weights">Weight of each support row, not negative, sum 1 to rounding: barycentric coordinates of the centre.</param>
public sealed record EnclosingBall(double Lower, double Upper, double[] Center, int[] Support, double[] Weights)
{
    /// <summary>The radius R, from above: <see cref="Upper"/>.</summary>
    public double Radius => Upper;

    /// <summary>
    /// The ball of all points. Active-set method on the dual: add the farthest point, walk to the circumcentre of the support, drop rows
    /// whose weight reaches 0 (in the spirit of Fischer, Gaertner, Kutz 2003). Exact but for rounding; the radius of the support grows in
    /// every step, so it ends. Cost O(n (N + n^2)) per step, usually a few n steps; memory O(N n).
    /// </summary>
    /// <param name="f">The embedding; labels are not used.</param>
    public static EnclosingBall Compute(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Compute(f, Enumerable.Range(0, f.Count).ToArray());
    }

    /// <summary>The ball of some rows.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="rows">Rows of the set, not empty.</param>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static EnclosingBall Compute(Embedding f, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (rows.IsEmpty)
        {
            throw new ArgumentException("no rows; an enclosing ball needs at least one point", nameof(rows));
        }

        if (AllCoincide(f, rows))
        {
            return new EnclosingBall(0, 0, f[rows[0]].ToArray(), [rows[0]], [1]);
        }

        var cloud = ScaledCloud.Centre(f, rows);
        var ball = new EnclosingBallSearch(cloud.Points, f.Dimension).Run();
        var center = new double[f.Dimension];
        for (var k = 0; k < center.Length; k++)
        {
            center[k] = cloud.Origin[k] + Math.ScaleB(ball.Center[k], cloud.Exponent);
        }

        var support = new int[ball.Support.Length];
        for (var s = 0; s < support.Length; s++)
        {
            support[s] = rows[ball.Support[s]];
        }

        Array.Sort(support, ball.Weights);
        var unrounded = new SplitPoint(cloud.Origin, ball.Center, cloud.Exponent);
        return new EnclosingBall(unrounded.Lower(f, support, ball.Weights), unrounded.Upper(f, rows), center, support, ball.Weights);
    }

    /// <summary>The ball of each class, in class order. Classes on all cores.</summary>
    /// <param name="f">The embedding.</param>
    public static EnclosingBall[] PerClass(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var balls = new EnclosingBall[f.ClassCount];
        Parallel.For(0, balls.Length, k => balls[k] = Compute(f, f.Members(k)));
        return balls;
    }

    private static bool AllCoincide(Embedding f, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if (!f[row].SequenceEqual(f[rows[0]]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The point origin + 2^exponent offset, not rounded, with outward-rounded distances taken in units of 2^exponent.</summary>
    private sealed record SplitPoint(double[] Origin, double[] Offset, int Exponent)
    {
        /// <summary>Multiply-adds that an interval operation takes as long as.</summary>
        private const double IntervalWork = 32;

        internal double Upper(Embedding f, ReadOnlySpan<int> rows)
        {
            var (all, squares) = (rows.ToArray(), new Interval[rows.Length]);
            WorkQueue.Each(all.Length, IntervalWork * all.Length * f.Dimension, r =>
            {
                var sum = Interval.Zero;
                for (var k = 0; k < f.Dimension; k++)
                {
                    sum += Difference(f, all[r], k).Square();
                }

                squares[r] = sum;
            });
            var largest = squares.Aggregate(Interval.Max);
            return largest.Sqrt().ScaleB(Exponent).Upper;
        }

        internal double Lower(Embedding f, int[] rows, double[] weights)
        {
            var (total, spread, offCentre) = (Interval.Zero, Interval.Zero, Interval.Zero);
            foreach (var weight in weights)
            {
                total += weight;
            }

            for (var k = 0; k < f.Dimension; k++)
            {
                var moment = Interval.Zero;
                for (var s = 0; s < rows.Length; s++)
                {
                    var d = Difference(f, rows[s], k);
                    spread += weights[s] * d.Square();
                    moment += weights[s] * d;
                }

                offCentre += moment.Square();
            }

            var squared = (spread / total) - (offCentre / total.Square());
            return squared.Lower > 0 ? squared.Sqrt().ScaleB(Exponent).Lower : 0;
        }

        private Interval Difference(Embedding f, int row, int k) => EnclosedDistance.Difference(f[row][k], Origin[k], Exponent) - Offset[k];
    }
}
