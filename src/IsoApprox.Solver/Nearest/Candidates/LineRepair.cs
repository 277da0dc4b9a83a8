using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// LineRepair: points on a line, moved by at most a level r. A class with range [l, u] longer than 2 r is clamped to [l + r, u - r]; any
/// other goes to the one point u - r. For r >= (3/4) L the result is Triplet-Separated (docs/theory.md, P11), so d_haus &lt;= (3/4) L and
/// d_iso &lt;= (3/2) L. Exact arithmetic.
/// </summary>
public static class LineRepair
{
    /// <summary>3/4, the best constant of d_haus on a line.</summary>
    public static ExactRational Constant { get; } = new(3, 4);

    /// <summary>g for one level, in the order of the points. Cost O(N).</summary>
    /// <param name="points">Positions on the line.</param>
    /// <param name="classes">Class of each point, 0 and up.</param>
    /// <param name="level">r >= 0.</param>
    public static ExactRational[] Apply(IReadOnlyList<ExactRational> points, IReadOnlyList<int> classes, ExactRational level)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(classes);
        var ranges = new (ExactRational Low, ExactRational High)?[classes.Max() + 1];
        for (var i = 0; i < points.Count; i++)
        {
            var x = points[i];
            ranges[classes[i]] = ranges[classes[i]] is var (low, high) ? (x < low ? x : low, x > high ? x : high) : (x, x);
        }

        var result = new ExactRational[points.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var (low, high) = ranges[classes[i]]!.Value;
            var (from, to) = (low + level, high - level);
            result[i] = from >= to || points[i] > to ? to : points[i] < from ? from : points[i];
        }

        return result;
    }

    /// <summary>g at (3/4) L, rounded to doubles, so that it is Triplet-Separated up to rounding. n = 1.</summary>
    /// <param name="f">Points on a line.</param>
    /// <param name="hardMinedLoss">L(f).</param>
    /// <exception cref="ArgumentException">n is not 1.</exception>
    public static Embedding Apply(Embedding f, double hardMinedLoss)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (f.Dimension != 1)
        {
            throw new ArgumentException($"n = {f.Dimension}; LineRepair is for points on a line", nameof(f));
        }

        var moved = Apply([.. f.Coordinates.ToArray().Select(ExactRational.From)], f.Classes.ToArray(), Constant * hardMinedLoss);
        return f.WithPoints([.. moved.Select(x => x.RoundDown())], 1);
    }

    /// <summary>The hard-mined loss of points on a line, exact; 0 says Triplet-Separated. Cost O(N^2).</summary>
    /// <param name="points">Positions on the line.</param>
    /// <param name="classes">Class of each point.</param>
    public static ExactRational Loss(IReadOnlyList<ExactRational> points, IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(classes);
        var loss = ExactRational.Zero;
        for (var i = 0; i < points.Count; i++)
        {
            var (reach, nearest) = (ExactRational.Zero, (ExactRational?)null);
            for (var k = 0; k < points.Count; k++)
            {
                var difference = points[i] - points[k];
                var distance = difference.Sign < 0 ? -difference : difference;
                if (classes[k] == classes[i])
                {
                    reach = ExactRational.Max(reach, distance);
                }
                else if (nearest is not { } least || distance < least)
                {
                    nearest = distance;
                }
            }

            loss = nearest is { } near ? ExactRational.Max(loss, reach - near) : loss;
        }

        return loss;
    }
}
