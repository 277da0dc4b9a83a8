namespace IsoApprox.Solver.Directions;

/// <summary>
/// How far a point that a node was solved without is from fitting in: the violation that is left after it was moved by subgradient
/// projections onto its constraints with the points of the node, which stay where they are. A heuristic for the choice of points.
/// </summary>
internal sealed class PointPricing
{
    private const int Sweeps = 12;
    private readonly ScaledPoints _f;
    private readonly NodeSolution _solution;
    private readonly int[] _rows;
    private readonly int _n;
    private readonly int _d;
    private readonly double[] _radius;
    private readonly double[] _reach;
    private readonly List<Side> _sides = [];
    private readonly double[] _y;
    private readonly double[] _step;

    internal PointPricing(ScaledPoints f, NodeSolution solution)
    {
        (_f, _solution, _rows, _n) = (f, solution, solution.Last.Rows, f.Dimension);
        _d = solution.Coordinates;
        (_y, _step) = (new double[_d], new double[_d]);
        (_radius, _reach) = (new double[_rows.Length], new double[_rows.Length]);
        for (var i = 0; i < _rows.Length; i++)
        {
            var least = double.PositiveInfinity;
            for (var k = 0; k < _rows.Length; k++)
            {
                var distance = Math.Sqrt(Squared(Point(i), Point(k), _d));
                if (f.ClassOf(_rows[k]) == f.ClassOf(_rows[i]))
                {
                    _reach[i] = Math.Max(_reach[i], distance);
                }
                else
                {
                    least = Math.Min(least, distance);
                }
            }

            _radius[i] = least - f.Margin;
            _reach[i] += f.Margin;
        }

        foreach (var (subject, cone) in solution.Last.Cones)
        {
            _sides.Add(CreateSide(subject.First, subject.Second, cone.Axis.ToArray(), cone.Slope, 1));
            _sides.Add(CreateSide(subject.Second, subject.First, cone.Axis.ToArray(), cone.Slope, -1));
        }
    }

    /// <summary>A class that lies above (sign 1) or below the points Others along the axis.</summary>
    private sealed record Side(int Class, int[] Positives, int[] Others, double[] Axis, double Slope, int Sign, double Level, double Least);

    /// <summary>Where the last point that was priced ended, in n and the lifted coordinates.</summary>
    internal ReadOnlySpan<double> Position => _y;

    /// <summary>The largest violation left.</summary>
    /// <param name="row">Row of f, none of the node's.</param>
    internal double Violation(int row)
    {
        var own = _f.ClassOf(row);
        Array.Clear(_y);
        var centre = _f[row];
        centre.CopyTo(_y);
        var worst = 0.0;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            worst = Displacement(centre);
            worst = Math.Max(worst, Comparisons(own));
            foreach (var side in _sides)
            {
                if (side.Class == own)
                {
                    worst = Math.Max(worst, Cone(side));
                }
            }

            if (worst < 1e-4)
            {
                break;
            }
        }

        return Math.Max(worst, Displacement(centre));
    }

    private Side CreateSide(int side, int other, double[] axis, double slope, int sign)
    {
        int[] Places(int s) => [.. Enumerable.Range(0, _rows.Length).Where(i => s < 0 ? _rows[i] == -1 - s : _f.ClassOf(_rows[i]) == s)];
        var (positives, others) = (Places(side), Places(other));

        // The others lie below the level; their own triplet cones need the class above the least height.
        var (level, least) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var k in others)
        {
            var height = sign * Dot(axis, Point(k));
            level = Math.Max(level, height);
            for (var l = 0; l < _rows.Length; l++)
            {
                if (_f.ClassOf(_rows[l]) == _f.ClassOf(_rows[k]))
                {
                    least = Math.Max(least, height + ((Math.Sqrt(Squared(Point(k), Point(l), _n)) + _f.Margin) / slope));
                }
            }
        }

        return new Side(side < 0 ? -1 : side, positives, others, axis, slope, sign, level, least);
    }

    private double Displacement(ReadOnlySpan<double> centre)
    {
        var square = 0.0;
        for (var k = 0; k < _d; k++)
        {
            var x = _y[k] - (k < _n ? centre[k] : 0);
            square += x * x;
        }

        var (length, limit) = (Math.Sqrt(square), _solution.Estimate);
        if (length <= limit)
        {
            return 0;
        }

        for (var k = 0; k < _d; k++)
        {
            var c = k < _n ? centre[k] : 0;
            _y[k] = c + ((_y[k] - c) * limit / length);
        }

        return length - limit;
    }

    private double Comparisons(int own)
    {
        var worst = 0.0;
        var (farthest, nearest, far, near) = (-1, -1, -1.0, double.PositiveInfinity);
        for (var i = 0; i < _rows.Length; i++)
        {
            var same = _f.ClassOf(_rows[i]) == own;
            var distance = Math.Sqrt(Squared(_y, Point(i), _d));
            var excess = same ? distance - _radius[i] : _reach[i] - distance;
            if (excess > 0 && distance > 1e-12)
            {
                worst = Math.Max(worst, excess);
                var factor = (same ? -1 : 1) * excess / distance;
                for (var k = 0; k < _d; k++)
                {
                    _y[k] += factor * (_y[k] - Point(i)[k]);
                }

                distance = same ? distance - excess : distance + excess;
            }

            if (same && distance > far)
            {
                (farthest, far) = (i, distance);
            }
            else if (!same && distance < near)
            {
                (nearest, near) = (i, distance);
            }
        }

        if (farthest >= 0 && nearest >= 0 && far + _f.Margin > near)
        {
            // Nearer to the positive than to the negative: a half space.
            var a = Point(farthest);
            var b = Point(nearest);
            var length = Math.Sqrt(Squared(a, b, _d));
            var excess = length > 1e-12 ? (((far + _f.Margin) * (far + _f.Margin)) - (near * near)) / (2 * length) : 0;
            worst = Math.Max(worst, excess);
            for (var k = 0; k < _d && excess > 0; k++)
            {
                _y[k] += excess * (a[k] - b[k]) / length;
            }
        }

        return worst;
    }

    private double Cone(Side side)
    {
        var worst = 0.0;
        if (side.Others.Length == 0)
        {
            return 0;
        }

        // h = |y - a| - s sign (v.y - z) <= 0 and h = |y - g_j| - constant <= 0, in the plane; heights sign v.y >= least.
        var height = side.Sign * Dot(side.Axis, _y);
        if (side.Least > height)
        {
            worst = Math.Max(worst, side.Least - height);
            Move(side.Axis, side.Sign * (side.Least - height));
        }

        foreach (var k in side.Others)
        {
            worst = Math.Max(worst, Project(Point(k), side, side.Sign * Dot(side.Axis, Point(k))));
        }

        foreach (var j in side.Positives)
        {
            worst = Math.Max(worst, Project(Point(j), side, side.Level + (_f.Margin / side.Slope)));
            var (distance, radius) =
                (Math.Sqrt(Squared(_y, Point(j), _n)), (side.Slope * ((side.Sign * Dot(side.Axis, Point(j))) - side.Level)) - _f.Margin);
            if (distance > Math.Max(0, radius) && distance > 1e-12)
            {
                var excess = distance - Math.Max(0, radius);
                worst = Math.Max(worst, excess);
                for (var k = 0; k < _n; k++)
                {
                    _y[k] -= excess / distance * (_y[k] - Point(j)[k]);
                }
            }
        }

        return worst;
    }

    /// <summary>One subgradient projection for |y - a| &lt;= s (sign v.y - level).</summary>
    private double Project(ReadOnlySpan<double> a, Side side, double level)
    {
        var distance = Math.Sqrt(Squared(_y, a, _n));
        var excess = distance - (side.Slope * ((side.Sign * Dot(side.Axis, _y)) - level));
        if (excess <= 1e-12)
        {
            return 0;
        }

        var square = 0.0;
        for (var k = 0; k < _n; k++)
        {
            _step[k] = (distance > 1e-12 ? (_y[k] - a[k]) / distance : 0) - (side.Slope * side.Sign * side.Axis[k]);
            square += _step[k] * _step[k];
        }

        for (var k = 0; k < _n; k++)
        {
            _y[k] -= excess * _step[k] / square;
        }

        return excess / Math.Sqrt(square);
    }

    private void Move(double[] axis, double factor)
    {
        for (var k = 0; k < _n; k++)
        {
            _y[k] += factor * axis[k];
        }
    }

    private ReadOnlySpan<double> Point(int i) => _solution.Points.AsSpan(i * _d, _d);

    private static double Dot(double[] axis, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < axis.Length; k++)
        {
            sum += axis[k] * y[k];
        }

        return sum;
    }

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length)
    {
        var sum = 0.0;
        for (var k = 0; k < length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return sum;
    }
}
