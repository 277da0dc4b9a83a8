using IsoApprox.Embeddings;
using IsoApprox.Lines;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Lines;

/// <summary>
/// The least level of the line by bisection over doubles: feasible levels are an up-set and every decision is exact, so that the end is the
/// smallest feasible double. At most 64 decisions after the first feasible one.
/// </summary>
internal sealed class LineLevels(ClassRanges ranges, double margin, Func<bool> stop)
{
    /// <summary>Decisions made.</summary>
    internal int Decisions { get; private set; }

    /// <summary>
    /// The smallest feasible double (a feasible one when stopped), and the largest double that certainly is at most the optimum: the same
    /// where no smaller level is feasible, otherwise the one before. Both are 0 when 0 is feasible.
    /// </summary>
    /// <exception cref="EmbeddingException">No double is feasible.</exception>
    internal (double Lower, double Upper) Search()
    {
        if (IsFeasible(0, below: false))
        {
            return (0, 0);
        }

        var (infeasible, feasible) = (0L, BitConverter.DoubleToInt64Bits(FirstFeasible()));
        while (feasible - infeasible > 1 && !stop())
        {
            var middle = infeasible + ((feasible - infeasible) / 2);
            var isFeasible = IsFeasible(BitConverter.Int64BitsToDouble(middle), below: false);
            (infeasible, feasible) = isFeasible ? (infeasible, middle) : (middle, feasible);
        }

        var (lower, upper) = (BitConverter.Int64BitsToDouble(infeasible), BitConverter.Int64BitsToDouble(feasible));
        return (feasible - infeasible > 1 || IsFeasible(upper, below: true) ? lower : upper, upper);
    }

    /// <summary>Half of the widest class, where all classes are points; doubled until the margin has room.</summary>
    private double FirstFeasible()
    {
        var level = double.Epsilon;
        for (var k = 0; k < ranges.Count; k++)
        {
            level = Math.Max(level, Math.BitIncrement((0.5 * ranges.High[k]) - (0.5 * ranges.Low[k])));
        }

        level = Math.Max(level, Math.Min(margin, double.MaxValue / 4));
        while (!IsFeasible(level, below: false))
        {
            level = level < double.MaxValue ? Math.Min(2 * level, double.MaxValue) : throw new EmbeddingException(
                "no Triplet-Separated embedding of this size can be stored in doubles; "
                + "multiply the points and the margin by a power of two");
        }

        return level;
    }

    private bool IsFeasible(double level, bool below)
    {
        Decisions++;
        return new LineDecision(ranges, level, margin, below).IsFeasible;
    }
}
