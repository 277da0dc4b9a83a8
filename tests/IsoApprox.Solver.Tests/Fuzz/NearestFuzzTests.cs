using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Fuzz;

/// <summary>
/// Whatever the points look like: no crash, an interval, an embedding that is Triplet-Separated, a certificate that is accepted, and no
/// influence of threads.
/// </summary>
public class NearestFuzzTests
{
    private const int Instances = 40;

    public static TheoryData<NearestMetric, bool> Problems => new()
    {
        { NearestMetric.HausdorffLike, false }, { NearestMetric.HausdorffLike, true }, { NearestMetric.IsometricError, false },
        { NearestMetric.IsometricError, true },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Result_is_sound_on_adversarial_points(NearestMetric metric, bool hasMargin)
    {
        for (var seed = 0; seed < Instances; seed++)
        {
            var f = AdversarialEmbeddings.Create(seed);
            var margin = hasMargin ? Margin(f, seed) : 0;
            var settings = new NearestSettings
            {
                Metric = metric,
                Set = IdealSet.TripletSeparated(margin),
                Starts = 1,
                Threads = 2,
                Seed = seed,
            };
            var solution = NearestSolver.Solve(f, settings);
            var place = $"seed {seed}: {solution.Lower:R}, {solution.Upper:R}, {solution.UpperSource}";
            Assert.True(double.IsFinite(solution.Upper) && solution.Lower >= 0 && solution.Lower <= solution.Upper, place);
            Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin), place);
            Assert.True(Value(f, solution) <= solution.Upper, place);
            Assert.True(CertifiedLower(f, solution) is var proved && proved >= solution.Lower && proved <= solution.Upper, place);
            var alone = NearestSolver.Solve(f, settings with { Threads = 1 });
            Assert.Equal((solution.Lower, solution.Upper, solution.Status), (alone.Lower, alone.Upper, alone.Status));
            Assert.True(solution.Nearest.Coordinates.SequenceEqual(alone.Nearest.Coordinates), place);
        }
    }

    [Theory]
    [InlineData(1e-320)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    [InlineData(1e300)]
    public void Value_scales_with_the_points(double scale)
    {
        double[] points = [0, 3, 1];
        var f = Embedding.Create([.. points.Select(x => x * scale)], 1, [0, 0, 1]);
        var solution = NearestSolver.Solve(f, new NearestSettings { Metric = NearestMetric.IsometricError });
        Assert.InRange(solution.Upper, scale * (1 - 1e-3), 3 * scale * (1 + 1e-2)); // L = 2: at least L/2, at most the diameter
    }

    private static double Margin(Embedding f, int seed)
    {
        var diameter = Diameter.Compute(f).Value;
        return (seed % 4) switch { 0 => 1e-12 * diameter, 1 => 1e-300, _ => 0.1 * diameter };
    }

    private static double Value(Embedding f, NearestSolution solution) => solution.Metric == NearestMetric.IsometricError
        ? IsometricError.Compute(f, solution.Nearest).Value
        : HausdorffLikeDistance.Compute(f, solution.Nearest).Value;

    /// <summary>The bound that the written certificate proves, read back.</summary>
    private static double CertifiedLower(Embedding f, NearestSolution solution)
    {
        if (solution.Certificate is not { } certificate)
        {
            return 0;
        }

        using var file = new MemoryStream();
        CertificateJson.Write(certificate, file);
        file.Position = 0;
        var verdict = CertificateJson.Read(file).Check(Problem.TripletSeparated(f, solution.Metric, solution.Margin, solution.Dimension));
        Assert.True(verdict.Accepted, verdict.Reason);
        return verdict.Lower;
    }
}
