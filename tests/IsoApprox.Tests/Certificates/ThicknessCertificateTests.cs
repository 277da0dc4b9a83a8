using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

public class ThicknessCertificateTests
{
    /// <summary>The cross-polytope {+-e_k}: uniform weights have covariance I/n, which proves 2/sqrt n, its exact thickness.</summary>
    private static (Embedding Points, ThicknessCertificate Certificate) CrossPolytope(int n)
    {
        var points = new double[2 * n * n];
        var basis = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            points[(2 * k * n) + k] = 1;
            points[(((2 * k) + 1) * n) + k] = -1;
            basis[(k * n) + k] = Math.Sqrt(n);
        }

        return (Embedding.Create(points, n, new int[2 * n]), new ThicknessCertificate([.. Enumerable.Repeat(0.5 / n, 2 * n)], basis));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(64)]
    public void CrossPolytope_ProvesTheExactValueRoundedDown(int n)
    {
        var (f, certificate) = CrossPolytope(n);
        var bound = certificate.Check(f);

        // Each of the n entries of a row of T^T C T is charged a few N roundings, N = 2 n.
        Assert.InRange(bound, 2 / Math.Sqrt(n) * (1 - (4e-16 * (n + 16) * n)), 2 / Math.Sqrt(n));
    }

    [Fact]
    public void WeightsNeedNotBeNormalised()
    {
        var (f, certificate) = CrossPolytope(4);
        Assert.InRange((certificate with { Weights = Array.ConvertAll(certificate.Weights, w => 7 * w) }).Check(f), 1 - 1e-12, 1);
    }

    [Fact]
    public void AnotherSetOfPoints_IsNotProvedBeyondItsThickness()
    {
        var (f, certificate) = CrossPolytope(4);
        var half = f.WithPoints([.. f.Coordinates.ToArray().Select((x, i) => i % 4 == 2 ? x / 2 : x)], 4);
        Assert.InRange(certificate.Check(half), 0, 0.5 / Math.Sqrt(0.25 + (3 / 16.0)));
        var flat = f.WithPoints([.. f.Coordinates.ToArray().Select((x, i) => i % 4 == 2 ? 0 : x)], 4);
        Assert.Equal(0, certificate.Check(flat));
    }

    [Fact]
    public void TamperedCertificates_ProveNothingFalse()
    {
        var (f, certificate) = CrossPolytope(3);
        var theta = 2 / Math.Sqrt(3);
        var random = new Random(5);
        for (var trial = 0; trial < 2000; trial++)
        {
            var weights = Array.ConvertAll(certificate.Weights, w => w * Math.Exp(random.NextDouble() - 0.5));
            var scale = Math.Pow(10, -random.Next(0, 4));
            var basis = Array.ConvertAll(certificate.Basis, t => t + (scale * (random.NextDouble() - 0.5)));
            Assert.True(new ThicknessCertificate(weights, basis).Check(f) <= theta);
            Assert.True(new ThicknessCertificate(certificate.Weights, Array.ConvertAll(basis, t => t * (1 - scale))).Check(f) <= theta);
        }
    }

    [Fact]
    public void MalformedCertificates_ProveNothing()
    {
        var (f, certificate) = CrossPolytope(3);
        Assert.Equal(0, (certificate with { Weights = [1, 2] }).Check(f));
        Assert.Equal(0, (certificate with { Weights = new double[6] }).Check(f));
        Assert.Equal(0, (certificate with { Weights = [-1, 1, 1, 1, 1, 1] }).Check(f));
        Assert.Equal(0, (certificate with { Weights = [double.NaN, 1, 1, 1, 1, 1] }).Check(f));
        Assert.Equal(0, (certificate with { Weights = [double.PositiveInfinity, 1, 1, 1, 1, 1] }).Check(f));
        Assert.Equal(0, (certificate with { Basis = [1] }).Check(f));
        Assert.Equal(0, (certificate with { Basis = new double[9] }).Check(f));
        Assert.Equal(0, (certificate with { Basis = [.. Enumerable.Repeat(1e308, 9)] }).Check(f));
        Assert.Equal(0, (certificate with { Basis = [.. Enumerable.Repeat(double.NaN, 9)] }).Check(f));
    }

    [Fact]
    public void ZeroWeights_DropPoints()
    {
        // A far point without weight changes nothing: the certificate proves the thickness of the rest, which is smaller.
        var (f, certificate) = CrossPolytope(3);
        var more = Embedding.Create([.. f.Coordinates, 1e9, -1e9, 3], 3, new int[7]);
        Assert.Equal(certificate.Check(f), (certificate with { Weights = [.. certificate.Weights, 0] }).Check(more));
    }

    [Fact]
    public void RandomCertificates_AreBelowEverySampledWidth()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 500; trial++)
        {
            // Any invertible T near a whitening one proves something; here T = I / sigma for nearly white points.
            var (n, count) = (1 + random.Next(3), 60);
            var points = Enumerable.Range(0, n * count).Select(_ => (random.NextDouble() - 0.5) * Math.Sqrt(12)).ToArray();
            var f = Embedding.Create(points, n, new int[count]);
            var basis = new double[n * n];
            for (var k = 0; k < n; k++)
            {
                basis[(k * n) + k] = 1;
            }

            var bound = new ThicknessCertificate([.. Enumerable.Repeat(1.0, count)], basis).Check(f);
            for (var sample = 0; sample < 20; sample++)
            {
                var e = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
                var length = Math.Sqrt(e.Sum(x => x * x));
                var values = Enumerable.Range(0, count).Select(i => f[i].ToArray().Zip(e, (a, b) => a * b).Sum() / length).ToArray();
                Assert.True(bound <= values.Max() - values.Min());
            }
        }
    }
}
