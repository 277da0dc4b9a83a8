using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>HAUS, canonical: the objective (weight/N) sum |u_i|^2 with |u_i|^2 &lt;= <see cref="Ceiling"/>.</summary>
/// <param name="count">N.</param>
/// <param name="dimension">d.</param>
/// <param name="weight">Weight of the objective; 0: the caps alone.</param>
internal sealed class LeastDisplacement(int count, int dimension, double weight = 1) : ICappedObjective
{
    private readonly double[] _next = new double[count];

    /// <summary>Multipliers of the caps; the weight 1/N of the objective is not in them.</summary>
    internal double[] Multipliers { get; } = new double[count];

    /// <inheritdoc/>
    public double Ceiling { get; set; } = 1;

    /// <inheritdoc/>
    public double Value { get; private set; }

    /// <inheritdoc/>
    public double Excess { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights)
    {
        var (sum, value) = (0.0, 0.0);
        Excess = double.NegativeInfinity;
        for (var i = 0; i < count; i++)
        {
            var row = u.Slice(i * dimension, dimension);
            var length = VectorKernels.Dot(row, row);
            var m = Math.Max(0, Multipliers[i] + (penalty * (length - Ceiling)));
            sum += length;
            value += ((m * m) - (Multipliers[i] * Multipliers[i])) / (2 * penalty);
            _next[i] = m;
            Excess = Math.Max(Excess, length - Ceiling);
            VectorKernels.AddScaled(2 * (m + (weight / count)), row, gradient.Slice(i * dimension, dimension));
        }

        Value = sum / count;
        return (weight * Value) + value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = 0.0;
        for (var i = 0; i < count; i++)
        {
            change = Math.Max(change, Math.Abs(_next[i] - Multipliers[i]));
            Multipliers[i] = _next[i];
        }

        return change;
    }
}
