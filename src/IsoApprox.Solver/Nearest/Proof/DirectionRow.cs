namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>Kinds of linear constraints of a node. x_ik = g_k - g_i, u_i = g_i - f_i (HAUS) or g_i (ISO).</summary>
internal enum DirectionRowKind : byte
{
    /// <summary>Lower bound of variable I.</summary>
    LowerBound,

    /// <summary>Upper bound of variable I.</summary>
    UpperBound,

    /// <summary>s_I + m t >= D_IK, K near to I.</summary>
    Positive,

    /// <summary>m t - s_I >= alpha - D_IK, K far from I.</summary>
    Negative,

    /// <summary>t - w.u_I >= 0 (HAUS).</summary>
    Displacement,

    /// <summary>s_I - w.x_IK >= 0, K near to I.</summary>
    Near,

    /// <summary>t - w.x_IK >= -D_IK (ISO).</summary>
    Short,

    /// <summary>w.x_IK - s_I >= alpha, K far from I, w at least 1 on unit vectors of the cone's generators.</summary>
    FarFirst,

    /// <summary>w.x_IK - s_K >= alpha, I far from K.</summary>
    FarSecond,

    /// <summary>w.x_IK + t >= D_IK (ISO).</summary>
    Long,

    /// <summary>w.x_IK >= 0.</summary>
    Facet,
}

/// <summary>
/// A constraint without its coefficients: what is needed to write it down again in another node. Pairs of kinds from
/// <see cref="DirectionRowKind.FarFirst"/> on have I &lt; K.
/// </summary>
/// <param name="Kind">Kind.</param>
/// <param name="I">First row, or the variable of a bound.</param>
/// <param name="K">Second row.</param>
/// <param name="X">w_1.</param>
/// <param name="Y">w_2, 0 when n = 1.</param>
/// <param name="Z">w_3, 0 when n &lt; 3.</param>
internal readonly record struct DirectionRow(DirectionRowKind Kind, short I, short K, double X, double Y, double Z)
{
    internal double W(int coordinate) => coordinate switch { 0 => X, 1 => Y, _ => Z };

    internal static DirectionRow Create(DirectionRowKind kind, int i, int k, ReadOnlySpan<double> w) =>
        new(kind, (short)i, (short)k, w.Length > 0 ? w[0] : 0, w.Length > 1 ? w[1] : 0, w.Length > 2 ? w[2] : 0);
}
