using System.Numerics;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// A working set of points in the frame of the Householder reflection that takes a unit direction e to the first axis: the directions with
/// e.d = 1 become (1, x), and point i has the value p_i + q_i.x along them.
/// </summary>
internal sealed class ReflectedFrame
{
    private readonly CentredPoints _points;
    private readonly double[] _normal;
    private readonly int[] _rows;
    private readonly bool[] _used;
    private readonly double[] _keys;
    private readonly int[] _order;
    private double _sign = 1;
    private double _factor;

    /// <summary>Creates an empty working set.</summary>
    /// <param name="points">The points.</param>
    internal ReflectedFrame(CentredPoints points)
    {
        _points = points;
        var length = points.Columns[0].Length;
        Offsets = new double[length];
        Slopes = [.. Enumerable.Range(0, points.Dimension - 1).Select(_ => new double[length])];
        _normal = new double[points.Dimension];
        _rows = new int[points.Count];
        _used = new bool[points.Count];
        _keys = new double[points.Count];
        _order = new int[points.Count];
    }

    /// <summary>Number of points in the working set.</summary>
    internal int Count { get; private set; }

    /// <summary>p of the working set, padded to whole vectors.</summary>
    internal double[] Offsets { get; }

    /// <summary>q of the working set, one array per variable.</summary>
    internal double[][] Slopes { get; }

    /// <summary>Empties the working set.</summary>
    internal void Clear()
    {
        Count = 0;
        Array.Clear(_used);
    }

    /// <summary>Adds the points with the largest and the smallest values.</summary>
    /// <param name="values">One value per point.</param>
    /// <param name="each">How many of each side; all points when N is not much larger.</param>
    internal void AddExtremes(double[] values, int each)
    {
        if (_rows.Length <= 4 * each)
        {
            AddViolated(values, double.NegativeInfinity, double.PositiveInfinity, _rows.Length);
            return;
        }

        AddSide(values, 1, double.NegativeInfinity, each);
        AddSide(values, -1, double.NegativeInfinity, each);
        Pad();
    }

    /// <summary>Adds the points whose value is above <paramref name="high"/> or below <paramref name="low"/>, the farthest first.</summary>
    /// <param name="values">One value per point.</param>
    /// <param name="high">Accepted largest value.</param>
    /// <param name="low">Accepted smallest value.</param>
    /// <param name="each">At most so many of each side.</param>
    /// <returns>How many were added.</returns>
    internal int AddViolated(double[] values, double high, double low, int each)
    {
        var before = Count;
        AddSide(values, 1, high, each);
        AddSide(values, -1, -low, each);
        Pad();
        return Count - before;
    }

    /// <summary>Turns the frame to a new direction.</summary>
    /// <param name="direction">Unit vector e.</param>
    internal void Reflect(double[] direction)
    {
        direction.CopyTo(_normal, 0);
        _sign = direction[0] >= 0 ? 1.0 : -1.0;
        _normal[0] += _sign;
        _factor = 2 / _normal.Sum(v => v * v);
        for (var j = 0; j < Count; j++)
        {
            Write(j);
        }

        Pad();
    }

    /// <summary>Writes the direction d with e.d = 1 that has the coordinates x in the frame.</summary>
    /// <param name="x">Length n - 1.</param>
    /// <param name="direction">Receives d, length n, not normalised.</param>
    internal void Restore(ReadOnlySpan<double> x, double[] direction)
    {
        direction[0] = -_sign;
        x.CopyTo(direction.AsSpan(1));
        var dot = 0.0;
        for (var k = 0; k < direction.Length; k++)
        {
            dot += direction[k] * _normal[k];
        }

        for (var k = 0; k < direction.Length; k++)
        {
            direction[k] -= _factor * dot * _normal[k];
        }
    }

    private void AddSide(double[] values, int sign, double threshold, int most)
    {
        var found = 0;
        for (var i = 0; i < _rows.Length; i++)
        {
            if (!_used[i] && sign * values[i] > threshold)
            {
                (_keys[found], _order[found++]) = (-sign * values[i], i);
            }
        }

        if (found > most)
        {
            Array.Sort(_keys, _order, 0, found);
        }

        for (var j = 0; j < Math.Min(found, most); j++)
        {
            _used[_order[j]] = true;
            _rows[Count] = _order[j];
            Write(Count++);
        }
    }

    private void Write(int j)
    {
        var (row, along) = (_rows[j], 0.0);
        for (var k = 0; k < _normal.Length; k++)
        {
            along += _normal[k] * _points.Columns[k][row];
        }

        along *= _factor;
        Offsets[j] = -_sign * (_points.Columns[0][row] - (along * _normal[0]));
        for (var k = 1; k < _normal.Length; k++)
        {
            Slopes[k - 1][j] = _points.Columns[k][row] - (along * _normal[k]);
        }
    }

    private void Pad()
    {
        for (var j = Count; j % Vector<double>.Count != 0; j++)
        {
            Offsets[j] = Offsets[Count - 1];
            foreach (var slope in Slopes)
            {
                slope[j] = slope[Count - 1];
            }
        }
    }
}
