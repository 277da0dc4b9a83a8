using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The Newton system of one interior-point iteration, reduced to the multipliers and the levels: [H, B; B^T, 0] with B the incidence of
/// constraints and levels (with signs) and H_bc = a_bc (2 b_bc + c_bc) plus the diagonal t / y, where a_bc = v_b^T S^-1 v_c, b_bc = w_b .
/// w_c and c_bc = v_b^T W v_c (v, w differences of rows of the identity and of the stacked points). H is positive definite: one
/// decomposition, which serves the predictor and the corrector. Cost (m + N)^3 / 6 multiply-adds.
/// </summary>
internal sealed class NewtonSystem
{
    private const double Regularisation = 1e-14;

    private readonly RelaxationState _state;
    private readonly double[] _matrix;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly double[] _sign;
    private readonly int[] _position;
    private readonly int _order;
    private ILinearFactor? _factor;

    internal NewtonSystem(RelaxationState state)
    {
        var c = state.Constraints;
        (_state, _first, _second, _sign) = (state, [.. c.First], [.. c.Second], [.. c.Sign]);
        _position = new int[state.Levels.Length];
        _order = state.Size;
        for (var l = 0; l < _position.Length; l++)
        {
            _position[l] = state.Used[l] ? _order++ : -1;
        }

        _matrix = new double[_order * _order];
    }

    /// <summary>Builds and decomposes the matrix; false when it is not quasidefinite in floating point.</summary>
    internal bool Factor()
    {
        Parallel.For(0, _state.Size, () => new Vector128<double>[2 * _state.Count], (b, _, packed) =>
        {
            FillRow(b, packed);
            return packed;
        }, _ => { });
        for (var k = _state.Size; k < _order; k++)
        {
            _matrix.AsSpan(k * _order, k + 1).Clear();
        }

        for (var b = 0; b < _state.Size; b++)
        {
            if (_position[_state.Constraints.Level[b]] is >= 0 and var row)
            {
                _matrix[(row * _order) + b] = _sign[b];
            }
        }

        _factor = LinearAlgebra.TryFactor(_matrix, _order, _state.Size);
        return _factor is not null;
    }

    /// <summary>
    /// The changes of the multipliers and of the levels: H dy + B dl = r and B^T dy = -(imbalance). Levels without both kinds of
    /// constraints stay.
    /// </summary>
    /// <param name="right">r, one number for each constraint; replaced by dy.</param>
    internal (double[] Multipliers, double[] Levels) Solve(double[] right)
    {
        var x = new double[_order];
        right.CopyTo(x, 0);
        x[_position[0]] = 1;
        for (var b = 0; b < right.Length; b++)
        {
            if (_position[_state.Constraints.Level[b]] is >= 0 and var row)
            {
                x[row] -= _sign[b] * _state.Multipliers[b];
            }
        }

        _factor!.Solve(x);
        var levels = new double[_position.Length];
        for (var l = 0; l < levels.Length; l++)
        {
            levels[l] = _position[l] < 0 ? 0 : x[_position[l]];
        }

        return (x[..right.Length], levels);
    }

    /// <summary>Row b: the differences of each column of the stacked matrices lie in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRow(int b, Vector128<double>[] packed)
    {
        var (n, i, j) = (_state.Count, _first[b], _second[b]);
        for (var k = 0; k < 2 * n; k++)
        {
            var inner = k < n;
            var x = inner ? _state.Inverse[(i * n) + k] - (j < n ? _state.Inverse[(j * n) + k] : 0) : 0;
            var y = inner ? _state.Lifted[(i * n) + k] - (j < n ? _state.Lifted[(j * n) + k] : 0) : 0;
            var w = _state.Gram[(i * 2 * n) + k] - _state.Gram[(j * 2 * n) + k];
            packed[k] = Vector128.Create(x, (2 * w) + y);
        }

        ref var p = ref MemoryMarshal.GetArrayDataReference(packed);
        var row = _matrix.AsSpan(b * _order, b + 1);
        for (var c = 0; c < row.Length; c++)
        {
            var v = Unsafe.Add(ref p, _first[c]) - Unsafe.Add(ref p, _second[c]);
            row[c] = _sign[c] * v[0] * v[1];
        }

        VectorKernels.Scale(_sign[b], row);
        row[b] += _state.Slacks[b] / _state.Multipliers[b];
        row[b] *= 1 + Regularisation;
    }
}
