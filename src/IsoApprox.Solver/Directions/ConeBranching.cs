using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// How a node is branched: the cells of a family's direction. New families start from a cover of all directions, known ones are halved.
/// </summary>
internal static class ConeBranching
{
    private const double Unit = 65536;

    /// <summary>A cell is narrow below this angle, in radians.</summary>
    private const double NarrowCell = 0.1;

    /// <summary>
    /// Cells of one side of a face in the first cover of two classes: n = 4 needs more for cones of less than 90 degrees.
    /// </summary>
    private static int Parts(DirectionSubject subject, int dimension) => (subject.Points, dimension) switch
    {
        (0, >= 4) => 3,
        (1, >= 3) => 3,
        _ => 2,
    };

    /// <summary>Branches a tree node; returns the cells to solve. Cells that are certainly empty are left out.</summary>
    /// <param name="tree">Tree node that is branched.</param>
    /// <param name="subject">The family.</param>
    /// <param name="known">The tree node that made the family's present cone, or null.</param>
    /// <param name="container">For a new family: the tree node of a cone that contains it, or null.</param>
    /// <param name="dimension">n.</param>
    internal static List<DirectionTree> Split(
        DirectionTree tree, DirectionSubject subject, DirectionTree? known, DirectionTree? container, int dimension)
    {
        var leaves = new List<DirectionTree>();
        if (known is not null)
        {
            var coordinate = Widest(known.Choice!.Cell);
            var (lower, upper) = (known.Choice.Cell.Lower[coordinate], known.Choice.Cell.Upper[coordinate]);
            Cut(tree, known, coordinate, Between(lower, upper, 0.5 * (Math.Atan(lower) + Math.Atan(upper))));
            leaves.AddRange(tree.Children.Where(IsOpen));
            return leaves;
        }

        tree.Cover = subject;
        tree.Container = container;
        tree.Children = [.. Enumerable.Range(0, 2 * dimension).Select(face =>
            new DirectionTree(tree, new ConeChoice(subject, DirectionCell.WholeFace(face, dimension), container?.Choice!.Cone)))];
        var planar = dimension == 2 && container is not null ? PlanarCuts(subject, container.Choice!.Cone!) : null;
        foreach (var child in tree.Children)
        {
            Refine(child, 0, planar is null ? UniformCuts(Parts(subject, dimension)) : FaceCuts(planar, child.Choice!.Cell.Face), leaves);
        }

        return leaves;
    }

    /// <summary>
    /// What halving a cell is worth, 0 to 1: halves of a narrow cell say little more than the cell, whatever multipliers that have not
    /// converged promise.
    /// </summary>
    internal static double Worth(DirectionCell cell) => Math.Min(1, Width(cell) / NarrowCell);

    /// <summary>Angle between the ends of the widest side.</summary>
    internal static double Width(DirectionCell cell) => cell.Dimension == 1 ? 0 : Angle(cell, Widest(cell));

    private static bool IsOpen(DirectionTree tree) => !tree.Choice!.IsEmpty;

    /// <summary>Cuts off one part after the other, coordinate by coordinate.</summary>
    private static void Refine(DirectionTree tree, int coordinate, IReadOnlyList<double> angles, List<DirectionTree> leaves)
    {
        if (tree.Choice!.IsEmpty)
        {
            return;
        }

        var cell = tree.Choice.Cell;
        if (coordinate == cell.Dimension - 1)
        {
            leaves.Add(tree);
            return;
        }

        var rest = tree;
        foreach (var angle in angles)
        {
            Cut(rest, rest, coordinate, Between(rest.Choice!.Cell.Lower[coordinate], rest.Choice.Cell.Upper[coordinate], angle));
            Refine(rest.Children[0], coordinate + 1, angles, leaves);
            rest = rest.Children[1];
            if (rest.Choice!.IsEmpty)
            {
                return;
            }
        }

        Refine(rest, coordinate + 1, angles, leaves);
    }

    private static double[] UniformCuts(int parts) =>
        [.. Enumerable.Range(1, parts - 1).Select(k => ((2.0 * k / parts) - 1) * Math.PI / 4)];

    /// <summary>The arc in which the direction of a family inside a cone lies: its ends and middle.</summary>
    private static double[] PlanarCuts(DirectionSubject subject, AcuteCone cone)
    {
        var middle = Math.Atan2(cone.Axis[1], cone.Axis[0]);
        var half = Math.Acos(Math.Min(1, 1 / (cone.Slope * Math.Sqrt((cone.Axis[0] * cone.Axis[0]) + (cone.Axis[1] * cone.Axis[1])))));
        var range = Math.Max(0, half - Math.Acos(Math.Min(1, Math.Sqrt(subject.SquaredCosine(2).Lower)))) + 1e-3;
        return [middle - range, middle, middle + range];
    }

    /// <summary>Those of the angles that fall inside a face of the square, as angles of its coordinate, ascending.</summary>
    private static double[] FaceCuts(double[] angles, int face)
    {
        // Face k = 0 (x = +-1) has coordinate y, face k = 1 has coordinate x.
        var cuts = new List<double>();
        foreach (var angle in angles)
        {
            var (x, y) = (Math.Cos(angle), Math.Sin(angle));
            var (along, across) = face < 2 ? (x, y) : (y, x);
            var position = across / Math.Abs(along);
            if (along * ((face & 1) == 0 ? 1 : -1) > 0 && Math.Abs(position) < 1 - 1e-3)
            {
                cuts.Add(Math.Atan(position));
            }
        }

        cuts.Sort();
        return [.. cuts];
    }

    private static void Cut(DirectionTree tree, DirectionTree known, int coordinate, double position)
    {
        var choice = known.Choice!;
        var (below, above) = choice.Cell.Split(coordinate, position)!.Value;
        tree.Divided = known;
        tree.Cut = (coordinate, position);
        tree.Children = [new DirectionTree(tree, choice.Narrowed(below)), new DirectionTree(tree, choice.Narrowed(above))];
    }

    /// <summary>tan(angle) in few bits, strictly between two values.</summary>
    private static double Between(double lower, double upper, double angle)
    {
        var value = Math.Clamp(Math.Tan(angle), lower, upper);
        for (var unit = Unit; ; unit *= 256)
        {
            var rounded = Math.Round(value * unit) / unit;
            if (rounded > lower && rounded < upper)
            {
                return rounded;
            }

            if (unit > 1e14)
            {
                return 0.5 * (lower + upper);
            }
        }
    }

    private static int Widest(DirectionCell cell)
    {
        var widest = 0;
        for (var k = 1; k < cell.Lower.Count; k++)
        {
            widest = Angle(cell, k) > Angle(cell, widest) + 1e-12 ? k : widest;
        }

        return widest;
    }

    private static double Angle(DirectionCell cell, int k) => Math.Atan(cell.Upper[k]) - Math.Atan(cell.Lower[k]);
}
