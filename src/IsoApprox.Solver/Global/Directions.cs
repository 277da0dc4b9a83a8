using IsoApprox.Certificates;

namespace IsoApprox.Solver.Global;

/// <summary>
/// What is known about directions at a node: cones per pair of rows, arcs per pair of classes (n &lt;= 2), and in dimensions 1 and 2 the arcs that the cones come
/// from. Immutable.
/// </summary>
internal sealed record Directions(DirectionCone?[] Cones, double[][]?[] Arcs, PlanarDirections? Planar)
{
    /// <summary>The directions with more known of some pairs, and what follows for others (n &lt;= 2).</summary>
    internal Directions With(IEnumerable<(int I, int K, PlanarArc Arc)> known)
    {
        var planar = Planar!.With(known);
        var generators = planar.Cones();
        var cones = new DirectionCone?[generators.Length];
        for (var pair = 0; pair < cones.Length; pair++)
        {
            cones[pair] = generators[pair] is not { } own ? null
                : Cones[pair] is { } before && Same(before.Generators, own) ? before : new DirectionCone(own);
        }

        return this with { Cones = cones, Planar = planar };
    }

    /// <summary>The directions with another cone of one pair.</summary>
    internal Directions With(int pair, DirectionCone cone)
    {
        var cones = (DirectionCone?[])Cones.Clone();
        cones[pair] = cone;
        return this with { Cones = cones };
    }

    private static bool Same(double[][] first, double[][] second) =>
        first.Length == second.Length && first.Zip(second).All(p => p.First.AsSpan().SequenceEqual(p.Second));
}
