using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Relaxations;

/// <summary>
/// The Newton system of one interior-point iteration, reduced to the multipliers and the levels. With a_bc = v_b^T S^-1 v_c, b_bc = w_b . w_c and c_bc = v_b^T W v_c
/// (v, w differences of rows of the identity and of the stacked points) its matrix is a_bc (2 b_bc + c_bc) plus a diagonal: positive definite, one Cholesky decomposition.
/// </summary>
internal sealed class NewtonSystem(RelaxationState state)
{
    private readonly double[] _matrix = new double[state.Size * state.Size];
    private FloatingCholesky? _factor;

    /// <summary>Builds and decomposes the matrix; false when it is not positive definite in floating point.</summary>
    internal bool Factor()
    {
        var width = 2 * state.Count;
        var (first, second, sign) = (state.Constraints.First.ToArray(), state.Constraints.Second.ToArray(), state.Constraints.Sign.ToArray());
        Parallel.For(0, state.Size, b =>
        {
            var rowA1 = state.Inverse.AsSpan(first[b] * width, width);
            var rowA2 = state.Inverse.AsSpan(second[b] * width, width);
            var rowB1 = state.Gram.AsSpan(first[b] * width, width);
            var rowB2 = state.Gram.AsSpan(second[b] * width, width);
            var rowC1 = state.Lifted.AsSpan(first[b] * width, width);
            var rowC2 = state.Lifted.AsSpan(second[b] * width, width);
            var target = _matrix.AsSpan(b * state.Size, b + 1);
            for (var c = 0; c <= b; c++)
            {
                var (k, l) = (first[c], second[c]);
                var x = rowA1[k] - rowA1[l] - rowA2[k] + rowA2[l];
                var w = rowB1[k] - rowB1[l] - rowB2[k] + rowB2[l];
                var y = rowC1[k] - rowC1[l] - rowC2[k] + rowC2[l];
                target[c] = sign[b] * sign[c] * x * ((2 * w) + y);
            }

            target[b] += state.Slacks[b] / state.Multipliers[b];
            target[b] *= 1 + 1e-14;
        });
        _factor = FloatingCholesky.TryFactor(_matrix, state.Size);
        return _factor is not null;
    }

    /// <summary>The changes of the multipliers and of the levels that lead towards tau.</summary>
    internal (double[] Multipliers, double[] Levels) Solve()
    {
        var columns = new double[state.Levels.Length + 1][];
        for (var l = 0; l <= state.Levels.Length; l++)
        {
            columns[l] = new double[state.Size];
        }

        var right = columns[^1];
        for (var b = 0; b < state.Size; b++)
        {
            var level = state.Constraints.Level[b];
            columns[level][b] = state.Constraints.Sign[b];
            right[b] = (state.Constraints.Sign[b] * (state.Squared[b] - state.Levels[level])) + (state.Tau / state.Multipliers[b]);
        }

        var incidence = columns.Take(state.Levels.Length).Select(c => (double[])c.Clone()).ToArray();
        _factor!.Solve(columns);
        var levelStep = SolveLevels(incidence, columns, right);
        var step = new double[state.Size];
        for (var b = 0; b < state.Size; b++)
        {
            step[b] = right[b];
        }

        for (var l = 0; l < state.Levels.Length; l++)
        {
            VectorKernels.AddScaled(-levelStep[l], columns[l], step);
        }

        return (step, levelStep);
    }

    /// <summary>
    /// Levels: B^T delta = -(imbalance) with delta = H^-1 (r - B dl), so (B^T H^-1 B) dl = B^T H^-1 r + imbalance. Levels without both kinds of constraints stay.
    /// </summary>
    private double[] SolveLevels(double[][] incidence, double[][] solved, double[] right)
    {
        var active = Enumerable.Range(0, state.Levels.Length).Where(l => state.Used[l]).ToArray();
        var size = active.Length;
        var matrix = new double[size * size];
        var vector = new double[size];
        for (var p = 0; p < size; p++)
        {
            var column = incidence[active[p]];
            for (var q = 0; q <= p; q++)
            {
                matrix[(p * size) + q] = VectorKernels.Dot(column, solved[active[q]]);
            }

            matrix[(p * size) + p] *= 1 + 1e-14;
            vector[p] = VectorKernels.Dot(column, right) + VectorKernels.Dot(column, state.Multipliers) - (active[p] == 0 ? 1 : 0);
        }

        var result = new double[state.Levels.Length];
        var factor = FloatingCholesky.TryFactor(matrix, size);
        if (factor is null)
        {
            return result;
        }

        factor.Solve([vector]);
        for (var p = 0; p < size; p++)
        {
            result[active[p]] = vector[p];
        }

        return result;
    }
}
