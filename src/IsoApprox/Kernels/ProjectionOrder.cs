using System.Runtime.CompilerServices;
using IsoApprox.Arithmetic;

namespace IsoApprox.Kernels;

/// <summary>
/// Points in the order of their projections to one direction. Points near each other are near in this order, so a search that walks
/// outwards from where x would stand meets copies of x, exact or disturbed, early. It only chooses which distances are evaluated first; it
/// bounds none.
/// </summary>
internal sealed class ProjectionOrder
{
    private readonly PackedPoints _points;
    private readonly double[] _direction;
    private readonly double[] _projections;
    private readonly int[] _order;

    /// <summary>Sorts all points. Cost O(N (n + log N)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ProjectionOrder(PackedPoints points)
    {
        var random = new Random(1);
        _points = points;
        _direction = new double[points.Dimension];
        for (var k = 0; k < _direction.Length; k++)
        {
            _direction[k] = (2 * random.NextDouble()) - 1;
        }

        _projections = new double[points.Count];
        _order = new int[points.Count];
        for (var j = 0; j < points.Count; j++)
        {
            (_order[j], _projections[j]) = (j, Project(points.Row(j)));
        }

        Array.Sort(_projections, _order);
    }

    /// <summary>
    /// Lowers the nearest squared distances of some rows of A by those to the rows of B that stand next to them, up to a sixteenth of B. A
    /// row below a value, or at 0, is left alone.
    /// </summary>
    internal static void Meet(PackedPoints a, PackedPoints b, int[] rows, double[] nearest, double below, CancellationToken cancellation)
    {
        const int Block = 32;
        var neighbours = new ProjectionOrder(b);
        var limit = (b.Count / 16) + 8;
        WorkQueue.Run(
            (rows.Length + Block - 1) / Block,
            WorkQueue.SerialWork,
            () => neighbours,
            (order, item) =>
            {
                foreach (var row in rows.AsSpan(item * Block, Math.Min(Block, rows.Length - (item * Block))))
                {
                    nearest[row] = order.Nearest(a.Row(row), nearest[row], limit, below);
                }
            },
            _ => { },
            null,
            cancellation);
    }

    /// <summary>
    /// The least of start and the squared distances of x to the points nearest in the order, up to a number of points or until it is below
    /// a value or zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Nearest(ReadOnlySpan<double> x, double start, int limit, double below)
    {
        var own = Project(x);
        var up = Array.BinarySearch(_projections, own);
        up = up < 0 ? ~up : up;
        var down = up - 1;
        var least = start;
        for (var met = 0; met < limit && least >= below && least > 0; met++)
        {
            var ahead = up < _order.Length ? Math.Abs(_projections[up] - own) : double.PositiveInfinity;
            var behind = down >= 0 ? Math.Abs(own - _projections[down]) : double.PositiveInfinity;
            if (double.IsPositiveInfinity(ahead) && double.IsPositiveInfinity(behind))
            {
                break;
            }

            var j = ahead <= behind ? _order[up++] : _order[down--];
            least = Math.Min(least, PairwiseDistances.Squared(x, _points.Row(j)));
        }

        return least;
    }

    private double Project(ReadOnlySpan<double> x)
    {
        var (even, odd, k) = (0.0, 0.0, 0);
        for (; k + 2 <= x.Length; k += 2)
        {
            even = Math.FusedMultiplyAdd(x[k], _direction[k], even);
            odd = Math.FusedMultiplyAdd(x[k + 1], _direction[k + 1], odd);
        }

        return even + odd + (k < x.Length ? x[k] * _direction[k] : 0);
    }
}
