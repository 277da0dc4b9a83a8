namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// ISO, canonical: the objective (1/N) sum over i &lt; j of e_ij^2 with e_ij = (d_ij - D_ij) / r0 and e_ij^2 &lt;= <see cref="Ceiling"/>.
/// Where a pair coincides d_ij is smoothed.
/// </summary>
/// <param name="count">N.</param>
/// <param name="distances">D_ij, N x N.</param>
/// <param name="scale">1 / r0.</param>
internal sealed class LeastDistortion(int count, double[] distances, double scale) : ICappedObjective
{
    private const double DistanceSmoothing = 1e-9;

    private readonly double[] _multipliers = new double[count * (count - 1) / 2];
    private readonly double[] _next = new double[count * (count - 1) / 2];

    /// <inheritdoc/>
    public double Ceiling { get; set; } = 1;

    /// <inheritdoc/>
    public double Value { get; private set; }

    /// <inheritdoc/>
    public double Excess { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights)
    {
        var (sum, value, p) = (0.0, 0.0, 0);
        Excess = double.NegativeInfinity;
        for (var i = 1; i < count; i++)
        {
            for (var j = 0; j < i; j++, p++)
            {
                var distance = Math.Sqrt(squared[(i * count) + j] + (DistanceSmoothing * DistanceSmoothing));
                var error = (distance - distances[(i * count) + j]) * scale;
                var excess = (error * error) - Ceiling;
                var m = Math.Max(0, _multipliers[p] + (penalty * excess));
                sum += error * error;
                value += ((m * m) - (_multipliers[p] * _multipliers[p])) / (2 * penalty);
                _next[p] = m;
                Excess = Math.Max(Excess, excess);
                weights.Add(i, j, (m + (1.0 / count)) * error * scale / distance);
            }
        }

        Value = sum / count;
        return Value + value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = 0.0;
        for (var p = 0; p < _next.Length; p++)
        {
            change = Math.Max(change, Math.Abs(_next[p] - _multipliers[p]));
            _multipliers[p] = _next[p];
        }

        return change;
    }
}
