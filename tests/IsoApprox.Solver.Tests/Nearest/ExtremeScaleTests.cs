using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Relaxations;
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
        var settings = new NearestSettings { Metric = metric, Margin = margin, Starts = 4, Threads = 1, Prove = margin == 0, ProveNodeLimit = 300 };
        var (one, other) = (NearestSolver.Solve(f, settings), NearestSolver.Solve(scaled, settings with { Margin = Math.ScaleB(margin, exponent) }));
        Assert.True(one.Lower > 0);
        Assert.Equal(one.LowerSource, other.LowerSource);
        Assert.Equal(one.Lower, Math.ScaleB(other.Lower, -exponent), 1e-9 * one.Lower);
        Assert.Equal(one.Upper, Math.ScaleB(other.Upper, -exponent), 1e-6 * one.Upper);
        var problem = new NearestProblem(scaled, metric, Math.ScaleB(margin, exponent), f.Dimension);
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
        var problem = new NearestProblem(points, NearestMetric.IsometricError, 0, 1);
        var verdict = MetricRelaxation.Certify(problem, scale, new DualSimplexSolver(), () => false)!.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower / scale, (2 / 3.0) - 1e-8, (2 / 3.0) + 1e-15);
    }

    [Theory]
    [InlineData(-1068)]
    [InlineData(-1000)]
    [InlineData(-340)]
    [InlineData(340)]
    [InlineData(1000)]
    public void Thickness_certificates_of_every_scale_are_written_and_accepted(int exponent)
    {
        var random = new Random(exponent);
        var f = Embedding.Create([.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(-30, 31))], 3, new int[20]);
        var scaled = Scaled(f, exponent);
        var certificate = ThicknessSolver.Certify(scaled)!;
        using var stream = new MemoryStream();
        CertificateJson.Write(ThicknessBound.Create(certificate, scaled), stream);
        stream.Position = 0;
        var verdict = ((ThicknessBound)CertificateJson.Read(stream)).CheckPoints(scaled);
        Assert.True(verdict.Accepted, verdict.Reason);
        var expected = ThicknessSolver.Certify(f)!.Check(f);
        Assert.InRange(Math.ScaleB(verdict.Lower, -exponent), expected * (exponent < -1022 ? 0.8 : 1 - 1e-9), expected * (1 + 1e-9));
        var thickness = ThicknessSolver.Compute(scaled);
        Assert.True(thickness.Upper - thickness.Lower <= (1e-6 * thickness.Upper) + (8 * double.Epsilon), $"{thickness.Method} [{thickness.Lower:R}, {thickness.Upper:R}]");
    }

    private static Embedding Scaled(Embedding f, int exponent)
    {
        var points = f.Coordinates.ToArray().Select(x => Math.ScaleB(x, exponent)).ToArray();
        Assert.Equal(f.Coordinates.ToArray(), points.Select(x => Math.ScaleB(x, -exponent)));
        return f.WithPoints(points, f.Dimension);
    }
}
