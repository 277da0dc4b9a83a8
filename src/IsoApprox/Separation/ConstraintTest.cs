using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Separation;

/// <summary>Membership of an embedding in a <see cref="ConstraintSet"/>.</summary>
public static class ConstraintTest
{
    /// <summary>How far the norm of a stored row may be from 1 on the sphere: what is tested is the row's radial projection.</summary>
    public const double NormTolerance = 1e-9;

    /// <summary>
    /// Decides membership for the real numbers that the stored doubles are; both answers are proofs. On the sphere, where almost no doubles have norm 1, g
    /// stands for its
    /// radial projection g_i/||g_i|| (stored norms must be within <see cref="NormTolerance"/> of 1), whose comparisons are decided exactly.
    /// Cost O(N^2 n), plus exact arithmetic for distances that rounding cannot tell apart; memory O(N n).
    /// </summary>
    /// <param name="g">The embedding.</param>
    /// <param name="set">The set.</param>
    /// <exception cref="EmbeddingException">The levels are for another number of classes.</exception>
    public static bool IsSatisfied(Embedding g, ConstraintSet set)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(set);
        return set.Kind switch
        {
            ConstraintKind.TripletSeparated => TripletSeparation.IsSatisfied(g),
            ConstraintKind.Contrastive => RespectsThresholds(g, set),
            ConstraintKind.Sphere => IsNearSphere(g) && RespectsLevels(g, set.LevelsFor(g), new AnchorOrder.SphericalOrder(g)),
            _ => RespectsLevels(g, set.LevelsFor(g), new AnchorOrder.EuclideanOrder(g)),
        };
    }

    private static bool IsNearSphere(Embedding g)
    {
        for (var i = 0; i < g.Count; i++)
        {
            var squared = 0.0;
            foreach (var x in g[i])
            {
                squared += x * x;
            }

            if (!(Math.Abs(Math.Sqrt(squared) - 1) <= NormTolerance))
            {
                return false;
            }
        }

        return true;
    }

    private static bool RespectsThresholds(Embedding g, ConstraintSet set)
    {
        var order = new AnchorOrder.EuclideanOrder(g);
        var (within, beyond) = (((Interval)set.Within).Square(), ((Interval)set.Beyond).Square());
        var row = new Interval[g.Count];
        for (var i = 0; i < g.Count; i++)
        {
            order.Enclose(i, row);
            for (var j = 0; j < i; j++)
            {
                var same = g.Classes[i] == g.Classes[j];
                var (small, large) = same ? (row[j], within) : (beyond, row[j]);
                if (small.Upper <= large.Lower)
                {
                    continue;
                }

                var sign = small.Lower > large.Upper ? 1 : same ? order.CompareWith(i, j, set.Within) : -order.CompareWith(i, j, set.Beyond);
                if (sign > 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool RespectsLevels(Embedding g, SimilarityLevels levels, AnchorOrder order)
    {
        if (levels.Count < 2)
        {
            return true;
        }

        var violated = 0;
        Parallel.For(0, g.Count, () => new Interval[g.Count], (i, state, row) =>
        {
            order.Enclose(i, row);
            for (var boundary = 1; boundary < levels.Count && Volatile.Read(ref violated) == 0; boundary++)
            {
                if (!RespectsBoundary(g, levels, order, i, boundary, row))
                {
                    Interlocked.Exchange(ref violated, 1);
                    state.Stop();
                }
            }

            return row;
        }, _ => { });
        return violated == 0;
    }

    /// <summary>Every row of a level below the boundary is at most as far from anchor i as every row of a level at or above it.</summary>
    private static bool RespectsBoundary(Embedding g, SimilarityLevels levels, AnchorOrder order, int i, int boundary, Interval[] row)
    {
        var (far, near) = (new Interval(double.NegativeInfinity, double.NegativeInfinity), new Interval(double.PositiveInfinity, double.PositiveInfinity));
        for (var j = 0; j < row.Length; j++)
        {
            if (IsBelow(j))
            {
                far = Interval.Max(far, row[j]);
            }
            else
            {
                near = Interval.Min(near, row[j]);
            }
        }

        if (far.Upper <= near.Lower)
        {
            return true;
        }

        if (far.Lower > near.Upper)
        {
            return false;
        }

        var (farthest, nearest) = (-1, -1);
        for (var j = 0; j < row.Length; j++)
        {
            if (IsBelow(j))
            {
                farthest = row[j].Upper >= far.Lower && (farthest < 0 || order.Compare(i, j, farthest) > 0) ? j : farthest;
            }
            else
            {
                nearest = row[j].Lower <= near.Upper && (nearest < 0 || order.Compare(i, j, nearest) < 0) ? j : nearest;
            }
        }

        return order.Compare(i, farthest, nearest) <= 0;

        bool IsBelow(int j) => levels[g.Classes[i], g.Classes[j]] < boundary;
    }
}
