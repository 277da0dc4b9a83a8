using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Soundness;

/// <summary>Inputs on which version 0.1.0 was wrong.</summary>
public class DefectTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Defects");

    [Theory]
    [InlineData("range_false_loss.csv", 9.0)]
    [InlineData("range_false_violated.csv", 0.0)]
    public void The_loss_beside_a_point_at_1e300_is_right(string file, double loss)
    {
        var f = Read(file);
        Assert.Equal(loss, TripletLoss.HardMined(f).Value);
        Assert.Equal(loss == 0, TripletSeparation.IsSatisfied(f));
    }

    [Fact]
    public void Points_1e_22_apart_beside_one_at_1e140_are_not_separated()
    {
        var f = Read("range_false_separated.csv");
        Assert.False(TripletSeparation.IsSatisfied(f));
        Assert.Equal(new Triplet(0, 1, 2), TripletLoss.HardMined(f).Triplet);
        Assert.Equal(4.22401184e-22, TripletLoss.HardMined(f).Value, 1e-30);
        Assert.True(
            TripletCertificate.Best(Problem.TripletSeparated(f, NearestMetric.HausdorffLike))!.Check(
                Problem.TripletSeparated(f, NearestMetric.HausdorffLike)).Lower > 1.1578e-22);
        Assert.True(
            TripletCertificate.Best(Problem.TripletSeparated(f, NearestMetric.IsometricError))!.Check(
                Problem.TripletSeparated(f, NearestMetric.IsometricError)).Lower > 2.112e-22);
    }

    [Fact]
    public void A_certificate_whose_numbers_overflow_is_rejected()
    {
        var f = Read("overflow_points.csv");
        using var stream = File.OpenRead(Path.Combine(Folder, "overflow_certificate.json"));
        var verdict = ((ThicknessBound)CertificateJson.Read(stream)).CheckPoints(f);
        Assert.False(verdict.Accepted);
    }

    [Fact]
    public void The_radius_of_a_cloud_of_subnormal_numbers_is_known_to_the_last_place()
    {
        var f = Embedding.Create([0, 0, 8 * double.Epsilon, 6 * double.Epsilon, 4 * double.Epsilon, 3 * double.Epsilon], 2, [0, 0, 1]);
        var ball = EnclosingBall.Compute(f);
        Assert.InRange(5 * double.Epsilon, ball.Lower, ball.Upper);
        Assert.True(ball.Upper <= 7 * double.Epsilon && ball.Lower >= 4 * double.Epsilon);
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-530)]
    [InlineData(500)]
    [InlineData(1000)]
    public void Mean_losses_and_radii_scale_exactly(int exponent)
    {
        var f = Embedding.Create([0, 0, 3, 1, 1, 2, -1, 1.5, 0.7, 0.3], 2, [0, 0, 1, 1, 0]);
        var scaled = f.WithPoints([.. f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent))], 2);
        var (expected, actual) = (TripletLoss.Counts(f, 0.25), TripletLoss.Counts(scaled, Math.ScaleB(0.25, exponent)));
        Assert.Equal(expected.MeanLoss, Math.ScaleB(actual.MeanLoss, -exponent), 1e-15);
        Assert.Equal(expected.MeanActiveLoss, Math.ScaleB(actual.MeanActiveLoss, -exponent), 1e-15);
        Assert.Equal((expected.Violated, expected.SemiHard), (actual.Violated, actual.SemiHard));
        Assert.Equal(EnclosingBall.Compute(f).Upper, Math.ScaleB(EnclosingBall.Compute(scaled).Upper, -exponent), 1e-14);
    }

    private static Embedding Read(string file) => EmbeddingReader.Read(Path.Combine(Folder, file));
}
