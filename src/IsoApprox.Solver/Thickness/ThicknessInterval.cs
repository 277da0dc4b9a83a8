using IsoApprox.Certificates;

namespace IsoApprox.Solver.Thickness;

/// <summary>The thickness theta(A) (minimum width, Def. 3) as an interval with its direction.</summary>
/// <param name="Lower">Proved lower bound, rounding included.</param>
/// <param name="Upper">Width along <paramref name="Direction"/>, rounded up; exactly 0 when the points are proved to lie in a hyperplane.</param>
/// <param name="Direction">Unit direction that attains the upper value.</param>
/// <param name="Method">How it was found: "zero (rank)", "range", "rotating calipers", "branch and bound", "local search and weighted covariance".</param>
public sealed record ThicknessInterval(double Lower, double Upper, double[] Direction, string Method)
{
    /// <summary>The checked proof of <see cref="Lower"/> when it comes from the weighted covariance; null for the exact methods.</summary>
    public ThicknessCertificate? Certificate { get; init; }
}
