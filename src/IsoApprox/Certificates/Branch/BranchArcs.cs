namespace IsoApprox.Certificates.Branch;

/// <summary>
/// Directions of a whole pair of classes. In a Triplet-Separated g, for rows i, j of class A and k, l of class B,
/// 2 (g_k - g_i).(g_l - g_j) = s_il + s_jk - s_ij - s_kl >= 0 (s the squared distances: both anchors i and k are farther from the other
/// class than from their
/// own): all
/// differences x_ik = g_k - g_i are pairwise at an angle of at most 90 degrees.
/// <para>n = 1: all have one sign. n = 2: they lie in one quadrant {x : x.e >= 0, x.Je >= 0}, J the turn by +90 degrees, e its first edge:
/// seen from one of
/// the nonzero x_ik the others lie within
/// +-90 degrees, and the first and the last of them differ by at most 90 degrees. If e lies in the arc from a to b (counterclockwise, less
/// than 90 degrees),
/// the quadrant lies in
/// cone(a, Jb), which is pointed.</para>
/// </summary>
public static class BranchArcs
{
    /// <summary>Number of the pair of classes a &lt; b among C classes.</summary>
    /// <param name="a">First class.</param>
    /// <param name="b">Second class.</param>
    /// <param name="classes">C.</param>
    public static int Pair(int a, int b, int classes) => (a * ((2 * classes) - a - 1) / 2) + b - a - 1;

    /// <summary>
    /// True when the vectors, each with the next and the last with the first, are arcs of less than 90 degrees that cover all directions (n
    /// = 2), or the two signs (n = 1). Exact.
    /// </summary>
    /// <param name="vectors">Vectors of n coordinates in counterclockwise order.</param>
    public static bool CoverAll(double[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var n = vectors.Length == 0 ? 0 : vectors[0]?.Length ?? 0;
        if (!Array.TrueForAll(vectors, v => BranchDirections.IsModerate(v, n)))
        {
            return false;
        }

        return n == 1
            ? vectors.Length == 2 && vectors[0][0] > 0 && vectors[1][0] < 0
            : n == 2 && Enumerable.Range(0, vectors.Length).All(t => IsArc(vectors[t], vectors[(t + 1) % vectors.Length]));
    }

    /// <summary>The arcs of a cover: vector t and the next one (n = 2), or vector t alone (n = 1).</summary>
    /// <param name="vectors">The vectors.</param>
    public static double[][][] Arcs(double[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return [.. vectors.Select((v, t) => v.Length == 1 ? new[] { v } : [v, vectors[(t + 1) % vectors.Length]])];
    }

    /// <summary>True when m lies strictly inside the arc, so that the arcs (a, m) and (m, b) cover it. Exact.</summary>
    /// <param name="arc">a and b.</param>
    /// <param name="m">A vector.</param>
    public static bool SplitCovers(double[][] arc, double[] m)
    {
        ArgumentNullException.ThrowIfNull(arc);
        return arc.Length == 2 && BranchDirections.IsModerate(m, 2) && BranchDirections.Sign([arc[0], m]) > 0
            && BranchDirections.Sign([m, arc[1]]) > 0;
    }

    /// <summary>cone(a, Jb), in which all x_ik lie; n = 1: the half-line.</summary>
    /// <param name="arc">a and b.</param>
    /// <param name="reversed">True for the differences g_i - g_k.</param>
    public static double[][] Cone(double[][] arc, bool reversed)
    {
        ArgumentNullException.ThrowIfNull(arc);
        double[][] cone = arc.Length == 1 ? arc : [arc[0], [-arc[1][1], arc[1][0]]];
        return reversed ? Array.ConvertAll(cone, v => Array.ConvertAll(v, x => -x)) : cone;
    }

    /// <summary>
    /// A cone that contains the common part of two cones (n &lt;= 2; a ray counts as a cone): the generators of one that lie in the other
    /// replace those of the other. The class's own cone where nothing is common but 0.
    /// </summary>
    /// <param name="cone">The cone of a pair of rows; null when all directions are possible.</param>
    /// <param name="other">The cone of its classes, as <see cref="Cone"/> gives it.</param>
    public static double[][] Intersect(double[][]? cone, double[][] other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (cone is null || other.Length == 1)
        {
            return other;
        }

        if (cone.Length == 1)
        {
            return Contains(other, cone[0]) ? cone : other;
        }

        var (start, end) = BranchDirections.Sign(cone) > 0 ? (cone[0], cone[1]) : (cone[1], cone[0]);
        double[][] ordered = [start, end];

        // What lies before other[0] in the cone is less than 180 degrees clockwise of it, so not in the other cone, which ends less than
        // 180 degrees counterclockwise of it.
        double[][] common = [Contains(ordered, other[0]) ? other[0] : start, Contains(ordered, other[1]) ? other[1] : end];
        if (BranchDirections.Sign(common) <= 0 || (ReferenceEquals(common[0], other[0]) && ReferenceEquals(common[1], other[1])))
        {
            return other;
        }

        return ReferenceEquals(common[0], start) && ReferenceEquals(common[1], end) && !Contains(other, start) ? other : common;
    }

    /// <summary>True when v lies in the cone of two vectors, the second counterclockwise of the first by less than 180 degrees.</summary>
    private static bool Contains(double[][] cone, double[] v) =>
        BranchDirections.Sign([cone[0], v]) >= 0 && BranchDirections.Sign([v, cone[1]]) >= 0;

    private static bool IsArc(double[] a, double[] b) => BranchDirections.Sign([a, b]) > 0 && BranchDirections.Sign([a, [-b[1], b[0]]]) > 0;
}
