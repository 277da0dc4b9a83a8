using IsoApprox.Certificates;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Refuting;

namespace IsoApprox.Studies.Tests.Refuting;

public class RefuteTests
{
    [Fact]
    public void TheChainOfFifteenPointsRefutesTheorem3()
    {
        var result = Refute.Search(new RefuteSettings { Points = 15, Dimension = 5, Classes = 5, Climbs = 1, Steps = 1 });

        var best = result.Records[0];
        Assert.True(best.Ratio.Lower > 2.05, $"{best.Ratio.Lower}");
        Assert.True(best.Ratio.Lower <= best.Ratio.Upper);
        var certificate = Assert.IsType<RankCertificate>(best.Certificate);
        var verdict = certificate.Check(Problem.TripletSeparated(best.Embedding, NearestMetric.IsometricError, 0, 5));
        Assert.True(verdict.Accepted && verdict.Lower == best.Distance.Lower, verdict.Reason);
    }

    /// <summary>Segments and single points by turns on a line of the plane: (sum 1/h)/(1 + sum h) with h^2 = 3/4 for 8 gaps.</summary>
    [Fact]
    public void InThePlaneTheChainOfSegmentsAndSinglePointsIsCertified()
    {
        var best = Refute.Search(new RefuteSettings { Points = 14, Dimension = 2, Classes = 9, Climbs = 1, Steps = 0 }).Records[0];

        var h = Math.Sqrt(0.75);
        Assert.InRange(best.Ratio.Lower, 1.165, (8 / h / (1 + (8 * h))) + 1e-4);
        Assert.True(Assert.IsType<RankCertificate>(best.Certificate).CheckAlone().Accepted);
    }

    [Fact]
    public void TheCrossHasItsCertifiedRatioInFreeDimension()
    {
        var result = Refute.Search(
            new RefuteSettings { Claim = RefuteClaim.FreeDimension, Points = 7, Dimension = 2, Classes = 3, Climbs = 1, Steps = 0 });

        var best = Assert.Single(result.Records);
        Assert.InRange(best.Ratio.Lower, 0.739, 0.75);
        Assert.True(
            best.Certificate!.Check(Problem.TripletSeparated(best.Embedding, NearestMetric.IsometricError)).Lower >= best.Distance.Lower);
    }

    [Theory]
    [InlineData(3, 1, 2, 0.75 - 1e-6, 0.75)] // {0, 2}, {1}: sharp on a line
    [InlineData(4, 2, 2, 1.5546, 1.70711)] // the cross, and delta_1
    public void ClimbsOfTheHausdorffLikeRatioStayBelowTheProvedConstant(int points, int dimension, int classes, double least, double most)
    {
        var settings = new RefuteSettings
        {
            Claim = RefuteClaim.Hausdorff,
            Points = points,
            Dimension = dimension,
            Classes = classes,
            Climbs = 1,
            Steps = 0,
        };

        var result = Refute.Search(settings);

        Assert.Equal(most, Refute.Constant(RefuteClaim.Hausdorff, result.Records[0].Embedding), 5);
        Assert.InRange(result.Records[0].Ratio.Lower, least, most);
        foreach (var record in result.Records)
        {
            Assert.True(record.Ratio.Lower <= Refute.Constant(RefuteClaim.Hausdorff, record.Embedding));
            var verdict = record.Certificate!.Check(
                Problem.TripletSeparated(record.Embedding, NearestMetric.HausdorffLike, 0, dimension));
            Assert.True(verdict.Accepted && verdict.Lower >= record.Distance.Lower, verdict.Reason);
        }
    }

    [Fact]
    public void TheResultDoesNotDependOnTheNumberOfThreads()
    {
        var settings = new RefuteSettings { Points = 9, Dimension = 5, Classes = 3, Climbs = 3, Steps = 2, Seed = 3 };

        var one = Refute.Search(settings with { Threads = 1 });
        var three = Refute.Search(settings with { Threads = 3 });

        Assert.NotEmpty(one.Records);
        Assert.Equal(one.Records.Select(r => (r.Climb, r.Ratio)), three.Records.Select(r => (r.Climb, r.Ratio)));
    }

    [Fact]
    public void BadSizesAreOneLine()
    {
        var error = Assert.Throws<EmbeddingException>(() => Refute.Search(new RefuteSettings { Points = 5, Dimension = 4, Classes = 2 }));
        Assert.Contains("N <= n + 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<EmbeddingException>(() => Refute.Search(new RefuteSettings { Points = 9, Dimension = 2, Classes = 1 }));
    }

    [Fact]
    public void AStoppedSearchReturns()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Empty(Refute.Search(new RefuteSettings { Points = 15, Dimension = 5, Classes = 5 }, null, source.Token).Records);
    }
}
