namespace IsoApprox.Solver.Thickness;

/// <summary>A box of directions: e_d = 1 on face d and the other coordinates x between lower and upper bounds.</summary>
internal sealed class WidthNode
{
    private readonly double[] _box;

    private WidthNode(int face, double[] box, double bound, int[] rows, WidthTree? tree) =>
        (Face, _box, Bound, Rows, Tree) = (face, box, bound, rows, tree);

    /// <summary>d.</summary>
    internal int Face { get; }

    /// <summary>Proved lower bound of the width over the box's directions, from the parent.</summary>
    internal double Bound { get; }

    /// <summary>The points that are worth looking at in this box. Any subset gives valid lower bounds.</summary>
    internal int[] Rows { get; }

    /// <summary>The box in the log; null when none is kept.</summary>
    internal WidthTree? Tree { get; }

    /// <summary>l, length n - 1.</summary>
    internal ReadOnlySpan<double> Lower => _box.AsSpan(0, _box.Length / 2);

    /// <summary>u, length n - 1.</summary>
    internal ReadOnlySpan<double> Upper => _box.AsSpan(_box.Length / 2);

    /// <summary>The whole face.</summary>
    /// <param name="face">d.</param>
    /// <param name="points">The points.</param>
    /// <param name="tree">The log; null when none is kept.</param>
    internal static WidthNode Root(int face, CentredPoints points, WidthTree? tree)
    {
        var box = new double[2 * (points.Dimension - 1)];
        box.AsSpan(0, box.Length / 2).Fill(-1);
        box.AsSpan(box.Length / 2).Fill(1);
        return new WidthNode(face, box, 0, [.. Enumerable.Range(0, points.Count)], tree);
    }

    /// <summary>Length and number of the widest edge, the lowest number on ties.</summary>
    /// <param name="edge">Variable of the widest edge.</param>
    internal double WidestEdge(out int edge)
    {
        edge = 0;
        var widest = -1.0;
        for (var k = 0; k < Lower.Length; k++)
        {
            if (Upper[k] - Lower[k] > widest)
            {
                (edge, widest) = (k, Upper[k] - Lower[k]);
            }
        }

        return widest;
    }

    /// <summary>Halves the box.</summary>
    /// <param name="edge">Variable that is split.</param>
    /// <param name="bound">Bound of this box, inherited by both halves.</param>
    /// <param name="rows">Points kept.</param>
    internal (WidthNode Left, WidthNode Right) Split(int edge, double bound, int[] rows)
    {
        var middle = Lower[edge] + ((Upper[edge] - Lower[edge]) / 2);
        var (left, right) = ((double[])_box.Clone(), (double[])_box.Clone());
        (left[(_box.Length / 2) + edge], right[edge]) = (middle, middle);
        var trees = Tree?.Cut(edge);
        return (new WidthNode(Face, left, bound, rows, trees?.Lower), new WidthNode(Face, right, bound, rows, trees?.Upper));
    }
}
