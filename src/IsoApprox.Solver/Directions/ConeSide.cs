namespace IsoApprox.Solver.Directions;

/// <summary>
/// The triplet cones of one side of a cone: |g_i - g_j| + alpha &lt;= s sign (g_i.v - z) for the anchors i and all j of their class; sign z
/// >= sign g_k.v for the points k of the other side.
/// </summary>
internal sealed class ConeSide
{
    private readonly NodePoints _points;
    private readonly double[] _nextLines;

    /// <param name="points">All points of the node.</param>
    /// <param name="anchors">Places of the anchors.</param>
    /// <param name="others">Places of the other side's points.</param>
    /// <param name="sign">1 when the anchors lie above the others along v, -1 when below.</param>
    internal ConeSide(NodePoints points, (int Start, int End) anchors, (int Start, int End) others, int sign)
    {
        (_points, Anchors, Others, Sign) = (points, anchors, others, sign);
        Positives = (points.BlockStart[anchors.Start], points.BlockEnd[anchors.Start]);
        Cones = new ConicBlock(anchors.End - anchors.Start, Positives.End - Positives.Start, points.Dimension);
        Lines = new double[others.End - others.Start];
        _nextLines = new double[Lines.Length];
    }

    internal (int Start, int End) Anchors { get; }

    internal (int Start, int End) Positives { get; }

    internal (int Start, int End) Others { get; }

    internal int Sign { get; }

    /// <summary>Multipliers, anchor by positive.</summary>
    internal ConicBlock Cones { get; }

    /// <summary>Multipliers of the lines sign z >= sign g_k.v.</summary>
    internal double[] Lines { get; }

    /// <summary>False when the other side is one point.</summary>
    internal bool HasLevel => Lines.Length > 1;

    /// <summary>What an evaluation needs.</summary>
    internal readonly ref struct Context(
        ReadOnlySpan<double> x, double[] squared, double[] heights, double[] heightGradient, double slope, double margin, double c)
    {
        internal ReadOnlySpan<double> X { get; } = x;

        internal double[] Squared { get; } = squared;

        internal double[] Heights { get; } = heights;

        internal double[] HeightGradient { get; } = heightGradient;

        internal double Slope { get; } = slope;

        internal double Margin { get; } = margin;

        internal double C { get; } = c;
    }

    /// <summary>The largest sign g_k.v, with the sign.</summary>
    internal double Level(double[] heights)
    {
        var level = double.NegativeInfinity;
        for (var k = Others.Start; k < Others.End; k++)
        {
            level = Math.Max(level, Sign * heights[k]);
        }

        return Sign * level;
    }

    internal double Add(in Context context, double level, Span<double> gradient, out double levelGradient)
    {
        Cones.Begin();
        levelGradient = 0;
        if (Positives.End - Positives.Start == 1 && context.Margin == 0)
        {
            return 0;
        }

        var value = 0.0;
        var stride = _points.Stride;
        var z = HasLevel ? level : context.Heights[Others.Start];
        var pull = 0.0;
        for (int i = Anchors.Start, index = 0; i < Anchors.End; i++)
        {
            var height = (context.Slope * Sign * (context.Heights[i] - z)) - context.Margin;
            for (var j = Positives.Start; j < Positives.End; j++, index++)
            {
                if (Cones.Counts(index, context.Squared[(i * stride) + j], height) && (i != j || context.Margin > 0))
                {
                    var w = context.Slope * Sign * Cones.Add(index, context.X, stride, i, j, height, context.C, gradient, ref value);
                    context.HeightGradient[i] -= w;
                    pull += w;
                }
            }
        }

        if (!HasLevel)
        {
            context.HeightGradient[Others.Start] += pull;
            return value;
        }

        for (int k = Others.Start, e = 0; k < Others.End; k++, e++)
        {
            var w = Math.Max(0, Lines[e] + (context.C * Sign * (context.Heights[k] - z)));
            _nextLines[e] = w;
            value += ((w * w) - (Lines[e] * Lines[e])) / (2 * context.C);
            context.HeightGradient[k] += Sign * w;
            pull -= Sign * w;
        }

        levelGradient = pull;
        return value;
    }

    internal double Update()
    {
        var change = Cones.Update();
        for (var e = 0; e < Lines.Length && HasLevel; e++)
        {
            change = Math.Max(change, Math.Abs(_nextLines[e] - Lines[e]));
            Lines[e] = _nextLines[e];
        }

        return change;
    }
}
