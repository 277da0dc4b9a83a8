using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// What is known of the best constant K(n) = sup of distance over L, over all labelled points in R^n with L > 0: a proved upper end and
/// what an instance, or a limit of instances, shows from below. Proofs: docs/theory.md, P4, P11 and P12.
/// </summary>
/// <param name="Metric">d_haus or d_iso.</param>
/// <param name="Dimension">n.</param>
/// <param name="Lower">At most K(n).</param>
/// <param name="Upper">At least K(n).</param>
/// <param name="Instance">Where the lower end comes from.</param>
public sealed record KnownConstant(NearestMetric Metric, int Dimension, double Lower, double Upper, string Instance)
{
    /// <summary>Chains are instances up to classes of 15, so up to this dimension.</summary>
    private const int LastChain = 29;

    /// <summary>d_iso/L from below where far copies of small sets are the best known, n = 2 to 6 (P12), rounded down.</summary>
    private static readonly (double Ratio, string Instance)[] FarCopies =
    [
        (2.6927, "far copies of the cross"), (2.4691, "far copies of a triangle and a crossing pair"),
        (3.0937, "far copies of two orthogonal triangles"), (3.1282, "far copies of a triangle and a tetrahedron"),
        (3.6067, "far copies of two orthogonal tetrahedra"),
    ];

    private static IEnumerable<int> Dimensions =>
        Enumerable.Range(1, LastChain).Where(n => n <= FarCopies.Length + 1 || n % 2 == 1);

    /// <summary>One row for each of n = 1 to 6, 7, 9, ..., 29 and each distance; above n = 6 the lower ends are those of chains.</summary>
    public static IReadOnlyList<KnownConstant> All { get; } =
    [
        .. Dimensions.Select(Hausdorff), .. Dimensions.Select(Isometric),
    ];

    /// <summary>The upper end of d_haus/L that version 0.1 proved for classes of n + 1 points: min(15 9^n, 7.5 (n + 1) - 5).</summary>
    /// <param name="n">n.</param>
    public static double EarlierUpper(int n) => Math.Min(15 * Math.Pow(9, n), (7.5 * (n + 1)) - 5);

    /// <summary>The proved upper end of d_haus/L: 3/4 on a line, otherwise delta_n.</summary>
    /// <param name="n">n.</param>
    public static double HausdorffUpper(int n) => BallRepair.LeastConstant(n == 1, n).Upper;

    // d_iso <= 2 d_haus, so half of a lower end of d_iso/L is one of d_haus/L.
    private static KnownConstant Hausdorff(int n)
    {
        var (lower, instance) = n switch
        {
            1 => (0.75, "{0, 2}, {1}"),
            2 => (1.5546, "the cross (branch and bound)"),
            _ => (Math.Floor(1e4 * Isometric(n).Lower / 2) / 1e4, Isometric(n).Instance),
        };
        return new(NearestMetric.HausdorffLike, n, lower, HausdorffUpper(n), instance);
    }

    private static KnownConstant Isometric(int n)
    {
        var (lower, instance) = n == 1 ? (1.5, "{0, 2}, {1}, twice")
            : n - 2 < FarCopies.Length ? FarCopies[n - 2]
            : ((n + 1) / 2.0, $"chains of classes of {(n + 1) / 2} (limit)");
        return new(NearestMetric.IsometricError, n, lower, 2 * HausdorffUpper(n), instance);
    }
}
