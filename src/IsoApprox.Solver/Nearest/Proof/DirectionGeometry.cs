using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>Splits of cones, and the cones that the displacement bound leaves at the root.</summary>
internal static class DirectionGeometry
{
    private const double SmallestAngle = 1e-7;

    /// <summary>Decimals of the unit vectors of a cover.</summary>
    private const int CoverDecimals = 3;

    /// <summary>Unit vectors spread over all directions.</summary>
    internal static IEnumerable<double[]> Coarse(int dimension) => dimension switch
    {
        1 => [[1], [-1]],
        2 => Enumerable.Range(0, 8).Select(t => new[] { Math.Cos(Math.PI * t / 4), Math.Sin(Math.PI * t / 4) }),
        _ => [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
    };

    /// <summary>False for the cone of the gauge, in dimension 1, and for cones too thin to matter.</summary>
    internal static bool CanSplit(DirectionCone? cone) =>
        cone is null || (cone.Facets.Length > 1 && WidestEdge(cone).Angle > SmallestAngle);

    /// <summary>The split and the cones of its children; null when the trusted check would not accept it.</summary>
    internal static (BranchNode Node, DirectionCone[] Cones)? Split(DirectionModel model, SplitPlan plan, DirectionCone? cone)
    {
        if (cone is null)
        {
            var exact = Cover(model, plan);
            var few = Array.ConvertAll(exact, v => Rounded(v, CoverDecimals));
            var vectors = BranchDirections.CoverAll(few) ? few : exact;
            return BranchDirections.CoverAll(vectors)
                ? (new BranchNode(BranchNodeKind.Cover, plan.I, plan.K, 0, 0, Flatten(vectors)),
                    [.. Enumerable.Range(0, vectors.Length).Select(t => new DirectionCone(BranchDirections.Without(vectors, t)))])
                : null;
        }

        var (s, t, angle) = WidestEdge(cone);
        foreach (var middle in Middles(cone, s, t, angle, plan.Direction))
        {
            if (BranchDirections.SplitCovers(cone.Generators, s, t, middle))
            {
                return (new BranchNode(BranchNodeKind.Edge, plan.I, plan.K, s, t, middle),
                    [new DirectionCone(BranchDirections.Replace(cone.Generators, s, middle)),
                        new DirectionCone(BranchDirections.Replace(cone.Generators, t, middle))]);
            }
        }

        return null;
    }

    /// <summary>
    /// Where an edge may be split: first a vector of few decimals, for a short certificate, pushed outwards by its rounding (n = 3), then
    /// more accurate ones.
    /// </summary>
    private static IEnumerable<double[]> Middles(DirectionCone cone, int s, int t, double angle, double[] direction)
    {
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(angle)), 2, 14);
        yield return Rounded(At(cone, s, t, direction, Math.Pow(10, -decimals)), decimals);
        for (var push = 0.0; push < 1e-9; push = push == 0 ? 1e-16 : 8 * push)
        {
            yield return At(cone, s, t, direction, push);
        }
    }

    private static double[] Rounded(double[] vector, int decimals) => Array.ConvertAll(vector, x => Math.Round(x, decimals));

    /// <summary>
    /// A cone around f_k - f_i that contains the ball of radius 2 T, as narrow as a regular one can be; null when T is too large for one of
    /// moderate width.
    /// </summary>
    internal static DirectionCone? Ball(DirectionModel model, int i, int k, double radius)
    {
        var n = model.Dimension;
        var centre = new double[n];
        for (var d = 0; d < n; d++)
        {
            centre[d] = (model.Origin(k, d) - model.Origin(i, d)) * model.Unit;
        }

        var length = DirectionCone.Norm(centre);
        if (!(radius < 0.999 * length))
        {
            return null;
        }

        // A circle of tangent r has a regular polygon of tangent r / cos(pi / n) around it.
        var tangent = radius / Math.Sqrt((length - radius) * (length + radius)) * (n == 3 ? 2 : 1) * (1 + 1e-9);
        if (tangent > 4)
        {
            return null;
        }

        var axis = DirectionCone.Unit(centre);
        var frame = Frame(axis);
        var generators = new double[n][];
        for (var t = 0; t < n; t++)
        {
            generators[t] = (double[])axis.Clone();
            for (var d = 0; d < n && n > 1; d++)
            {
                generators[t][d] += (n == 2 ? (t == 0 ? -tangent : tangent) * frame[0][d]
                    : tangent * ((Math.Cos(2 * Math.PI * t / 3) * frame[0][d]) + (Math.Sin(2 * Math.PI * t / 3) * frame[1][d])));
            }
        }

        return BranchDirections.IsCone(generators) && BranchDirections.ContainsBall(
            generators, model.Relaxation.BaseDifference(i, k), radius)
            ? new DirectionCone(generators) : null;
    }

    internal static double[] Flatten(double[][] vectors) => [.. vectors.SelectMany(v => v)];

    private static (int S, int T, double Angle) WidestEdge(DirectionCone cone)
    {
        var best = (S: 0, T: 1, Angle: -1.0);
        for (var s = 0; s < cone.Generators.Length; s++)
        {
            for (var t = s + 1; t < cone.Generators.Length; t++)
            {
                if (cone.Angle(s, t) is var angle && angle > best.Angle)
                {
                    best = (s, t, angle);
                }
            }
        }

        return best;
    }

    /// <summary>n + 1 vectors with the relaxed direction as the first: the boundary of cones runs through it.</summary>
    private static double[][] Cover(DirectionModel model, SplitPlan plan)
    {
        var n = model.Dimension;
        var axis = DirectionCone.Norm(plan.Direction) > 1e-9 ? DirectionCone.Unit(plan.Direction) : [1, .. new double[n - 1]];
        var frame = Frame(axis);
        double[] Combine(double a, double b, double c) =>
            [.. axis.Select((x, d) => (a * x) + (b * frame[0][d]) + (n == 3 ? c * frame[1][d] : 0))];
        return n switch
        {
            1 => [[1], [-1]],
            2 => [axis, Combine(-0.5, Math.Sqrt(0.75), 0), Combine(-0.5, -Math.Sqrt(0.75), 0)],
            _ => [axis, .. Enumerable.Range(0,
                3).Select(
                    t => Combine(
                        -1.0 / 3, Math.Sqrt(8) / 3 * Math.Cos(2 * Math.PI * t / 3), Math.Sqrt(8) / 3 * Math.Sin(2 * Math.PI * t / 3)))],
        };
    }

    /// <summary>
    /// A vector on the edge of s and t. n = 2: the relaxed direction, kept between 35 and 65 % of the way (6 times fewer nodes than halves
    /// in the worst case seen); n = 3: the middle (10 times fewer).
    /// </summary>
    private static double[] At(DirectionCone cone, int s, int t, double[] direction, double push)
    {
        var c = cone.Coefficients(direction);
        var (a, b) = (Math.Max(0, c[s]), Math.Max(0, c[t]));
        var share = cone.Generators.Length < 3 && a + b > 0 ? Math.Clamp(b / (a + b), 0.35, 0.65) : 0.5;
        var (first, second) = (DirectionCone.Unit(cone.Generators[s]), DirectionCone.Unit(cone.Generators[t]));
        var result = new double[first.Length];
        for (var d = 0; d < result.Length; d++)
        {
            result[d] = ((1 - share) * first[d]) + (share * second[d]);
        }

        result = DirectionCone.Unit(result);
        for (var o = 0; o < cone.Generators.Length; o++)
        {
            for (var d = 0; d < result.Length && o != s && o != t; d++)
            {
                result[d] -= push * cone.Facets[o][d];
            }
        }

        return result;
    }

    /// <summary>Unit vectors orthogonal to the axis and to each other (n - 1 of them).</summary>
    private static double[][] Frame(double[] axis)
    {
        if (axis.Length < 3)
        {
            return axis.Length == 1 ? [] : [[-axis[1], axis[0]]];
        }

        var least = Array.IndexOf(axis, axis.MinBy(Math.Abs));
        var first = DirectionCone.Unit([.. axis.Select((x, d) => (d == least ? 1 : 0) - (axis[least] * x))]);
        double[] second = [(axis[1] * first[2]) - (axis[2] * first[1]), (axis[2] * first[0]) - (axis[0] * first[2]),
            (axis[0] * first[1]) - (axis[1] * first[0])];
        return [first, second];
    }
}
