namespace IsoApprox.Solver.Linear;

/// <summary>Inverts a small dense basis matrix by Gauss-Jordan elimination with row pivoting on a row-scaled copy. Cost O(D^3).</summary>
internal sealed class BasisFactor
{
    private readonly int _dimension;
    private readonly double[] _work;
    private readonly int[] _order;
    private readonly double[] _size;

    /// <summary>Creates the work space.</summary>
    /// <param name="dimension">D.</param>
    internal BasisFactor(int dimension)
    {
        _dimension = dimension;
        _work = new double[dimension * dimension];
        _order = new int[dimension];
        _size = new double[dimension];
    }

    /// <summary>Writes the inverse of <paramref name="matrix"/>.</summary>
    /// <param name="matrix">Row-major D x D.</param>
    /// <param name="inverse">Receives the inverse, row-major.</param>
    /// <returns>False when the matrix is singular to working accuracy.</returns>
    internal bool Invert(ReadOnlySpan<double> matrix, Span<double> inverse)
    {
        var d = _dimension;
        matrix.CopyTo(_work);
        for (var k = 0; k < d; k++)
        {
            (_order[k], _size[k]) = (k, 0);
            foreach (var entry in matrix.Slice(k * d, d))
            {
                _size[k] = Math.Max(_size[k], Math.Abs(entry));
            }
        }

        for (var k = 0; k < d; k++)
        {
            if (!SwapPivotRow(k))
            {
                return false;
            }

            Eliminate(k);
        }

        // _work now holds the inverse of the row-permuted matrix: undo the permutation on the columns.
        for (var r = 0; r < d; r++)
        {
            for (var k = 0; k < d; k++)
            {
                inverse[(r * d) + _order[k]] = _work[(r * d) + k];
            }
        }

        return true;
    }

    private bool SwapPivotRow(int k)
    {
        var (d, pivot, best) = (_dimension, -1, 0.0);
        for (var r = k; r < d; r++)
        {
            var size = _size[_order[r]];
            var value = size > 0 ? Math.Abs(_work[(r * d) + k]) / size : 0;
            if (value > best)
            {
                (pivot, best) = (r, value);
            }
        }

        if (!(best > 1e-14))
        {
            return false;
        }

        if (pivot != k)
        {
            (_order[k], _order[pivot]) = (_order[pivot], _order[k]);
            for (var c = 0; c < d; c++)
            {
                (_work[(k * d) + c], _work[(pivot * d) + c]) = (_work[(pivot * d) + c], _work[(k * d) + c]);
            }
        }

        return true;
    }

    private void Eliminate(int k)
    {
        var d = _dimension;
        var scale = 1 / _work[(k * d) + k];
        _work[(k * d) + k] = 1;
        var row = _work.AsSpan(k * d, d);
        for (var c = 0; c < d; c++)
        {
            row[c] *= scale;
        }

        for (var r = 0; r < d; r++)
        {
            if (r == k)
            {
                continue;
            }

            var other = _work.AsSpan(r * d, d);
            var factor = other[k];
            if (factor == 0)
            {
                continue;
            }

            other[k] = 0;
            for (var c = 0; c < d; c++)
            {
                other[c] -= factor * row[c];
            }
        }
    }
}
