namespace IsoApprox.Solver.Directions;

/// <summary>
/// Augmented Lagrangian of a node: least t with |f_i - g_i|^2 + |h_i|^2 &lt;= t, comparisons of the squared distances of (g, h), h further
/// coordinates, and cones on g alone. t is eliminated exactly. Unknowns: coordinates row by row, then the levels of the cones.
/// </summary>
internal sealed class NodeLagrangian
{
    private readonly double[] _displacement;
    private readonly double[] _nextWeights;
    private readonly int _levelStart;

    internal NodeLagrangian(NodePoints points, int lifted, double margin, IReadOnlyList<ConeTerms> cones)
    {
        (Points, Margin, Cones) = (points, margin, cones);
        Coordinates = points.Dimension + lifted;
        Comparisons = new ComparisonBlock(points, margin);
        Weights = new double[points.Count];
        Array.Fill(Weights, 1.0 / points.Count);
        _nextWeights = new double[points.Count];
        _displacement = new double[points.Count];
        _levelStart = Coordinates * points.Stride;
        Size = _levelStart + cones.Sum(cone => cone.Levels);
        LevelUnit = 1 / Math.Sqrt(points.Count);
    }

    internal NodePoints Points { get; }

    internal IReadOnlyList<ConeTerms> Cones { get; }

    internal ComparisonBlock Comparisons { get; }

    /// <summary>alpha.</summary>
    internal double Margin { get; }

    /// <summary>mu_i, of sum 1.</summary>
    internal double[] Weights { get; }

    /// <summary>n and lifted coordinates.</summary>
    internal int Coordinates { get; }

    /// <summary>Number of unknowns.</summary>
    internal int Size { get; }

    internal double Penalty { get; set; } = 1;

    /// <summary>t of the last evaluation.</summary>
    internal double Level { get; private set; }

    /// <summary>Evaluations so far.</summary>
    internal int Evaluations { get; private set; }

    /// <summary>The levels are unknowns in this unit, so that their curvature is like that of the coordinates.</summary>
    private double LevelUnit { get; }

    internal void StartLevels(double[] x)
    {
        var at = _levelStart;
        foreach (var cone in Cones)
        {
            var levels = x.AsSpan(at, cone.Levels);
            cone.StartLevels(x, levels);
            foreach (ref var level in levels)
            {
                level /= LevelUnit;
            }

            at += cone.Levels;
        }
    }

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Evaluations++;
        gradient.Clear();
        var value = Displacements(x, gradient);
        value += Comparisons.Add(x, Coordinates, Penalty, gradient);
        var at = _levelStart;
        Span<double> levels = stackalloc double[2];
        Span<double> levelGradient = stackalloc double[2];
        foreach (var cone in Cones)
        {
            for (var k = 0; k < cone.Levels; k++)
            {
                levels[k] = x[at + k] * LevelUnit;
            }

            value += cone.Add(x, Comparisons.SquaredInPlane, levels, Penalty, gradient, levelGradient);
            for (var k = 0; k < cone.Levels; k++)
            {
                gradient[at + k] = levelGradient[k] * LevelUnit;
            }

            at += cone.Levels;
        }

        return value;
    }

    /// <summary>
    /// Takes the multipliers of the last evaluation; returns the largest change over the penalty: how far the constraints are violated.
    /// </summary>
    internal double Update()
    {
        var change = Comparisons.Update();
        for (var i = 0; i < Weights.Length; i++)
        {
            change = Math.Max(change, Math.Abs(_nextWeights[i] - Weights[i]));
            Weights[i] = _nextWeights[i];
        }

        foreach (var cone in Cones)
        {
            change = Math.Max(change, cone.Update());
        }

        return change / Penalty;
    }

    /// <summary>t + sum over i of the terms of |f_i - g_i|^2 &lt;= t, at the t whose weights have sum 1.</summary>
    private double Displacements(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (m, stride, n, c) = (Points.Count, Points.Stride, Points.Dimension, Penalty);
        Array.Clear(_displacement);
        for (var k = 0; k < Coordinates; k++)
        {
            for (var i = 0; i < m; i++)
            {
                var difference = x[(k * stride) + i] - (k < n ? Points.Coordinates[(k * stride) + i] : 0);
                _displacement[i] += difference * difference;
            }
        }

        // Newton on a convex, decreasing, piecewise linear function, from the left: a few steps to the exact root.
        var t = double.NegativeInfinity;
        var (sum, number) = (-1.0, m);
        for (var i = 0; i < m; i++)
        {
            sum += Weights[i] + (c * _displacement[i]);
        }

        for (var next = sum / (c * m); next > t;)
        {
            (t, sum, number) = (next, -1, 0);
            for (var i = 0; i < m; i++)
            {
                var w = Weights[i] + (c * (_displacement[i] - t));
                if (w > 0)
                {
                    (sum, number) = (sum + w, number + 1);
                }
            }

            next = number == 0 ? t : t + (sum / (c * number));
        }

        Level = t;
        var value = t;
        for (var i = 0; i < m; i++)
        {
            var w = Math.Max(0, Weights[i] + (c * (_displacement[i] - t)));
            _nextWeights[i] = w;
            value += ((w * w) - (Weights[i] * Weights[i])) / (2 * c);
            for (var k = 0; k < Coordinates && w > 0; k++)
            {
                gradient[(k * stride) + i] += 2 * w * (x[(k * stride) + i] - (k < n ? Points.Coordinates[(k * stride) + i] : 0));
            }
        }

        return value;
    }
}
