using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>Sizes at which the blocked, parallel decomposition is used.</summary>
public class LargeGramCertificateTests
{
    private const int Copies = 60;
    private const double Spacing = 64;

    [Fact]
    public void CopiesFarApartHaveTheBoundOfOne()
    {
        // Copies with classes of their own, so far apart that no triplet reaches across: d_haus of the whole is that of one copy, and
        // multipliers of all copies together prove it.
        var entry =
            ReferenceInstances.Entries.First(e => e.Instance.Name == "n2_N5_nogap" && e.Problem.Metric == NearestMetric.HausdorffLike);
        var problem = Repeat(entry.Instance.Points, NearestMetric.HausdorffLike);
        var certificate = GramCertificate.ForHausdorff(
            problem, [.. Enumerable.Repeat(entry.Certificate.Mu, Copies).SelectMany(m => m)],
            Repeat(entry.Certificate.Lambda.Pairs, 5), Repeat(entry.Certificate.Nu.Pairs, 5));
        var (single, whole) = (entry.Certificate.Check(entry.Problem), certificate.Check(problem));
        Assert.True(whole.Accepted, whole.Reason);

        // The shifted coordinates are rounded to 2^-42; the bound moves by no more than the points.
        Assert.Equal(single.Lower, whole.Lower, 1e-9);
    }

    [Fact]
    public void IsometricCopiesStayBelowTheValueOfOne()
    {
        var entry =
            ReferenceInstances.Entries.First(e => e.Instance.Name == "n12_N12_3cl" && e.Problem.Metric == NearestMetric.IsometricError);
        var problem = Repeat(entry.Instance.Points, NearestMetric.IsometricError);
        var c = entry.Certificate;
        var certificate = GramCertificate.ForIsometric(
            problem, Repeat(c.Alpha, 12), Repeat(c.Beta, 12), Repeat(c.Lambda.Pairs, 12), Repeat(c.Nu.Pairs, 12));
        var verdict = certificate.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower, 0.99 * entry.Instance.Iso.Upper, entry.Instance.Iso.Upper + 1e-9);
        Assert.False((certificate with { Beta = PairMultipliers.Empty }).Check(problem).Accepted);
    }

    private static Problem Repeat(Embedding f, NearestMetric metric)
    {
        var points = new List<double>();
        var labels = new List<int>();
        for (var copy = 0; copy < Copies; copy++)
        {
            for (var i = 0; i < f.Count; i++)
            {
                points.Add(f[i][0] + (Spacing * copy));
                points.AddRange(f[i][1..]);
                labels.Add((copy * f.ClassCount) + f.Classes[i]);
            }
        }

        return Problem.TripletSeparated(Embedding.Create(points.ToArray(), f.Dimension, labels.ToArray()), metric);
    }

    private static PairMultipliers Repeat(PairMultipliers pairs, int size)
    {
        int Shift(int e) => e / pairs.Count * size;
        return PairMultipliers.From(Enumerable.Range(0, Copies * pairs.Count)
            .Select(
                e => (pairs.First[e % pairs.Count] + Shift(e), pairs.Second[e % pairs.Count] + Shift(e), pairs.Values[e % pairs.Count])));
    }
}
