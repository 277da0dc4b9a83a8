using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// No bound a search proves may exceed a value that is attained: by its own embedding, in a free dimension, or by a separated embedding made from noise. No tolerance.
/// ISOAPPROX_LONG_TESTS=1 runs 100 000 instances.
/// </summary>
public class NearestSoundnessTests
{
    private const int Quick = 400;
    private const int Long = 100_000;

    private static int Instances => Environment.GetEnvironmentVariable("ISOAPPROX_LONG_TESTS") == "1" ? Long : Quick;

    [Fact]
    public void Proved_bounds_stay_below_attained_values()
    {
        var (positive, closed) = (0, 0);
        Parallel.For(0, Instances, seed =>
        {
            var random = new Random(seed);
            var f = Scaled(RandomEmbeddings.Small(random), random);
            var metric = random.Next(2) == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError;
            var margin = random.Next(4) == 0 ? random.NextDouble() * Math.Max(1e-3, Diameter.Compute(f).Value) : 0;
            var settings = new NearestSettings { Metric = metric, Margin = margin, Starts = 2, Threads = 1, Seed = seed };
            var here = NearestSolver.Solve(f, settings);
            var free = NearestSolver.Solve(f, settings with { FreeDimension = true });
            Assert.False(free.Certificate is PenetrationCertificate, $"seed {seed}: a bound of one dimension was used for the free problem");
            foreach (var solution in new[] { here, free })
            {
                Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin), $"seed {seed}: not separated");
                // A penetration bound holds in the dimension of the points only, so it says nothing about the free optimum.
                var attained = solution.Certificate is PenetrationCertificate ? here.Upper : Math.Min(here.Upper, free.Upper);
                Assert.True(solution.Lower <= attained, $"seed {seed}: {solution.Lower:R} is proved, {here.Upper:R} and {free.Upper:R} are attained");
                if (solution.Certificate is { } certificate)
                {
                    var proved = certificate.Check(new NearestProblem(f, metric, margin)).Lower;
                    Assert.True(proved <= here.Upper && proved <= free.Upper, $"seed {seed}: the certificate proves {proved:R}, {here.Upper:R} and {free.Upper:R} are attained");
                }
            }

            Interlocked.Add(ref positive, here.Lower > 0 ? 1 : 0);
            Interlocked.Add(ref closed, here.Upper > 0 && here.Gap <= settings.Gap ? 1 : 0);
        });
        Assert.True(positive > Instances / 3, $"only {positive} bounds were positive");
        Assert.True(closed > Instances / 6, $"only {closed} intervals were closed");
    }

    private static Embedding Scaled(Embedding f, Random random)
    {
        var factor = random.Next(5) switch { 0 => Math.Pow(10, random.Next(-9, 10)), 1 => Math.ScaleB(1, random.Next(-40, 40)), _ => 1 };
        return f.WithPoints([.. f.Coordinates.ToArray().Select(x => factor * x)], f.Dimension);
    }
}
