using IsoApprox.Arithmetic;

namespace IsoApprox.Sets;

/// <summary>What a set of ideal embeddings demands.</summary>
public enum SetDemand
{
    /// <summary>||g_i - g_j|| + alpha &lt;= ||g_i - g_k|| for j of a nearer level to i than k.</summary>
    Comparison,

    /// <summary>||g_i - g_j|| &lt;= a within a class.</summary>
    Within,

    /// <summary>||g_i - g_j|| >= b between classes.</summary>
    Beyond,

    /// <summary>||g_i|| = 1.</summary>
    Norm,

    /// <summary>diam g >= s.</summary>
    Diameter,
}

/// <summary>The constraint of one kind that is violated most.</summary>
/// <param name="Demand">The kind.</param>
/// <param name="Amount">
/// Encloses by how much, in the length unit of the points, a unit in the last place or two wide: near distance plus margin less far
/// distance; a distance less a; b less a distance; | ||g_i|| - 1 |; s less the diameter. Its sign is exact: [0, 0] only where the
/// constraint holds with equality.
/// </param>
/// <param name="Rows">Anchor, near row (the anchor itself where no other is farther), far row; a pair; or one row.</param>
public readonly record struct SetViolation(SetDemand Demand, Interval Amount, IReadOnlyList<int> Rows);
