namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// The transpose of a sparse N x N array, in compressed rows; entries of a row are ordered by their column. The buffers are reused.
/// </summary>
/// <param name="count">N.</param>
internal sealed class TransposedRows(int count)
{
    private readonly int[] _start = new int[count + 1];
    private readonly int[] _fill = new int[count];
    private int[] _columns = [];
    private double[] _values = [];

    internal ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_start[row], _start[row + 1] - _start[row]);

    internal ReadOnlySpan<double> Values(int row) => _values.AsSpan(_start[row], _start[row + 1] - _start[row]);

    /// <summary>Takes the entries. Cost O(N + entries).</summary>
    internal void Build(SparseRows rows)
    {
        _start.AsSpan().Clear();
        for (var i = 0; i < count; i++)
        {
            foreach (var j in rows.Columns(i))
            {
                _start[j + 1]++;
            }
        }

        for (var i = 0; i < count; i++)
        {
            _start[i + 1] += _start[i];
            _fill[i] = _start[i];
        }

        if (_columns.Length < _start[count])
        {
            (_columns, _values) = (new int[2 * _start[count]], new double[2 * _start[count]]);
        }

        for (var i = 0; i < count; i++)
        {
            var columns = rows.Columns(i);
            var values = rows.Values(i);
            for (var p = 0; p < columns.Length; p++)
            {
                var at = _fill[columns[p]]++;
                (_columns[at], _values[at]) = (i, values[p]);
            }
        }
    }
}
