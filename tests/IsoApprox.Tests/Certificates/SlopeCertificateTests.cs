using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// Gram certificates of d_haus with a margin: those of margin-certificates.json were found by the solver in a free dimension.
/// </summary>
public class SlopeCertificateTests
{
    private static readonly Lazy<(Problem Problem, GramCertificate Certificate, double Bound)[]> Entries = new(Load);

    [Fact]
    public void They_prove_what_they_claim_and_exactly_no_less()
    {
        Assert.True(Entries.Value.Count(e => e.Certificate.Slopes.Length > 0) >= 5);
        foreach (var (problem, certificate, bound) in Entries.Value)
        {
            var verdict = certificate.Check(problem);
            Assert.True(verdict.Accepted, verdict.Reason);
            Assert.InRange(verdict.Lower, bound * (1 - 1e-12), bound * (1 + 1e-12));
            if (certificate.Slopes.Length > 0)
            {
                var exact = certificate.CheckExact(problem);
                Assert.True(exact.Accepted, exact.Reason);
                Assert.InRange(exact.Lower, verdict.Lower, verdict.Lower * (1 + 1e-9));
            }
        }
    }

    /// <summary>Slopes have no unit: the same ones serve at any scale.</summary>
    [Theory]
    [InlineData(700)]
    [InlineData(-700)]
    public void They_hold_at_extreme_scales(int exponent)
    {
        foreach (var (problem, certificate, _) in Entries.Value.Where(e => e.Certificate.Slopes.Length > 0))
        {
            var f = problem.Points;
            var scaled = Problem.TripletSeparated(
                f.WithPoints(Array.ConvertAll(f.Coordinates.ToArray(), x => Math.ScaleB(x, exponent)), f.Dimension),
                NearestMetric.HausdorffLike, Math.ScaleB(problem.Margin, exponent));
            var (verdict, exact) = (certificate.Check(problem), (certificate with { Digest = scaled.Digest }).CheckExact(scaled));
            var again = (certificate with { Digest = scaled.Digest }).Check(scaled);
            Assert.InRange(Math.ScaleB(again.Lower, -exponent), verdict.Lower * (1 - 1e-12), verdict.Lower * (1 + 1e-12));
            Assert.InRange(exact.Lower, again.Lower, again.Lower * (1 + 1e-9));
        }
    }

    [Fact]
    public void Slopes_prove_more_than_the_same_multipliers_without_them()
    {
        foreach (var (problem, certificate, bound) in Entries.Value.Where(e => e.Certificate.Slopes.Length > 0))
        {
            Assert.True((certificate with { Slopes = [] }).Check(problem).Lower < bound);
        }
    }

    /// <summary>Any slopes are legal, of any number of coordinates; those of a solution cannot be improved by much.</summary>
    [Fact]
    public void Other_slopes_prove_no_more()
    {
        var random = new Random(5);
        foreach (var (problem, certificate, bound) in Entries.Value.Where(e => e.Certificate.Slopes.Length > 0))
        {
            var h = certificate.Slopes;
            double[][] others =
            [
                Array.ConvertAll(h, x => -x), Array.ConvertAll(h, x => 1e-3 * x), Array.ConvertAll(h, x => 1e200 * x), new double[h.Length],
                Array.ConvertAll(h, x => x * (1 + (0.2 * (random.NextDouble() - 0.5)))), [.. h, .. h],
            ];
            Assert.All(others, slopes =>
            {
                var verdict = (certificate with { Slopes = slopes }).Check(problem);
                Assert.True(verdict.Accepted, verdict.Reason);
                Assert.InRange(verdict.Lower, 0, bound * 1.02);
            });
        }
    }

    [Fact]
    public void Files_keep_slopes_and_are_no_certificates_without_them()
    {
        foreach (var (problem, certificate, bound) in Entries.Value)
        {
            using var stream = new MemoryStream();
            CertificateJson.Write(certificate, stream);
            var again = Assert.IsType<GramCertificate>(CertificateJson.Read(new MemoryStream(stream.ToArray())));
            Assert.Equal(certificate.Slopes, again.Slopes);
            Assert.Equal(certificate.Check(problem).Lower, again.Check(problem).Lower);
            if (certificate.Slopes.Length > 0)
            {
                var text = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Replace("\"slopes\"", "\"x\"", StringComparison.Ordinal);
                var error = Assert.Throws<EmbeddingException>(
                    () => CertificateJson.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))));
                Assert.Contains("slopes", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static (Problem Problem, GramCertificate Certificate, double Bound)[] Load()
    {
        var problems = ReferenceInstances.Parse("margin-instances.json").EnumerateArray().ToDictionary(
            q => q.GetProperty("name").GetString()!,
            q => Problem.TripletSeparated(
                ReferenceInstances.Points(q), NearestMetric.HausdorffLike, q.GetProperty("margin").GetDouble()));
        return [.. ReferenceInstances.Parse("margin-certificates.json").EnumerateArray().Select(
            q => (problems[q.GetProperty("name").GetString()!], ReferenceInstances.Certificate(q), q.GetProperty("bound").GetDouble()))];
    }
}
