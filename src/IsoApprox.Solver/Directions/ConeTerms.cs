using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// What one cone |x| &lt;= s v.x of the differences x = g_i - g_k, i in I, k in K, says, as terms of an augmented Lagrangian. Cross cones:
/// itself. Triplet cones: |g_i - g_j| + alpha &lt;= s (g_i.v - z) for the anchors i in I and their positives j, with a level z >= g_k.v for
/// all k in K; and |g_k - g_l| + alpha &lt;= s (z' - g_k.v), z' &lt;= g_i.v for all i in I. A level of a side with one point is that
/// point's height.
/// </summary>
internal sealed class ConeTerms
{
    private readonly NodePoints _points;
    private readonly double[] _heights;
    private readonly double[] _heightGradient;
    private readonly double _margin;

    private ConeTerms(NodePoints points, DirectionSubject subject, AcuteCone cone, double margin, (int Start, int End) first,
        (int Start, int End) second)
    {
        (_points, Subject, Cone, _margin, First, Second) = (points, subject, cone, margin, first, second);
        Axis = cone.Axis.ToArray();
        (_heights, _heightGradient) = (new double[points.Stride], new double[points.Stride]);
        Cross = new ConicBlock(first.End - first.Start, second.End - second.Start, points.Dimension);
        FirstSide = new ConeSide(points, first, second, 1);
        SecondSide = new ConeSide(points, second, first, -1);
    }

    internal DirectionSubject Subject { get; }

    internal AcuteCone Cone { get; }

    internal double[] Axis { get; }

    /// <summary>Places of I.</summary>
    internal (int Start, int End) First { get; }

    /// <summary>Places of K.</summary>
    internal (int Start, int End) Second { get; }

    internal ConicBlock Cross { get; }

    /// <summary>Triplet cones with anchors in I.</summary>
    internal ConeSide FirstSide { get; }

    /// <summary>Triplet cones with anchors in K.</summary>
    internal ConeSide SecondSide { get; }

    /// <summary>The terms, or null when no difference of the subject lies among the points.</summary>
    internal static ConeTerms? Create(NodePoints points, ScaledPoints f, DirectionSubject subject, AcuteCone cone)
    {
        return Range(subject.First) is { } first && Range(subject.Second) is { } second
            ? new ConeTerms(points, subject, cone, f.Margin, first, second) : null;

        (int Start, int End)? Range(int side)
        {
            if (side < 0)
            {
                return points.Local.TryGetValue(-1 - side, out var i) ? (i, i + 1) : null;
            }

            for (var i = 0; i < points.Count; i = points.BlockEnd[i])
            {
                if (f.ClassOf(points.Rows[i]) == side)
                {
                    return (i, points.BlockEnd[i]);
                }
            }

            return null;
        }
    }

    /// <summary>Number of level variables: 0 to 2.</summary>
    internal int Levels => (FirstSide.HasLevel ? 1 : 0) + (SecondSide.HasLevel ? 1 : 0);

    /// <summary>The levels that the points themselves need.</summary>
    internal void StartLevels(ReadOnlySpan<double> x, Span<double> levels)
    {
        ComputeHeights(x);
        var next = 0;
        foreach (var side in new[] { FirstSide, SecondSide })
        {
            if (side.HasLevel)
            {
                levels[next++] = side.Level(_heights);
            }
        }
    }

    /// <summary>Adds value and gradient.</summary>
    /// <param name="x">Coordinates.</param>
    /// <param name="squared">Squared distances in the first n coordinates, row by row.</param>
    /// <param name="levels">The level variables of this cone.</param>
    /// <param name="c">Penalty.</param>
    /// <param name="gradient">With respect to the coordinates.</param>
    /// <param name="levelGradient">With respect to the levels.</param>
    internal double Add(ReadOnlySpan<double> x, double[] squared, ReadOnlySpan<double> levels, double c, Span<double> gradient,
        Span<double> levelGradient)
    {
        ComputeHeights(x);
        Array.Clear(_heightGradient);
        var value = 0.0;
        Cross.Begin();
        var (stride, slope) = (_points.Stride, Cone.Slope);
        for (int i = First.Start, index = 0; i < First.End; i++)
        {
            for (var k = Second.Start; k < Second.End; k++, index++)
            {
                var height = slope * (_heights[i] - _heights[k]);
                if (Cross.Counts(index, squared[(i * stride) + k], height))
                {
                    var w = slope * Cross.Add(index, x, stride, i, k, height, c, gradient, ref value);
                    _heightGradient[i] -= w;
                    _heightGradient[k] += w;
                }
            }
        }

        var next = 0;
        foreach (var side in new[] { FirstSide, SecondSide })
        {
            var context = new ConeSide.Context(x, squared, _heights, _heightGradient, slope, _margin, c);
            if (side.HasLevel)
            {
                value += side.Add(context, levels[next], gradient, out levelGradient[next]);
                next++;
            }
            else
            {
                value += side.Add(context, 0, gradient, out _);
            }
        }

        for (var i = 0; i < _points.Count; i++)
        {
            if (_heightGradient[i] != 0)
            {
                for (var k = 0; k < Axis.Length; k++)
                {
                    gradient[(k * stride) + i] += _heightGradient[i] * Axis[k];
                }
            }
        }

        return value;
    }

    /// <summary>Takes the multipliers of the last evaluation; returns the largest change.</summary>
    internal double Update() => Math.Max(Cross.Update(), Math.Max(FirstSide.Update(), SecondSide.Update()));

    private void ComputeHeights(ReadOnlySpan<double> x)
    {
        for (var i = 0; i < _points.Count; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < Axis.Length; k++)
            {
                sum += Axis[k] * x[(k * _points.Stride) + i];
            }

            _heights[i] = sum;
        }
    }
}
