using System.Numerics;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Soundness;

/// <summary>
/// No checker throws, whatever the numbers: the largest double, subnormal ones, NaN. And what is accepted stays below the value of
/// everything at one point. The long run: ISOAPPROX_SOUNDNESS_INSTANCES=100000.
/// </summary>
public class CheckerFuzz
{
    private static readonly int Instances = Campaign.Instances(2000);

    [Fact]
    public void No_checker_throws_and_none_proves_what_is_false()
    {
        var accepted = 0;
        Run(seed =>
        {
            var random = new Random(seed);
            var f = ExtremeCertificates.Points(random);
            var problem = Problem.TripletSeparated(
                f, (NearestMetric)random.Next(2), random.Next(4) == 0 ? 1e300 * random.NextDouble() : 0, f.Dimension);
            foreach (var certificate in ExtremeCertificates.For(problem, random))
            {
                var verdict = certificate.Check(problem);
                Interlocked.Add(ref accepted, verdict.Accepted ? 1 : 0);
                AssertSound(problem, verdict, certificate);
                Assert.True(
                    certificate is not GramCertificate gram || f.Count > 3 || (problem.Margin > 0 && gram.Slopes.Length == 0)
                        || gram.CheckExact(problem) is not null);
            }
        });
        Assert.True(accepted > Instances / 4, $"only {accepted} were accepted");
    }

    [Fact]
    public void No_checker_of_a_set_throws() => Run(seed =>
    {
        var random = new Random(seed);
        var (problem, certificate) = ExtremeCertificates.ForSet(ExtremeCertificates.Points(random), random);
        var verdict = certificate.Check(problem);
        Assert.True(verdict.Lower >= 0 && double.IsFinite(verdict.Lower) && (verdict.Accepted || verdict.Lower == 0), verdict.Reason);
        Assert.True(ElementaryCertificates.For(problem).All(c => c.Check(problem).Lower >= 0));
    });

    [Fact]
    public void No_checker_of_the_thickness_throws() => Run(seed =>
    {
        var random = new Random(seed);
        var f = ExtremeCertificates.Points(random);
        foreach (var proof in ExtremeCertificates.OfThickness(f, random))
        {
            var lower = proof.Check(f);
            Assert.Equal(lower, ThicknessBound.Create(proof, f).CheckPoints(f).Lower);
            for (var k = 0; k < f.Dimension; k++)
            {
                var width = f.Coordinates.ToArray().Where((_, e) => e % f.Dimension == k).Select(ExactOracle.Integer).ToArray();
                Assert.True(double.IsFinite(lower) && ExactOracle.Integer(lower) <= width.Max() - width.Min(), $"{lower:R} along axis {k}");
            }
        }
    });

    [Fact]
    public void No_checker_throws_on_a_damaged_certificate_of_any_kind() => Run(seed =>
    {
        var random = new Random(seed);
        var (certificate, f) = DamagedCertificates.Create(random);
        var problem = Problem.TripletSeparated(f, (NearestMetric)random.Next(2), 0, f.Dimension);
        if (certificate is ThicknessBound thickness)
        {
            Assert.True(
                double.IsFinite((thickness with { Digest = ThicknessBound.Create(thickness.Proof, f).Digest }).CheckPoints(f).Lower));
        }
        else if (certificate is not null)
        {
            AssertSound(problem, (certificate with { Digest = problem.Digest }).Check(problem), certificate);
        }
    });

    [Fact]
    public void No_checker_of_a_certificate_with_its_own_points_throws() => Run(seed =>
    {
        var random = new Random(seed);
        var f = ExtremeCertificates.Points(random);
        var problem = Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, f.Dimension);
        foreach (var certificate in ExtremeCertificates.SelfContained(f, random))
        {
            AssertSound(problem, certificate.Check(problem), certificate);
            Assert.True(certificate.CheckAlone() is var verdict && (verdict.Accepted || verdict.Level.Sign == 0), verdict.Reason);
        }
    });

    private static void Run(Action<int> check) => Seeds.ForEach(0, Instances, check);

    /// <summary>All points at row 0 are Triplet-Separated without a margin: d_haus is at most the largest distance to it, d_iso at most the
    /// diameter.</summary>
    private static void AssertSound(Problem problem, CertificateVerdict verdict, Certificate certificate)
    {
        Assert.True(
            verdict.Lower >= 0 && double.IsFinite(verdict.Lower) && (verdict.Accepted || verdict.Lower == 0),
            $"{certificate.GetType().Name}: {verdict.Reason}");
        Assert.DoesNotContain('\n', verdict.Reason);
        if (problem.Margin > 0 || verdict.Lower == 0)
        {
            return;
        }

        var f = problem.Points;
        var upper =
            (from i in Enumerable.Range(0, f.Count)
             from j in Enumerable.Range(
                0, problem.Metric == NearestMetric.HausdorffLike ? 1 : f.Count)
             select ExactOracle.Squared(f[i], f[j])).Max();
        Assert.True(BigInteger.Pow(ExactOracle.Integer(verdict.Lower), 2) <= upper, $"{certificate.GetType().Name}: {verdict.Reason}");
    }
}
