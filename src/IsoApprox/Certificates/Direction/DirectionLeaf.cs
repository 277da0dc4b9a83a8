namespace IsoApprox.Certificates.Direction;

/// <summary>Which inequality of a cone |x| &lt;= s v.x, x = g_i - g_k, a multiplier belongs to.</summary>
public enum ConeTermKind
{
    /// <summary>|g_i - g_k| &lt;= s v.(g_i - g_k).</summary>
    Cross,

    /// <summary>
    /// Anchor i on the first side, positive j of its class: |g_i - g_j| + alpha &lt;= s v.(g_i - g_k) for every k of the second side.
    /// </summary>
    FirstAnchor,

    /// <summary>
    /// Anchor k on the second side, positive l of its class: |g_k - g_l| + alpha &lt;= s v.(g_i - g_k) for every i of the first side.
    /// </summary>
    SecondAnchor,
}

/// <summary>
/// A multiplier of the comparison of two squared distances with the radius of an anchor: lambda when the other point is of its class, nu
/// when not.
/// </summary>
/// <param name="Anchor">Place in <see cref="DirectionLeaf.Rows"/>.</param>
/// <param name="Other">Place of the other point.</param>
/// <param name="Value">At least 0.</param>
public readonly record struct ComparisonMultiplier(int Anchor, int Other, double Value);

/// <summary>A multiplier (kappa, kappa_0) of a second-order cone. kappa_0 is raised to |kappa| where it is smaller.</summary>
/// <param name="Cone">Number of the cone on the path from the root.</param>
/// <param name="Kind">Which of its inequalities.</param>
/// <param name="First">Place of i (cross), of the anchor otherwise.</param>
/// <param name="Second">Place of k (cross), of the positive otherwise.</param>
/// <param name="Value">kappa_1..kappa_n, kappa_0, in units of the certificate's level.</param>
public readonly record struct ConeMultiplier(int Cone, ConeTermKind Kind, int First, int Second, double[] Value);

/// <summary>
/// The share of a point of the other side in the inequalities of a cone's anchors; shares of one cone and kind are divided by their sum.
/// </summary>
/// <param name="Cone">Number of the cone on the path from the root.</param>
/// <param name="Kind">First or second anchors.</param>
/// <param name="Row">Place of the point.</param>
/// <param name="Value">At least 0.</param>
public readonly record struct LineMultiplier(int Cone, ConeTermKind Kind, int Row, double Value);

/// <summary>
/// What proves the level where the directions of some families of differences are confined to cells: multipliers of the inequalities
/// between a few points. Any numbers are legal; what they prove is found out by the check.
/// </summary>
public sealed record DirectionLeaf
{
    /// <summary>The rows of the points that are used.</summary>
    public required int[] Rows { get; init; }

    /// <summary>mu_i >= 0 of each, not all 0.</summary>
    public required double[] Weights { get; init; }

    /// <summary>lambda and nu.</summary>
    public ComparisonMultiplier[] Comparisons { get; init; } = [];

    /// <summary>kappa.</summary>
    public ConeMultiplier[] Cones { get; init; } = [];

    /// <summary>omega.</summary>
    public LineMultiplier[] Lines { get; init; } = [];

    /// <summary>
    /// h, n numbers of each of the rows; empty: none. With a margin only: (h_i - h_j)/sqrt(1 + |h_i - h_j|^2) stands for the direction of
    /// g_i - g_j in a lower bound of |g_i - g_j|. Any finite numbers are legal; they have no unit.
    /// </summary>
    public double[] Slopes { get; init; } = [];
}
