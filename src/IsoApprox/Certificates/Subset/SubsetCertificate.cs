using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Subset;

/// <summary>
/// A proof for some rows of f that holds for the whole: leaving points out of a member of the set leaves a member, and both distances are
/// maxima over points or
/// pairs, so that the optimum of the rows is at most that of f, in the same dimension (docs/certificates.md).
/// <para>It holds for F_TS, the sphere, thresholds and ladders, with their margins (of a ladder the rows keep the comparisons of classes
/// alone: a larger set).
/// A set with a least diameter is not closed under leaving points out, and is refused.</para>
/// </summary>
public sealed record SubsetCertificate : Certificate
{
    /// <summary>The rows, strictly increasing.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Proof for <see cref="Of"/>; not itself of this type.</summary>
    public required Certificate Inner { get; init; }

    /// <summary>
    /// The problem of some rows: same metric, margin, thresholds and dimension; classes as they are among the rows. Null when the rows are
    /// not strictly increasing rows of f or the set is not closed under leaving points out.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rows">Rows, strictly increasing.</param>
    public static Problem? Of(Problem problem, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var (f, set) = (problem.Points, problem.Set);
        if (rows is null || rows.Length == 0 || set.LeastDiameter > 0)
        {
            return null;
        }

        var (points, labels) = (new double[rows.Length * f.Dimension], new int[rows.Length]);
        for (var p = 0; p < rows.Length; p++)
        {
            if ((uint)rows[p] >= (uint)f.Count || (p > 0 && rows[p] <= rows[p - 1]))
            {
                return null;
            }

            f[rows[p]].CopyTo(points.AsSpan(p * f.Dimension));
            labels[p] = f.Classes[rows[p]];
        }

        var ofClasses = set.Name == "ladder" ? IdealSet.TripletSeparated(set.Margin).AtLeastApart(set.Beyond) : set;
        return new Problem(Embedding.Create(points, f.Dimension, labels), problem.Metric, ofClasses, problem.Dimension);
    }

    /// <inheritdoc/>
    /// <remarks>Cost of the check of <see cref="Inner"/>.</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherDigest(problem) is { } other)
        {
            return other;
        }

        if (Inner is null or SubsetCertificate || Of(problem, Rows) is not { } part)
        {
            return CertificateVerdict.Reject(
                "the rows are not increasing rows of the points, the proof for them is missing, or the set has a least diameter");
        }

        var verdict = Inner.Check(part);
        return verdict with { Reason = $"rows {string.Join(' ', Rows.Take(12))}{(Rows.Length > 12 ? " .." : "")} alone: {verdict.Reason}" };
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is SubsetCertificate other && Of(problem, Rows) is { } part
            ? other with { Inner = Inner.Rescaled(part, exponent) }
            : this;
}
