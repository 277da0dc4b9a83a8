namespace IsoApprox.Tests.Certificates;

public class GramCertificateTests
{
    /// <summary>
    /// Reference optimum against the proven bound, where the relaxation has no gap: the reference optimiser's own gap is up to 3e-9, the
    /// listed values' up to 1e-5.
    /// </summary>
    private const double ReferenceGap = 1e-6;

    public static TheoryData<int> All => [.. Enumerable.Range(0, ReferenceInstances.Entries.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void AcceptsTheReferenceCertificatesAndProvesTheirBound(int index)
    {
        var entry = ReferenceInstances.Entries[index];
        var verdict = entry.Certificate.Check(entry.Problem);
        Assert.True(verdict.Accepted, $"{entry.Instance.Name}: {verdict.Reason}");
        var (lower, upper) = entry.Instance.Value(entry.Problem.Metric);
        Assert.True(verdict.Lower <= upper * (1 + 1e-12), $"{entry.Instance.Name}: {verdict.Lower:R} above the listed {upper:R}");
        Assert.True(verdict.Lower >= entry.Bound * (1 - 1e-9),
            $"{entry.Instance.Name}: {verdict.Lower:R}, the optimiser had {entry.Bound:R}, "
                + $"relative {1 - (verdict.Lower / entry.Bound):E2}");
        if (entry.Bound >= lower * (1 - (ReferenceGap / 2)))
        {
            Assert.True(verdict.Lower >= lower * (1 - ReferenceGap), $"{entry.Instance.Name}: {verdict.Lower:R} < {lower:R}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ExactArithmeticAgrees(int index)
    {
        var entry = ReferenceInstances.Entries[index];
        var (verdict, exact) = (entry.Certificate.Check(entry.Problem), entry.Certificate.CheckExact(entry.Problem));
        Assert.True(exact.Accepted, $"{entry.Instance.Name}: {exact.Reason}");
        Assert.True(verdict.Lower <= exact.Lower, $"{entry.Instance.Name}: {verdict.Lower:R} > exact {exact.Lower:R}");
        Assert.True(verdict.Lower >= exact.Lower * (1 - 1e-10),
            $"{entry.Instance.Name}: {verdict.Lower:R} against exact {exact.Lower:R}, relative {1 - (verdict.Lower / exact.Lower):E2}");
    }
}
