using System.Numerics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

public class RankCertificateTests
{
    [Theory]
    [InlineData("cert_chain35_n5.json", 2.05)]
    [InlineData("cert_int20_n7.json", 2.2)]
    [InlineData("cert_N22_n4.json", 2.01)]
    public void ReferenceCertificateIsAcceptedWithItsRatio(string file, double ratio)
    {
        var verdict = Read(file).CheckAlone();

        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.True(verdict.Ratio >= ratio - 1e-4, $"{verdict.Ratio}");
    }

    [Theory]
    [InlineData("cert_chain35_n5.json")]
    [InlineData("cert_int20_n7.json")]
    [InlineData("cert_N22_n4.json")]
    public void EveryMutationIsRejected(string file)
    {
        var good = Read(file);
        var more = new ExactRational(1001, 1000);
        RankCertificate[] mutants =
        [
            good with { Tau = [good.Tau[0] with { Value = good.Tau[0].Value * more }, .. good.Tau.Skip(1)] },
            good with { B = [good.B[0] with { Value = good.B[0].Value * more }, .. good.B.Skip(1)] },
            good with { A = [good.A[0] with { Value = good.A[0].Value * more }, .. good.A.Skip(1)] },
            good with { Level = good.Level * new ExactRational(11, 10) },
            good with { SmallestEigenvalue = good.SmallestEigenvalue * 2 },
            good with { NegativePart = good.NegativePart / 2 },
            good with { A = [] },
            good with { Tau = [.. good.Tau.Select(w => w with { Value = -w.Value })] },
            good with { Tau = [good.Tau[0] with { Negative = good.Tau[0].Positive }, .. good.Tau.Skip(1)] },
            good with { Level = 0 },
            good with { NegativePart = -1 },
            good with { Digest = new string('0', 64) },
        ];

        Assert.All(mutants, mutant => Assert.False(mutant.CheckAlone().Accepted));
    }

    [Fact]
    public void AChangedInstanceIsRejected()
    {
        var good = Read("cert_int20_n7.json");
        var points = new ExactRational[good.Count, good.Dimension];
        for (var i = 0; i < good.Count; i++)
        {
            for (var k = 0; k < good.Dimension; k++)
            {
                points[i, k] = good.Instance.Coordinate(i, k);
            }
        }

        points[3, 2] += new ExactRational(1, 1_000_000);
        var changed = RationalInstance.FromPoints(good.Instance.Classes.ToArray(), points);

        Assert.False((good with { Instance = changed }).CheckAlone().Accepted);
        Assert.False((good with { Instance = changed, Digest = changed.Digest }).CheckAlone().Accepted);
    }

    [Fact]
    public void AHigherDimensionIsRejected()
    {
        var good = Read("cert_chain35_n5.json");
        var squared = new ExactRational[good.Count, good.Count];
        for (var i = 0; i < good.Count; i++)
        {
            for (var j = 0; j < good.Count; j++)
            {
                squared[i, j] = good.Instance.Squared(i, j);
            }
        }

        var lifted = RationalInstance.FromSquaredDistances(6, good.Instance.Classes.ToArray(), squared);

        Assert.Contains("span 5", (good with { Instance = lifted, Digest = lifted.Digest }).CheckAlone().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void RoundTripsThroughJson()
    {
        foreach (var file in new[] { "cert_chain35_n5.json", "cert_int20_n7.json" })
        {
            var good = Read(file);
            using var stream = new MemoryStream();
            CertificateJson.Write(good, stream);
            stream.Position = 0;
            var back = Assert.IsType<RankCertificate>(CertificateJson.Read(stream));

            Assert.Equal(good.Digest, back.Digest);
            Assert.Equal(good.Tau, back.Tau);
            Assert.True(back.CheckAlone().Accepted);
        }
    }

    [Fact]
    public void AppliesToTheExactPointsOnly()
    {
        var chain = new ChainCertificate
        {
            Digest = ChainCertificate.DigestOf(4, 5, new ExactRational(1, 1024)),
            ClassSize = 4,
            Length = 5,
            Shortening = new ExactRational(1, 1024),
            Level = new ExactRational(1, 2000)
        };
        var good = Read("cert_int20_n7.json");
        var doubles = new double[good.Count * good.Dimension];
        for (var i = 0; i < doubles.Length; i++)
        {
            doubles[i] = good.Instance.Coordinate(i / good.Dimension, i % good.Dimension).RoundDown();
        }

        // 1.41 is no double: the certificate is about other points.
        var f = Embedding.Create(doubles, good.Dimension, good.Instance.Classes);

        Assert.False(good.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 7)).Accepted);
        Assert.False(chain.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, 7)).Accepted);
    }

    [Theory]
    [InlineData("{\"tau\": 1}")]
    [InlineData("{\"schema\":\"isoapprox/rank-certificate/1\"}")]
    [InlineData("{\"schema\":\"isoapprox/chain-certificate/1\",\"m\":3,\"M\":5,\"eps\":\"1/0\",\"t\":\"1\"}")]
    [InlineData("{\"tau\":[],\"a\":[],\"b\":[],\"n\":1,\"classes\":[0],\"points\":[[\"x\"]],\"t\":1,\"lam_n\":1,\"lam_minus\":0}")]
    [InlineData(
        "{\"tau\":[[0,0,\"1\"]],\"a\":[],\"b\":[],\"n\":1,\"classes\":[0],\"points\":[[\"1\"]],\"t\":1,\"lam_n\":1,\"lam_minus\":0}")]
    public void MalformedJsonIsOneLine(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));

        var error = Assert.Throws<EmbeddingException>(() => CertificateJson.Read(stream, "c.json"));

        Assert.StartsWith("c.json: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 5, "1/5000", 2.0)]
    [InlineData(3, 5, "1/100000", 2.05)]
    [InlineData(4, 5, "1/1000", 2.05)]
    [InlineData(4, 5, "1/100000", 2.5)]
    [InlineData(15, 901, "1/100000000000", 14.9)]
    public void ChainCertificateProvesTheListedRatios(int m, int length, string eps, double ratio)
    {
        Assert.True(ExactRational.TryParse(eps, out var shortening));
        var chain = new ChainCertificate
        {
            Digest = ChainCertificate.DigestOf(m, length, shortening),
            ClassSize = m,
            Length = length,
            Shortening = shortening,
            Level = shortening * ExactRational.From(ratio) / m
        };

        var verdict = chain.CheckAlone();

        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.True(verdict.Ratio >= ratio - 1e-3, $"{verdict.Ratio}");
        Assert.False((chain with { Level = shortening * (m * (length - 1)) / m }).CheckAlone().Accepted);
        Assert.False(
            (chain with { Length = length + 1, Digest = ChainCertificate.DigestOf(m, length + 1, shortening) }).CheckAlone().Accepted);
        Assert.False((chain with { Shortening = shortening * 2 }).CheckAlone().Accepted);
    }

    [Fact]
    public void RationalRoundingAndRootsEncloseTheNumber()
    {
        var random = new Random(5);
        for (var k = 0; k < 300; k++)
        {
            var value = new ExactRational(
                new BigInteger(random.NextInt64()) * random.Next(), new BigInteger(1 + random.NextInt64()) << random.Next(90));
            var (low, high) = value.SqrtBounds();

            Assert.True(ExactRational.From(value.RoundDown()) <= value && ExactRational.From(Math.BitIncrement(value.RoundDown())) > value);
            Assert.True(ExactRational.From(value.RoundUp()) >= value);
            Assert.True(low * low <= value && value <= high * high && (high - low) * 1_000_000_000 <= high);
            Assert.True(ExactRational.TryParse(value.ToString(), out var back) && back == value);
        }

        Assert.True(ExactRational.TryParse("-1.25e-2", out var tiny) && tiny == new ExactRational(-1, 80));
        Assert.False(ExactRational.TryParse("1/-2", out _));
        Assert.False(ExactRational.TryParse("1e999999", out _));
        Assert.False(ExactRational.TryParse("", out _));
    }

    private static RankCertificate Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "RankCertificates", file));
        return Assert.IsType<RankCertificate>(CertificateJson.Read(stream, file));
    }
}
