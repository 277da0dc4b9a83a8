using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>The answer for 2^k f is 2^k times the answer for f, certificate included, wherever 2^k f holds f exactly.</summary>
public class ExtremeScaleTests
{
    public static TheoryData<string, NearestMetric, double, int> Problems
    {
        get
        {
            var data = new TheoryData<string, NearestMetric, double, int>();
            foreach (var exponent in new[] { -960, 320, 470, 1000 })
            {
                foreach (var metric in Enum.GetValues<NearestMetric>())
                {
                    data.Add("n2_N5_nogap", metric, 0, exponent);
                    data.Add("N5n2_isohard_2", metric, 0, exponent);
                    data.Add("n2_N5_nogap", metric, 0.3, exponent);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Bounds_and_values_scale(string name, NearestMetric metric, double margin, int exponent)
    {
        var f = ReferenceInstances.Named(name).Points;
        var scaled = Scaled(f, exponent);
        var settings = new NearestSettings
        {
            Metric = metric,
            Set = IdealSet.TripletSeparated(margin),
            Starts = 4,
            Threads = 1,
            Prove = margin == 0,
            ProveNodeLimit = 300,
        };
        var set = IdealSet.TripletSeparated(Math.ScaleB(margin, exponent));
        var (one, other) = (NearestSolver.Solve(f, settings), NearestSolver.Solve(scaled, settings with { Set = set }));
        Assert.True(one.Lower > 0);
        Assert.Equal(one.LowerSource, other.LowerSource);
        Assert.Equal(one.Lower, Math.ScaleB(other.Lower, -exponent), 1e-9 * one.Lower);
        Assert.Equal(one.Upper, Math.ScaleB(other.Upper, -exponent), 1e-6 * one.Upper);
        var problem = Problem.TripletSeparated(scaled, metric, Math.ScaleB(margin, exponent), f.Dimension);
        Assert.Equal(other.Lower, other.Certificate!.Check(problem).Lower);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(307)]
    [InlineData(-300)]
    public void The_metric_relaxation_holds_at_every_scale(int power)
    {
        var (f, scale) = (Embedding.Create([-1, 0, 1, 0], 1, [0, 0, 0, 1]), Math.Pow(10, power));
        var points = f.WithPoints([.. f.Coordinates.ToArray().Select(x => scale * x)], 1);
        var problem = Problem.TripletSeparated(points, NearestMetric.IsometricError, 0, 1);
        var verdict = MetricRelaxation.Certify(problem, scale, new DualSimplexSolver(), () => false)!.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower / scale, (2 / 3.0) - 1e-8, (2 / 3.0) + 1e-15);
    }

    [Theory]
    [InlineData(-1068)]
    [InlineData(-1000)]
    [InlineData(-340)]
    [InlineData(340)]
    [InlineData(1016)]
    public void Thickness_closes_and_its_certificates_hold_at_every_scale(int exponent)
    {
        for (var n = 1; n <= 3; n++)
        {
            var random = new Random(n);
            var f = Embedding.Create([.. Enumerable.Range(0, 20 * n).Select(_ => (double)random.Next(-30, 31))], n, new int[20]);
            var scaled = Scaled(f, exponent);
            var (one, other) =
                (ThicknessSolver.Compute(f, new ThicknessSettings { Certify = true }),
                    ThicknessSolver.Compute(scaled, new ThicknessSettings { Certify = true }));
            Assert.Equal(one.Method, other.Method);
            AssertEqual(one.Lower, other.Lower, exponent);
            AssertEqual(one.Upper, other.Upper, exponent);
            AssertEqual(Written(one.Certificate!, f), Written(other.Certificate!, scaled), exponent);
            if (n > 1)
            {
                AssertEqual(Written(ThicknessSolver.Certify(f)!, f), Written(ThicknessSolver.Certify(scaled)!, scaled), exponent);
            }
        }
    }

    /// <summary>What a certificate proves that was written and read again.</summary>
    private static double Written(IThicknessCertificate certificate, Embedding f)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(ThicknessBound.Create(certificate, f), stream);
        stream.Position = 0;
        var verdict = ((ThicknessBound)CertificateJson.Read(stream)).CheckPoints(f);
        Assert.True(verdict.Accepted, verdict.Reason);
        return verdict.Lower;
    }

    /// <summary>Equal but for the last place of subnormal numbers.</summary>
    private static void AssertEqual(double expected, double scaled, int exponent) =>
        Assert.Equal(expected, Math.ScaleB(scaled, -exponent), (1e-12 * expected) + Math.ScaleB(1, -1073 - exponent));

    private static Embedding Scaled(Embedding f, int exponent)
    {
        var points = f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent)).ToArray();
        Assert.Equal(f.Coordinates.ToArray(), points.Select(x => Math.ScaleB(x, -exponent)));
        return f.WithPoints(points, f.Dimension);
    }
}
