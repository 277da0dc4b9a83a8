using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>A lower bound of an extent: direction . (g_From - g_To) >= Length, in units of the search.</summary>
/// <param name="Direction">Unit vector, d coordinates.</param>
/// <param name="From">A point.</param>
/// <param name="To">Another.</param>
/// <param name="Length">The least extent.</param>
internal sealed record Stretch(double[] Direction, int From, int To, double Length);

/// <summary>An objective with stretches as further constraints, each with its multiplier. They are linear in g.</summary>
/// <param name="inner">What is minimised.</param>
/// <param name="problem">Points and units.</param>
/// <param name="stretches">The constraints.</param>
internal sealed class StretchObjective(IObjective inner, SearchProblem problem, IReadOnlyList<Stretch> stretches) : IObjective
{
    private readonly double[] _multipliers = new double[stretches.Count];
    private readonly double[] _next = new double[stretches.Count];

    /// <inheritdoc/>
    public double Value => inner.Value;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights)
    {
        var value = inner.Evaluate(u, gradient, squared, penalty, weights);
        var (d, r0) = (problem.Dimension, problem.Radius);
        for (var s = 0; s < stretches.Count; s++)
        {
            var (direction, from, to, length) = stretches[s];
            var extent = 0.0;
            for (var k = 0; k < d; k++)
            {
                var (a, b) = ((from * d) + k, (to * d) + k);
                extent += direction[k] * (problem.Points[a] - problem.Points[b] + (r0 * (u[a] - u[b])));
            }

            var m = Math.Max(0, _multipliers[s] + (penalty * (length - extent) / r0));
            value += ((m * m) - (_multipliers[s] * _multipliers[s])) / (2 * penalty);
            _next[s] = m;
            for (var k = 0; k < d; k++)
            {
                gradient[(from * d) + k] -= m * direction[k];
                gradient[(to * d) + k] += m * direction[k];
            }
        }

        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros)
    {
        var change = inner.Update(zeros);
        for (var s = 0; s < _next.Length; s++)
        {
            change = Math.Max(change, Math.Abs(_next[s] - _multipliers[s]));
            _multipliers[s] = _next[s];
        }

        return change;
    }
}
