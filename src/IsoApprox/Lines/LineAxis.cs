using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Lines;

/// <summary>
/// Points on a line in R^n: distances between them are <see cref="Scale"/> times the differences of one coordinate, so that the questions
/// of the line are asked of that coordinate.
/// </summary>
/// <param name="Axis">The coordinate with the largest extent, the lowest one on ties.</param>
/// <param name="Low">A row with the least such coordinate.</param>
/// <param name="High">A row with the largest one.</param>
/// <param name="Scale">Enclosure of the ratio, at least 1; exactly 1 for n = 1 and where all points coincide.</param>
public readonly record struct LineAxis(int Axis, int Low, int High, Interval Scale)
{
    /// <summary>The axis of the points, or null when they are not exactly collinear. Cost O(N n).</summary>
    /// <param name="f">The points.</param>
    public static LineAxis? Of(Embedding f)
    {
        var best = new LineAxis(0, 0, 0, 1);
        if (f.Dimension == 1)
        {
            return best;
        }

        var widest = 0.0;
        for (var q = 0; q < f.Dimension; q++)
        {
            var (low, high) = (0, 0);
            for (var i = 1; i < f.Count; i++)
            {
                (low, high) = (f[i][q] < f[low][q] ? i : low, f[i][q] > f[high][q] ? i : high);
            }

            var extent = (0.5 * f[high][q]) - (0.5 * f[low][q]);
            if (extent > widest || (widest == 0 && f[high][q] > f[low][q]))
            {
                (best, widest) = (new LineAxis(q, low, high, 1), extent);
            }
        }

        if (best.Low == best.High)
        {
            return best;
        }

        var ratio = EnclosedDistance.Distance(f[best.High], f[best.Low]) / ((Interval)f[best.High][best.Axis] - f[best.Low][best.Axis]);
        return AreCollinear(f, best) ? best with { Scale = new Interval(Math.Max(1, ratio.Lower), Math.Max(1, ratio.Upper)) } : null;
    }

    /// <summary>True when every row x satisfies (x_k - p_k)(q_a - p_a) = (x_a - p_a)(q_k - p_k) exactly, p and q the ends, a the
    /// axis.</summary>
    private static bool AreCollinear(Embedding f, LineAxis line)
    {
        var (p, q) = (line.Low, line.High);
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                var left = ((Interval)f[i][k] - f[p][k]) * ((Interval)f[q][line.Axis] - f[p][line.Axis]);
                var right = ((Interval)f[i][line.Axis] - f[p][line.Axis]) * ((Interval)f[q][k] - f[p][k]);
                if (left.Lower > right.Upper || left.Upper < right.Lower
                    || (k != line.Axis && ExactProduct(f, i, p, k, q, line.Axis) != ExactProduct(f, i, p, line.Axis, q, k)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>(x_i - x_p)_first (x_q - x_p)_second.</summary>
    private static ExactDyadic ExactProduct(Embedding f, int i, int p, int first, int q, int second) =>
        ((ExactDyadic)f[i][first] - f[p][first]) * ((ExactDyadic)f[q][second] - f[p][second]);
}
