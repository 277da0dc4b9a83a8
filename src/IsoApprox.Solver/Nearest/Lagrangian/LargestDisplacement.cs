using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>HAUS: the objective rho with |u_i|^2 &lt;= rho; rho is eliminated exactly, so sum mu = 1 to rounding.</summary>
/// <param name="count">N.</param>
/// <param name="dimension">d.</param>
internal sealed class LargestDisplacement(int count, int dimension) : IObjective
{
    private readonly double[] _shifted = new double[count];
    private readonly double[] _next = new double[count];

    /// <summary>mu_i.</summary>
    internal double[] Multipliers { get; } = Enumerable.Repeat(1.0 / count, count).ToArray();

    /// <summary>Updated multipliers of the last evaluation.</summary>
    internal ReadOnlySpan<double> Updated => _next;

    /// <summary>c_i / c: the penalty of each level over the common one; 1 unless set.</summary>
    internal double[] Stiffness { get; } = [.. Enumerable.Repeat(1.0, count)];

    /// <inheritdoc/>
    public double Value { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights)
    {
        for (var i = 0; i < count; i++)
        {
            var row = u.Slice(i * dimension, dimension);
            _shifted[i] = VectorKernels.Dot(row, row) + (Multipliers[i] / (penalty * Stiffness[i]));
        }

        var rho = LevelRoots.Simplex(_shifted, Stiffness, 1 / penalty);
        Value = rho;
        var value = rho;
        for (var i = 0; i < count; i++)
        {
            var c = penalty * Stiffness[i];
            var m = Math.Max(0, c * (_shifted[i] - rho));
            _next[i] = m;
            value += ((m * m) - (Multipliers[i] * Multipliers[i])) / (2 * c);
            VectorKernels.AddScaled(2 * m, u.Slice(i * dimension, dimension), gradient.Slice(i * dimension, dimension));
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = 0.0;
        for (var i = 0; i < count; i++)
        {
            change = Math.Max(change, Math.Abs(_next[i] - Multipliers[i]) / Stiffness[i]);
            Multipliers[i] = _next[i];
        }

        return change;
    }
}
