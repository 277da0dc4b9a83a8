using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Relaxations;

/// <summary>
/// Interior-point method for the Gram relaxation of d_haus(f, F_TS) over a set of constraints: minimise rho over Gram matrices Y >= g g^T.
/// The unknowns are the multipliers y > 0, the slacks t > 0, g and W = Y - g g^T; on the central path S g = M F, W S = tau I and y t = tau, with S = diag(mu) + Lambda.
/// W S = tau I is linearised in the HKM form. With a_bc = v_b^T S^-1 v_c, b_bc = w_b . w_c and c_bc = v_b^T W v_c (v, w differences of rows of the identity and of
/// the stacked points) the Newton matrix is a_bc (2 b_bc + c_bc) plus a diagonal: positive definite, one Cholesky decomposition in each iteration.
/// The result is a search's; what its multipliers prove is decided by the certificate check.
/// </summary>
internal sealed class HausdorffInteriorPoint
{
    private const int MaxIterations = 80;
    private const int Patience = 10;

    /// <summary>From here on the constraints need not hold: the run only looks for the ones that matter.</summary>
    internal const double LooseTolerance = 1e-3;

    private const double MatrixFraction = 0.95;

    private readonly double[] _f;
    private readonly int _n;
    private readonly int _dimension;
    private readonly SeparationConstraints _constraints;
    private readonly int _m;
    private readonly double[] _signed;
    private readonly double[] _stacked;
    private readonly double[] _correction;
    private readonly double[] _inverse;
    private readonly double[] _gram;
    private readonly double[] _newton;
    private readonly double[] _squared;
    private readonly double[] _levels;
    private readonly bool[] _used;
    private readonly double[] _lifted;
    private double _tau;

    /// <param name="points">f, row-major N x n, of unit size.</param>
    /// <param name="count">N.</param>
    /// <param name="constraints">The constraints.</param>
    internal HausdorffInteriorPoint(double[] points, int count, SeparationConstraints constraints)
    {
        (_f, _n, _dimension, _constraints, _m) = (points, count, points.Length / count, constraints, constraints.Count);
        Multipliers = new double[_m];
        Slacks = new double[_m];
        _signed = new double[_m];
        _squared = new double[_m];
        _stacked = new double[2 * points.Length];
        points.CopyTo(_stacked, points.Length);
        _correction = new double[points.Length];
        _inverse = new double[4 * count * count];
        _gram = new double[4 * count * count];
        _newton = new double[_m * _m];
        _lifted = new double[4 * count * count];
        _levels = new double[constraints.Levels];
        _used = [true, .. constraints.AnchorsInUse()];
    }

    /// <summary>mu_i, lambda_ij, nu_ik in the order of the constraints.</summary>
    internal double[] Multipliers { get; }

    internal double[] Slacks { get; }

    /// <summary>g of the last iteration, N x n.</summary>
    internal ReadOnlySpan<double> Points => _stacked.AsSpan(0, _f.Length);

    /// <summary>Largest constraint violation of Y at the last iteration, squared distances.</summary>
    internal double Infeasibility { get; private set; }

    internal double Complementarity { get; private set; }

    internal int Iterations { get; private set; }

    /// <summary>False when no interior starting point was found.</summary>
    internal bool HasRun { get; private set; }

    /// <summary>W of the last iteration: Gram matrix of the additional coordinates, N x N.</summary>
    internal double[] LiftedGram()
    {
        var result = new double[_n * _n];
        for (var i = 0; i < _n; i++)
        {
            _lifted.AsSpan(i * 2 * _n, _n).CopyTo(result.AsSpan(i * _n));
        }

        return result;
    }

    /// <summary>Squared distance of points i and j of the relaxed solution, Y_ii + Y_jj - 2 Y_ij.</summary>
    internal double SquaredDistance(int i, int j)
    {
        var width = 2 * _n;
        return Math.Max(0, Combine(_gram, width, i, j, i, j) + Combine(_lifted, width, i, j, i, j));
    }

    /// <summary>Runs to a complementarity of at most <paramref name="tolerance"/> times rho. False when it had to stop earlier.</summary>
    /// <param name="tolerance">Relative complementarity.</param>
    /// <param name="previous">A run over the first of the constraints, to start from; null for a cold start.</param>
    /// <param name="stop">Polled between iterations.</param>
    internal bool Solve(double tolerance, HausdorffInteriorPoint? previous, Func<bool> stop)
    {
        if ((previous is null || !Continue(previous)) && !Initialise())
        {
            return false;
        }

        HasRun = true;
        var reduction = 0.3;
        var (least, since) = (double.PositiveInfinity, 0);
        for (Iterations = 0; Iterations < MaxIterations && since < Patience && !stop(); Iterations++, since++)
        {
            Complementarity = VectorKernels.Dot(Multipliers, Slacks) + TraceOfProduct();
            (least, since) = Complementarity < 0.7 * least ? (Complementarity, 0) : (least, since);
            _tau = reduction * Complementarity / (_m + _n);
            if (!Evaluate())
            {
                return false;
            }

            if (Complementarity <= tolerance * _levels[0] && (Infeasibility <= tolerance * _levels[0] || (tolerance >= LooseTolerance && Iterations >= 3)))
            {
                return true;
            }

            if (!Factor())
            {
                return false;
            }

            var length = Step();
            if (length < 1e-8)
            {
                return false;
            }

            reduction = length > 0.9 ? 0.1 : length > 0.6 ? 0.2 : length > 0.3 ? 0.5 : 0.9;
        }

        return false;
    }

    /// <summary>
    /// Takes over a run with fewer constraints. A new constraint gets the slack it has (at least a hundredth of its level) and a multiplier on the central path,
    /// made smaller until S stays positive definite.
    /// </summary>
    private bool Continue(HausdorffInteriorPoint previous)
    {
        previous.Multipliers.CopyTo(Multipliers, 0);
        previous.Slacks.CopyTo(Slacks, 0);
        previous._levels.CopyTo(_levels, 0);
        previous._stacked.CopyTo(_stacked, 0);
        previous._lifted.CopyTo(_lifted, 0);
        var tau = previous.Complementarity / (previous._m + _n);
        for (var b = previous._m; b < _m; b++)
        {
            var (i, j, level) = (_constraints.First[b], _constraints.Second[b], _levels[_constraints.Level[b]]);
            var value = i == j ? _constraints.Constant[b] : previous.SquaredDistance(i, j) + _constraints.Constant[b];
            Slacks[b] = Math.Max(0.01 * Math.Max(Math.Abs(level), value), -_constraints.Sign[b] * (value - level));
            Multipliers[b] = tau / Slacks[b];
        }

        for (var trial = 0; trial < 12; trial++)
        {
            if (Decompose(Multipliers, 0) is not null)
            {
                _tau = tau;
                return true;
            }

            VectorKernels.Scale(0.2, Multipliers.AsSpan(previous._m));
        }

        return false;
    }

    /// <summary>mu = 1/N and balanced lambda, nu so small that S is positive definite; slacks from the values there.</summary>
    private bool Initialise()
    {
        var (positives, negatives) = (new int[_n], new int[_n]);
        for (var b = 0; b < _m; b++)
        {
            if (_constraints.Level[b] is > 0 and var level)
            {
                (_constraints.Sign[b] > 0 ? positives : negatives)[level - 1]++;
            }
        }

        for (var weight = 1.0 / _n; weight > 1e-12 / _n; weight *= 0.3)
        {
            for (var b = 0; b < _m; b++)
            {
                var level = _constraints.Level[b];
                Multipliers[b] = level == 0 ? 1.0 / _n
                    : !_used[level] ? 1e-3 * weight
                    : weight / (_constraints.Sign[b] > 0 ? positives : negatives)[level - 1];
            }

            if (Decompose(Multipliers, 0.3) is not null)
            {
                _tau = 0;
                Evaluate();
                VectorKernels.AddScaled(1, _correction, _stacked.AsSpan(0, _f.Length));
                Evaluate();
                InitialiseLevels();
                InitialiseLifted();
                return true;
            }
        }

        return false;
    }

    private void InitialiseLevels()
    {
        var typical = Math.Max(1e-12, _squared.Average());
        var (low, high) = (new double[_levels.Length], new double[_levels.Length]);
        low.AsSpan().Fill(double.PositiveInfinity);
        for (var b = 0; b < _m; b++)
        {
            var l = _constraints.Level[b];
            if (_constraints.Sign[b] > 0)
            {
                high[l] = Math.Max(high[l], _squared[b]);
            }
            else
            {
                low[l] = Math.Min(low[l], _squared[b]);
            }
        }

        for (var l = 0; l < _levels.Length; l++)
        {
            _levels[l] = l == 0 || double.IsInfinity(low[l]) ? 1.5 * high[l] : 0.5 * (high[l] + low[l]);
        }

        for (var b = 0; b < _m; b++)
        {
            Slacks[b] = Math.Max(0.3 * typical, -_constraints.Sign[b] * (_squared[b] - _levels[_constraints.Level[b]]));
        }
    }

    /// <summary>W = tau S^-1 with the tau of the slacks.</summary>
    private void InitialiseLifted()
    {
        var tau = VectorKernels.Dot(Multipliers, Slacks) / _m;
        for (var i = 0; i < _lifted.Length; i++)
        {
            _lifted[i] = tau * _inverse[i];
        }
    }

    /// <summary>tr(W S) = sum of y_b times the weight of W in constraint b.</summary>
    private double TraceOfProduct()
    {
        var sum = 0.0;
        for (var b = 0; b < _m; b++)
        {
            sum += _constraints.Sign[b] * Multipliers[b] * Combine(_lifted, 2 * _n, _constraints.First[b], _constraints.Second[b], _constraints.First[b], _constraints.Second[b]);
        }

        return sum;
    }

    /// <summary>Cholesky factor of S - shift diag(mu), null when it is not positive definite.</summary>
    private FloatingCholesky? Decompose(double[] multipliers, double shift)
    {
        var s = new double[_n * _n];
        for (var b = 0; b < _m; b++)
        {
            var (i, j) = (_constraints.First[b], _constraints.Second[b]);
            var y = multipliers[b];
            if (j >= _n)
            {
                s[(i * _n) + i] += (1 - shift) * y;
            }
            else if (i != j)
            {
                var z = _constraints.Sign[b] * y;
                s[(i * _n) + i] += z;
                s[(j * _n) + j] += z;
                s[(Math.Max(i, j) * _n) + Math.Min(i, j)] -= z;
            }
        }

        return FloatingCholesky.TryFactor(s, _n);
    }

    /// <summary>S^-1, the correction S^-1 M F - g, the Gram matrix of the stacked points and the squared distances.</summary>
    private bool Evaluate()
    {
        if (Decompose(Multipliers, 0) is not { } factor)
        {
            return false;
        }

        var columns = new double[_n][];
        for (var i = 0; i < _n; i++)
        {
            columns[i] = new double[_n];
            columns[i][i] = 1;
        }

        factor.Solve(columns);
        var (n, width) = (_n, 2 * _n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                _inverse[(i * width) + j] = 0.5 * (columns[i][j] + columns[j][i]);
            }
        }

        for (var i = 0; i < n; i++)
        {
            var row = _correction.AsSpan(i * _dimension, _dimension);
            row.Clear();
            for (var j = 0; j < n; j++)
            {
                VectorKernels.AddScaled(_inverse[(i * width) + j] * Multipliers[j], _f.AsSpan(j * _dimension, _dimension), row);
            }

            VectorKernels.AddScaled(-1, _stacked.AsSpan(i * _dimension, _dimension), row);
        }

        Parallel.For(0, width, i =>
        {
            var row = _stacked.AsSpan(i * _dimension, _dimension);
            for (var j = 0; j <= i; j++)
            {
                _gram[(i * width) + j] = VectorKernels.Dot(row, _stacked.AsSpan(j * _dimension, _dimension));
            }
        });
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _gram[(j * width) + i] = _gram[(i * width) + j];
            }
        }

        MeasureConstraints(width);
        return true;
    }

    private void MeasureConstraints(int width)
    {
        Infeasibility = 0;
        Span<double> one = new double[4 * Math.Max(4, _dimension)];
        for (var b = 0; b < _m; b++)
        {
            var (i, j) = (_constraints.First[b], _constraints.Second[b]);
            VectorKernels.SquaredDistances(_stacked.AsSpan(i * _dimension, _dimension), _stacked.AsSpan(j * _dimension, _dimension), _dimension, 0, 1, one);
            var own = one[0] + _constraints.Constant[b];
            _squared[b] = own + (_tau * Combine(_inverse, width, i, j, i, j)) + (2 * CorrectionAlong(i, j));
            Infeasibility = Math.Max(Infeasibility, _constraints.Sign[b] * (own + Combine(_lifted, width, i, j, i, j) - _levels[_constraints.Level[b]]));
        }
    }

    /// <summary>w_b . (v_b^T (S^-1 M F - g)).</summary>
    private double CorrectionAlong(int i, int j)
    {
        var sum = 0.0;
        for (var k = 0; k < _dimension; k++)
        {
            var change = _correction[(i * _dimension) + k] - (j < _n ? _correction[(j * _dimension) + k] : 0);
            sum += (_stacked[(i * _dimension) + k] - _stacked[(j * _dimension) + k]) * change;
        }

        return sum;
    }

    /// <summary>(x_i - x_j) A (x_k - x_l) for rows of the identity.</summary>
    private static double Combine(double[] a, int width, int i, int j, int k, int l) =>
        a[(i * width) + k] - a[(i * width) + l] - a[(j * width) + k] + a[(j * width) + l];

    private FloatingCholesky? _factor;

    private bool Factor()
    {
        var width = 2 * _n;
        var (first, second, sign) = (_constraints.First.ToArray(), _constraints.Second.ToArray(), _constraints.Sign.ToArray());
        Parallel.For(0, _m, b =>
        {
            var rowA1 = _inverse.AsSpan(first[b] * width, width);
            var rowA2 = _inverse.AsSpan(second[b] * width, width);
            var rowB1 = _gram.AsSpan(first[b] * width, width);
            var rowB2 = _gram.AsSpan(second[b] * width, width);
            var rowC1 = _lifted.AsSpan(first[b] * width, width);
            var rowC2 = _lifted.AsSpan(second[b] * width, width);
            var target = _newton.AsSpan(b * _m, b + 1);
            for (var c = 0; c <= b; c++)
            {
                var (k, l) = (first[c], second[c]);
                var x = rowA1[k] - rowA1[l] - rowA2[k] + rowA2[l];
                var w = rowB1[k] - rowB1[l] - rowB2[k] + rowB2[l];
                var y = rowC1[k] - rowC1[l] - rowC2[k] + rowC2[l];
                target[c] = sign[b] * sign[c] * x * ((2 * w) + y);
            }

            target[b] += Slacks[b] / Multipliers[b];
            target[b] *= 1 + 1e-14;
        });
        _factor = FloatingCholesky.TryFactor(_newton, _m);
        return _factor is not null;
    }

    /// <summary>One Newton step towards tau; returns the step length.</summary>
    private double Step()
    {
        var columns = new double[_levels.Length + 1][];
        for (var l = 0; l <= _levels.Length; l++)
        {
            columns[l] = new double[_m];
        }

        var right = columns[^1];
        for (var b = 0; b < _m; b++)
        {
            var level = _constraints.Level[b];
            columns[level][b] = _constraints.Sign[b];
            right[b] = (_constraints.Sign[b] * (_squared[b] - _levels[level])) + (_tau / Multipliers[b]);
        }

        var incidence = columns.Take(_levels.Length).Select(c => (double[])c.Clone()).ToArray();
        _factor!.Solve(columns);
        var levelStep = SolveLevels(incidence, columns, right);
        var step = new double[_m];
        for (var b = 0; b < _m; b++)
        {
            step[b] = right[b];
        }

        for (var l = 0; l < _levels.Length; l++)
        {
            VectorKernels.AddScaled(-levelStep[l], columns[l], step);
        }

        return Move(step, levelStep);
    }

    /// <summary>
    /// Levels: B^T delta = -(imbalance) with delta = H^-1 (r - B dl), so (B^T H^-1 B) dl = B^T H^-1 r + imbalance. Levels without both kinds of constraints stay.
    /// </summary>
    private double[] SolveLevels(double[][] incidence, double[][] solved, double[] right)
    {
        var active = Enumerable.Range(0, _levels.Length).Where(l => _used[l]).ToArray();
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
            vector[p] = VectorKernels.Dot(column, right) + VectorKernels.Dot(column, Multipliers) - (active[p] == 0 ? 1 : 0);
        }

        var result = new double[_levels.Length];
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

    private double Move(double[] step, double[] levelStep)
    {
        var slackStep = new double[_m];
        var length = 1.0;
        for (var b = 0; b < _m; b++)
        {
            slackStep[b] = (_tau / Multipliers[b]) - Slacks[b] - (Slacks[b] / Multipliers[b] * step[b]);
            length = step[b] < 0 ? Math.Min(length, -0.95 * Multipliers[b] / step[b]) : length;
            length = slackStep[b] < 0 ? Math.Min(length, -0.95 * Slacks[b] / slackStep[b]) : length;
        }

        var liftedStep = LiftedStep(step);
        var pointStep = PointStep(step);
        var trial = new double[_m];
        for (; length > 1e-12; length *= 0.8)
        {
            Multipliers.CopyTo(trial, 0);
            VectorKernels.AddScaled(length / MatrixFraction, step, trial);
            if (Decompose(trial, 0) is not null && IsPositive(LiftedAt(liftedStep, length / MatrixFraction)))
            {
                break;
            }
        }

        VectorKernels.AddScaled(length, step, Multipliers);
        VectorKernels.AddScaled(length, slackStep, Slacks);
        VectorKernels.AddScaled(length, levelStep, _levels);
        VectorKernels.AddScaled(length, liftedStep, _lifted);
        VectorKernels.AddScaled(length, pointStep, _stacked.AsSpan(0, _f.Length));
        return length;
    }

    /// <summary>dg = (S^-1 M F - g) - S^-1 (dLambda g + dM (g - f)).</summary>
    private double[] PointStep(double[] step)
    {
        var d = _dimension;
        var moved = new double[_f.Length];
        for (var b = 0; b < _m; b++)
        {
            var (i, j) = (_constraints.First[b], _constraints.Second[b]);
            var z = _constraints.Sign[b] * step[b];
            var (own, other) = (i * d, j * d);
            VectorKernels.AddScaledDifference(z, _stacked.AsSpan(own, d), _stacked.AsSpan(other, d), moved.AsSpan(own, d));
            if (j < _n)
            {
                VectorKernels.AddScaledDifference(-z, _stacked.AsSpan(own, d), _stacked.AsSpan(other, d), moved.AsSpan(other, d));
            }
        }

        var result = (double[])_correction.Clone();
        for (var i = 0; i < _n; i++)
        {
            for (var k = 0; k < _n; k++)
            {
                VectorKernels.AddScaled(-_inverse[(i * 2 * _n) + k], moved.AsSpan(k * d, d), result.AsSpan(i * d, d));
            }
        }

        return result;
    }

    /// <summary>W + a dW, lower triangle, N x N.</summary>
    private double[] LiftedAt(double[] liftedStep, double length)
    {
        var result = new double[_n * _n];
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[(i * _n) + j] = _lifted[(i * 2 * _n) + j] + (length * liftedStep[(i * 2 * _n) + j]);
            }
        }

        return result;
    }

    private bool IsPositive(double[] matrix) => FloatingCholesky.TryFactor(matrix, _n) is not null;

    /// <summary>tau S^-1 - W - sym(W dS S^-1), stored as the leading block of a 2N x 2N array.</summary>
    private double[] LiftedStep(double[] step)
    {
        var (n, width) = (_n, 2 * _n);
        var change = new double[n * n];
        for (var b = 0; b < _m; b++)
        {
            var (i, j) = (_constraints.First[b], _constraints.Second[b]);
            var z = _constraints.Sign[b] * step[b];
            change[(i * n) + i] += z;
            if (j < n)
            {
                change[(j * n) + j] += z;
                change[(i * n) + j] -= z;
                change[(j * n) + i] -= z;
            }
        }

        // W and S^-1 are symmetric: row i of (dS W) is sum_k dS_ik W_k, and the product is S^-1 (dS W).
        var inner = new double[n * n];
        var product = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                VectorKernels.AddScaled(change[(i * n) + k], _lifted.AsSpan(k * width, n), inner.AsSpan(i * n, n));
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                VectorKernels.AddScaled(_inverse[(i * width) + k], inner.AsSpan(k * n, n), product.AsSpan(i * n, n));
            }
        }

        var result = new double[width * width];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                result[(i * width) + j] = (_tau * _inverse[(i * width) + j]) - _lifted[(i * width) + j] - (0.5 * (product[(i * n) + j] + product[(j * n) + i]));
            }
        }

        return result;
    }
}
