using System.Runtime.InteropServices;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// ISO: the constraints | d_ij - D_ij | / r0 &lt;= t of the augmented Lagrangian, with t eliminated and one multiplier for each side of a
/// pair.
/// </summary>
/// <param name="count">N.</param>
/// <param name="distances">D_ij, N x N.</param>
/// <param name="scale">1 / r0.</param>
internal sealed class IsometricLevel(int count, double[] distances, double scale) : IObjective
{
    private const double DistanceSmoothing = 1e-12;

    private readonly List<double> _values = [];
    private readonly List<(int I, int J, int Sign, double Value, double Distance)> _pairs = [];
    private readonly double[] _shrunkRow = new double[count];
    private readonly double[] _grownRow = new double[count];
    private readonly SparseRows _nextShrunk = new(count);
    private readonly SparseRows _nextGrown = new(count);

    /// <summary>Multipliers of D_ij - d_ij &lt;= r0 t, stored for j &lt; i.</summary>
    internal SparseRows Shrunk { get; } = new(count);

    /// <summary>Multipliers of d_ij - D_ij &lt;= r0 t, stored for j &lt; i.</summary>
    internal SparseRows Grown { get; } = new(count);

    /// <summary>t of the last evaluation, in units of r0.</summary>
    public double Value { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights)
    {
        CollectPairs(squared, penalty);
        var t = LevelRoots.Simplex(CollectionsMarshal.AsSpan(_values), 1 / penalty);
        Value = t;
        var value = t;
        for (var i = 0; i < count; i++)
        {
            _nextShrunk.ClearRow(i);
            _nextGrown.ClearRow(i);
            value -= (Shrunk.SumOfSquares(i) + Grown.SumOfSquares(i)) / (2 * penalty);
        }

        foreach (var (i, j, sign, v, distance) in _pairs)
        {
            var m = penalty * (v - t);
            if (m > 0)
            {
                (sign < 0 ? _nextShrunk : _nextGrown).Add(i, j, m);
                value += m * m / (2 * penalty);
                weights.Add(i, j, sign * m / (2 * distance) * scale);
            }
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = Math.Max(_nextShrunk.MaxDifference(Shrunk, zeros), _nextGrown.MaxDifference(Grown, zeros));
        Shrunk.CopyFrom(_nextShrunk);
        Grown.CopyFrom(_nextGrown);
        return change;
    }

    /// <summary>Pairs whose shifted level can exceed the root: those above max - 1/c.</summary>
    private void CollectPairs(double[] squared, double c)
    {
        _values.Clear();
        _pairs.Clear();
        var (shrunk, grown) = (_shrunkRow, _grownRow);
        var max = double.NegativeInfinity;
        for (var i = 1; i < count; i++)
        {
            Shrunk.Scatter(i, shrunk);
            Grown.Scatter(i, grown);
            for (var j = 0; j < i; j++)
            {
                var e = Math.Sqrt(squared[(i * count) + j] + (DistanceSmoothing * DistanceSmoothing));
                var difference = (distances[(i * count) + j] - e) * scale;
                var (below, above) = (difference + (shrunk[j] / c), (grown[j] / c) - difference);
                max = Math.Max(max, Math.Max(below, above));
                if (below > max - (1 / c))
                {
                    _pairs.Add((i, j, -1, below, e));
                    _values.Add(below);
                }

                if (above > max - (1 / c))
                {
                    _pairs.Add((i, j, 1, above, e));
                    _values.Add(above);
                }
            }

            Shrunk.Erase(i, shrunk);
            Grown.Erase(i, grown);
        }
    }
}
