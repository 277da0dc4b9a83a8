using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates.Direction;

/// <summary>Random directions, cells around them, and the direction that the differences of an embedding have.</summary>
internal static class DirectionSamples
{
    internal static double[] Unit(Random random, int n)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(_ => SeededRandom.Gaussian(random))];
        var length = Math.Sqrt(Dot(x, x));
        return Array.ConvertAll(x, y => y / length);
    }

    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    internal static double[] Difference(Embedding g, int i, int k) => [.. Enumerable.Range(0, g.Dimension).Select(d => g[i][d] - g[k][d])];

    /// <summary>A cell that holds u: its face, split at random places.</summary>
    internal static DirectionCell CellOf(double[] u, Random random, int splits)
    {
        var n = u.Length;
        var axis = Enumerable.Range(0, n).MaxBy(k => Math.Abs(u[k]));
        var cell = DirectionCell.WholeFace((2 * axis) + (u[axis] < 0 ? 1 : 0), n);
        for (var s = 0; s < splits && n > 1; s++)
        {
            var c = random.Next(n - 1);
            var x = u[c < axis ? c : c + 1] / Math.Abs(u[axis]);
            var position = cell.Lower[c] + ((0.2 + (0.6 * random.NextDouble())) * (cell.Upper[c] - cell.Lower[c]));
            if (cell.Split(c, position) is { } parts)
            {
                cell = x < position ? parts.Below : parts.Above;
            }
        }

        return cell;
    }

    /// <summary>
    /// A unit u near the one that theory promises for the differences: the point of their hull nearest to 0, by many steps of Frank and
    /// Wolfe. Null when all are 0.
    /// </summary>
    internal static double[]? Direction(Embedding g, int[] first, int[] second)
    {
        var units = new List<double[]>();
        foreach (var i in first)
        {
            foreach (var k in second)
            {
                var x = Difference(g, i, k);
                var length = Math.Sqrt(Dot(x, x));
                if (length > 0)
                {
                    units.Add(Array.ConvertAll(x, y => y / length));
                }
            }
        }

        if (units.Count == 0)
        {
            return null;
        }

        var p = (double[])units[0].Clone();
        for (var step = 0; step < 600; step++)
        {
            var least = units.MinBy(x => Dot(x, p))!;
            double[] towards = [.. least.Select((y, k) => y - p[k])];
            var square = Dot(towards, towards);
            var share = square > 0 ? Math.Clamp(-Dot(p, towards) / square, 0, 1) : 0;
            p = [.. p.Select((y, k) => y + (share * towards[k]))];
        }

        var norm = Math.Sqrt(Dot(p, p));
        return norm > 0 ? Array.ConvertAll(p, y => y / norm) : null;
    }
}
