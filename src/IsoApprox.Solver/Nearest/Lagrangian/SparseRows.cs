namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>A sparse N x N array of multipliers stored by rows; each row has growing buffers that are reused between evaluations.</summary>
internal sealed class SparseRows
{
    private readonly int[][] _columns;
    private readonly double[][] _values;
    private readonly int[] _counts;

    internal SparseRows(int rows)
    {
        (_columns, _values, _counts) = (new int[rows][], new double[rows][], new int[rows]);
        for (var i = 0; i < rows; i++)
        {
            (_columns[i], _values[i]) = (new int[8], new double[8]);
        }
    }

    internal int Rows => _counts.Length;

    internal ReadOnlySpan<int> Columns(int row) => _columns[row].AsSpan(0, _counts[row]);

    internal ReadOnlySpan<double> Values(int row) => _values[row].AsSpan(0, _counts[row]);

    internal void ClearRow(int row) => _counts[row] = 0;

    internal void Add(int row, int column, double value)
    {
        var count = _counts[row];
        if (count == _columns[row].Length)
        {
            Array.Resize(ref _columns[row], 2 * count);
            Array.Resize(ref _values[row], 2 * count);
        }

        _columns[row][count] = column;
        _values[row][count] = value;
        _counts[row] = count + 1;
    }

    /// <summary>Writes a row into a dense buffer that holds zeros.</summary>
    internal void Scatter(int row, Span<double> dense)
    {
        var columns = Columns(row);
        var values = Values(row);
        for (var p = 0; p < columns.Length; p++)
        {
            dense[columns[p]] = values[p];
        }
    }

    /// <summary>Puts zeros back where <see cref="Scatter"/> wrote.</summary>
    internal void Erase(int row, Span<double> dense)
    {
        foreach (var column in Columns(row))
        {
            dense[column] = 0;
        }
    }

    internal double Sum(int row)
    {
        var sum = 0.0;
        foreach (var v in Values(row))
        {
            sum += v;
        }

        return sum;
    }

    internal double SumOfSquares(int row)
    {
        var sum = 0.0;
        foreach (var v in Values(row))
        {
            sum += v * v;
        }

        return sum;
    }

    /// <summary>max |this - other| over all entries, those of a row divided by its scale where one is given.</summary>
    internal double MaxDifference(SparseRows other, double[] scratch, double[]? scale = null)
    {
        var largest = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            var max = 0.0;
            other.Scatter(i, scratch);
            var columns = Columns(i);
            var values = Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                max = Math.Max(max, Math.Abs(values[p] - scratch[columns[p]]));
                scratch[columns[p]] = 0;
            }

            foreach (var column in other.Columns(i))
            {
                max = Math.Max(max, Math.Abs(scratch[column]));
                scratch[column] = 0;
            }

            largest = Math.Max(largest, max / (scale?[i] ?? 1));
        }

        return largest;
    }

    internal void CopyFrom(SparseRows other)
    {
        for (var i = 0; i < Rows; i++)
        {
            ClearRow(i);
            var columns = other.Columns(i);
            var values = other.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                Add(i, columns[p], values[p]);
            }
        }
    }
}
