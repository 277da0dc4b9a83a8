using IsoApprox.Certificates.Thickness;

namespace IsoApprox.Solver.Thickness;

/// <summary>The thickness theta(A) (minimum width, Def. 3) as an interval with its direction.</summary>
/// <param name="Lower">Proved lower bound, rounding included.</param>
/// <param name="Upper">Width along <paramref name="Direction"/>, rounded up; exactly 0 when the points are proved to lie in a
/// hyperplane.</param>
/// <param name="Direction">Unit direction that attains the upper value.</param>
/// <param name="Method">How it was found: "zero (rank)", "range", "rotating calipers", "branch and bound", "local search and weighted
/// covariance".</param>
public sealed record ThicknessInterval(double Lower, double Upper, double[] Direction, string Method)
{
    /// <summary>
    /// The checked proof of the lower bound: always for the weighted covariance, for the exact methods when
    /// <see cref="ThicknessSettings.Certify"/> was set. What it proves (<see cref="IThicknessCertificate.Check"/>) may be a few units in
    /// the last place below <see cref="Lower"/>, in the plane by the relative gap of the settings.
    /// </summary>
    public IThicknessCertificate? Certificate { get; init; }
}
