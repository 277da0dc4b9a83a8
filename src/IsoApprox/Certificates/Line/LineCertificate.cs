using System.Globalization;
using IsoApprox.Arithmetic;
using IsoApprox.Lines;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Line;

/// <summary>
/// A proof that no Triplet-Separated g on the line moves every point by less than a level L: d_haus >= L in dimension 1. The certificate is
/// the level alone; the
/// check repeats the decision of <see cref="LineDecision"/> at L - epsilon in exact arithmetic. For points on a line in R^n the level is
/// one of the coordinate
/// with the largest extent, and the bound is L times the ratio of distances to differences of that coordinate.
/// <para>It holds for every set of Triplet-Separated embeddings with margin <see cref="Problem.Margin"/>: F_TS, ladders, the sphere,
/// thresholds with b > a. For
/// n > 1 the g lie on the line of the points, which is defined for sets of comparisons alone; others are refused.</para>
/// </summary>
public sealed record LineCertificate : Certificate
{
    /// <summary>L > 0, in units of the coordinate with the largest extent.</summary>
    public required double Level { get; init; }

    /// <inheritdoc/>
    /// <remarks>Rejected unless the metric is d_haus, the dimension of g is 1 and the points are exactly collinear. Cost O(N n + c log
    /// c).</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherInstance(problem) is { } other)
        {
            return other;
        }

        if (problem.Metric != NearestMetric.HausdorffLike || problem.Dimension != 1
            || (problem.Points.Dimension > 1 && !problem.Set.HasOnlyComparisons) || LineAxis.Of(problem.Points) is not { } line)
        {
            return CertificateVerdict.Reject("a line certificate bounds d_haus of collinear points in dimension 1 only");
        }

        if (!(Level > 0) || !double.IsFinite(Level))
        {
            return CertificateVerdict.Reject("the level is not a positive number");
        }

        // Every comparison is exact, so there is nothing to scale.
        var margin = line.Scale.IsPoint ? problem.Margin : Math.Max(0, (problem.Margin / line.Scale).Lower);
        if (new LineDecision(new ClassRanges(problem.Points, line.Axis), Level, margin, below: true).IsFeasible)
        {
            return CertificateVerdict.Reject(
                string.Create(CultureInfo.InvariantCulture, $"a Triplet-Separated embedding below the level {Level:R} exists"));
        }

        var lower = line.Scale.IsPoint ? Level : Math.Max(Level, (Level * (Interval)line.Scale.Lower).Lower);
        return new CertificateVerdict(
            true, lower, string.Create(CultureInfo.InvariantCulture, $"exact on a line: d_haus >= {lower:R} in dimension 1"));
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is LineCertificate other ? other with { Level = ExactScaling.Down(Level, exponent) } : this;
}
