using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Separation;

/// <summary>The constraint of a <see cref="ConstraintSet"/> that is violated most.</summary>
/// <param name="Amount">By how much, in the length unit of the points: the near distance minus the far one, a distance against its threshold, or a norm
/// against 1. Not
/// positive: nothing is violated up to rounding.</param>
/// <param name="Rows">Anchor, near row, far row; a pair; or one row. Empty when there is no constraint.</param>
public readonly record struct ConstraintViolation(double Amount, IReadOnlyList<int> Rows)
{
    /// <summary>The worst comparison or threshold, in floating point; on the sphere distances are those of g as it is. Cost O(N^2 (n + levels)).</summary>
    /// <param name="g">The embedding.</param>
    /// <param name="set">The set.</param>
    public static ConstraintViolation Worst(Embedding g, ConstraintSet set)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(set);
        return set.HasComparisons ? WorstComparison(g, set.LevelsFor(g)) : WorstPair(g, set);
    }

    /// <summary>The row whose norm is farthest from 1.</summary>
    /// <param name="g">The embedding.</param>
    public static ConstraintViolation WorstNorm(Embedding g)
    {
        ArgumentNullException.ThrowIfNull(g);
        var origin = new double[g.Dimension];
        var row = Enumerable.Range(0, g.Count).MaxBy(i => Math.Abs(PairwiseDistances.Distance(g[i], origin) - 1));
        return new ConstraintViolation(Math.Abs(PairwiseDistances.Distance(g[row], origin) - 1), [row]);
    }

    private static ConstraintViolation WorstComparison(Embedding g, SimilarityLevels levels)
    {
        var worst = new ConstraintViolation(double.NegativeInfinity, []);
        var row = new double[g.Count];
        for (var i = 0; i < g.Count; i++)
        {
            for (var j = 0; j < row.Length; j++)
            {
                row[j] = PairwiseDistances.Distance(g[i], g[j]);
            }

            for (var boundary = 1; boundary < levels.Count; boundary++)
            {
                var (far, near) = (-1, -1);
                for (var j = 0; j < row.Length; j++)
                {
                    if (levels[g.Classes[i], g.Classes[j]] < boundary)
                    {
                        far = far < 0 || row[j] > row[far] ? j : far;
                    }
                    else
                    {
                        near = near < 0 || row[j] < row[near] ? j : near;
                    }
                }

                if (near >= 0 && row[far] - row[near] > worst.Amount)
                {
                    worst = new ConstraintViolation(row[far] - row[near], [i, far, near]);
                }
            }
        }

        return worst;
    }

    private static ConstraintViolation WorstPair(Embedding g, ConstraintSet set)
    {
        var worst = new ConstraintViolation(double.NegativeInfinity, []);
        for (var i = 0; i < g.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var distance = PairwiseDistances.Distance(g[i], g[j]);
                var amount = g.Classes[i] == g.Classes[j] ? distance - set.Within : set.Beyond - distance;
                if (amount > worst.Amount)
                {
                    worst = new ConstraintViolation(amount, [j, i]);
                }
            }
        }

        return worst;
    }
}
