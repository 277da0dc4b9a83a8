using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Certificates;

public class FarCopiesCertificateTests
{
    [Theory]
    [InlineData(1000, 2.07, 2.5)]
    [InlineData(1_000_000, 2.26, 2.65)]
    public void FourCrossesExceedTwice(int spacing, double ratio, double widthSum)
    {
        var verdict = FarCrossesOfTests.Square(spacing, ratio * (2 - Math.Sqrt(2)), widthSum).CheckAlone();

        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Ratio, ratio - 1e-9, ratio);
    }

    [Theory]
    [InlineData(2000, 2.03)]
    [InlineData(100_000, 2.06)]
    public void ThreeCrossesExceedTwice(double spacing, double ratio)
    {
        var verdict = FarCrossesOfTests.Triangle(spacing, ratio * (2 - Math.Sqrt(2))).CheckAlone();

        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Ratio, ratio - 1e-9, ratio);
    }

    [Fact]
    public void TheLevelOfTheLimitIsNotProved()
    {
        // x + y = 1 + sqrt 3 is attained by a Triplet-Separated cross, so no spacing proves more.
        var limit = (1 + Math.Sqrt(3)) / 2;
        var good = FarCrossesOfTests.Square(100_000_000, limit + 1e-6, (2 * limit) + 1e-3);

        Assert.Contains("copy 0", good.CheckAlone().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMutationIsRejected()
    {
        var good = FarCrossesOfTests.Square(1000, 1.2);
        Assert.True(good.CheckAlone().Accepted);
        FarCopiesCertificate[] mutants =
        [
            good with { Level = 0 },
            good with { Level = -1 },
            good with { Level = ExactRational.From(1.26) },
            good with { Level = ExactRational.From(1e300) },
            good with { Digest = new string('0', 64) },
            good with { Instance = null! },
            good with { Copies = null! },
            good with { Copies = [null!, .. good.Copies.Skip(1)] },
            good with { Pairs = [] },
            good with { Pairs = [.. good.Pairs.Skip(1)] },
            good with { Pairs = [.. good.Pairs, good.Pairs[0]] },
            good with { Pairs = [.. good.Pairs, new(2, 2, 1)] },
            good with { Pairs = [.. good.Pairs, new(0, 4, 1)] },
            good with { Pairs = [good.Pairs[0] with { Weight = -1 }, .. good.Pairs.Skip(1)] },
            good with { Pairs = [good.Pairs[0] with { Weight = 2 }, .. good.Pairs.Skip(1)] },
            good with { Pairs = [good.Pairs[0] with { Weight = ExactRational.From(1e-300) / 3 }, .. good.Pairs.Skip(1)] },
            good with { Pairs = [good.Pairs[0] with { Second = 2 }, .. good.Pairs.Skip(1)] },
            good with { Frame = [0, 1] },
            good with { Frame = [0, 1, 1] },
            good with { Frame = [0, 1, 7] },
            good with { Copies = [.. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 1, 2, 16] }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 1, 2, 4] }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 1] }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 1, 2, 4] }, good.Copies[1] with { Rows = [3, 5, 6, 7] },
                .. good.Copies.Skip(2)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 2] }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { Rows = [0, 1, 1, 2] }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { WidthSum = -1 }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { WidthSum = ExactRational.From(2.74) }, .. good.Copies.Skip(1)] },
            good with { Copies = [good.Copies[0] with { WidthSum = 0 }, good.Copies[1] with { WidthSum = ExactRational.From(5) },
                .. good.Copies.Skip(2)] },
            good with { Copies = [good.Copies[0] with { WidthSum = ExactRational.From(double.MaxValue) * 1000 },
                .. good.Copies.Skip(1)] },
        ];

        Assert.All(mutants, mutant =>
        {
            var verdict = mutant.CheckAlone();
            Assert.False(verdict.Accepted);
            Assert.Equal(0, verdict.Level.Sign);
        });
    }

    [Fact]
    public void CopiesThatAreNearOrCollinearAreRejected()
    {
        Assert.Contains("frame", FarCrossesOfTests.Square(3, 1.2).CheckAlone().Reason, StringComparison.Ordinal);
        Assert.False(FarCrossesOfTests.Square(100, 1.2).CheckAlone().Accepted);
        var line = FarCrossesOfTests.At([(0, 0), (1, 0), (2, 0), (3, 0)], 10_000, 1.2, [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1)]);
        Assert.Contains("not collinear", line.CheckAlone().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePointsOfAnEmbeddingMustBeThoseOfTheInstance()
    {
        var good = FarCrossesOfTests.Square(1000, 1.2);
        var doubles = Enumerable.Range(0, 32).Select(e => good.Instance.Coordinate(e / 2, e % 2).RoundDown()).ToArray();
        CertificateVerdict Check(double[] points, NearestMetric metric, int dimension) =>
            good.Check(Problem.TripletSeparated(Embedding.Create(points, 2, good.Instance.Classes), metric, 0, dimension));

        var accepted = Check(doubles, NearestMetric.IsometricError, 2);
        Assert.True(accepted is { Accepted: true, Lower: > 1.1999 }, accepted.Reason);
        Assert.False(Check(doubles, NearestMetric.HausdorffLike, 2).Accepted);
        Assert.False(Check(doubles, NearestMetric.IsometricError, 3).Accepted);
        doubles[7] = Math.BitIncrement(doubles[7]);
        Assert.False(Check(doubles, NearestMetric.IsometricError, 2).Accepted);
    }

    [Fact]
    public void ACopyMayHaveThreeDirections()
    {
        // The diagonals with a small weight: the widths along them only add to the need, and their pairs to what is allowed.
        var good = FarCrossesOfTests.At(
            [(0, 0), (1, 0), (1, 1), (0, 1)], 100_000, 0.9,
            [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1), (0, 2, 0.1), (1, 3, 0.1)], 2);

        var verdict = good.CheckAlone();

        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.False((good with { Level = ExactRational.From(1.34) }).CheckAlone().Accepted);
    }

    [Fact]
    public void RoundTripsThroughJson()
    {
        var good = FarCrossesOfTests.Square(1000, 1.2);
        using var stream = new MemoryStream();
        CertificateJson.Write(good, stream);
        stream.Position = 0;
        var back = Assert.IsType<FarCopiesCertificate>(CertificateJson.Read(stream));

        Assert.Equal(good.Digest, back.Digest);
        Assert.Equal(good.Pairs, back.Pairs);
        Assert.Equal(good.Frame, back.Frame);
        Assert.Equal(good.Copies.SelectMany(c => c.Rows), back.Copies.SelectMany(c => c.Rows));
        Assert.True(back.CheckAlone().Accepted);
    }

    [Theory]
    [InlineData("\"copies\"", "\"copy\"")]
    [InlineData("\"rows\":[0,", "\"rows\":[0.5,")]
    [InlineData("\"frame\":[0,1,3]", "\"frame\":[0,1,null]")]
    [InlineData("[0,1,\"1\"]", "[0,1,\"NaN\"]")]
    [InlineData("[0,1,\"1\"]", "[0,\"1\"]")]
    [InlineData("\"width_sum\":\"", "\"width_sum\":\"x")]
    [InlineData("{\"rows\":[0,1,2,3],\"width_sum\":", "[0,1,2,3],{\"width_sum\":")]
    public void MalformedJsonIsOneLine(string text, string damage)
    {
        using var good = new MemoryStream();
        CertificateJson.Write(FarCrossesOfTests.Square(1000, 1.2), good);
        var json = System.Text.Encoding.UTF8.GetString(good.ToArray());
        Assert.Contains(text, json, StringComparison.Ordinal);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json.Replace(text, damage, StringComparison.Ordinal)));

        var exception = Assert.Throws<EmbeddingException>(() => CertificateJson.Read(stream));
        Assert.DoesNotContain('\n', exception.Message);
    }
}
