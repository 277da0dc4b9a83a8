using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using Xunit.Abstractions;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// Margins where many points and distances coincide: points of a small grid. Plain searches are compared with proved ones, and with each
/// other over growing margins. A slice runs by default; ISOAPPROX_TIED_INSTANCES=200 is the long run.
/// </summary>
public class TiedMarginTests(ITestOutputHelper output)
{
    private const double Allowed = 0.01;

    /// <summary>Values of two searches agree to the gap of their proofs.</summary>
    private const double Accuracy = 1e-5;

    private static readonly int Instances = int.TryParse(
        Environment.GetEnvironmentVariable("ISOAPPROX_TIED_INSTANCES"), out var count) ? count : 3;

    private static readonly double[] Margins = [0.001, 0.01, 0.1, 0.5, 5];

    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Plain_is_near_the_proved_optimum_and_grows_with_the_margin(NearestMetric metric)
    {
        var (worst, falls, open) = (0.0, 0, 0);
        for (var seed = 0; seed < Instances; seed++)
        {
            var f = Grid(SeededRandom.Create(seed, 0));
            var before = 0.0;
            foreach (var margin in Margins)
            {
                var settings = new NearestSettings { Metric = metric, Set = IdealSet.TripletSeparated(margin), Threads = 2 };
                var plain = NearestSolver.Solve(f, settings);
                var proved = NearestSolver.Solve(f, settings with { Prove = true, ProveGap = 1e-4, ProveNodeLimit = 20_000 });
                Assert.True(plain.Lower <= proved.Upper && proved.Lower <= plain.Upper, $"seed {seed}, margin {margin}: false bound");
                open += proved.Gap > 1e-3 ? 1 : 0;
                worst = Math.Max(worst, (plain.Upper / Math.Max(proved.Upper, double.Epsilon)) - 1);
                falls += plain.Upper < before * (1 - Accuracy) ? 1 : 0;
                before = plain.Upper;
                Assert.True(
                    plain.Upper <= proved.Upper * (1 + Allowed),
                    $"seed {seed} ({f.Count} x {f.Dimension}), margin {margin}: {plain.Upper:R}, proved {proved.Upper:R}");
            }
        }

        output.WriteLine($"{Instances} instances, {metric}: at most {worst:0.0e+0} above, {falls} falls, {open} proofs open");
        Assert.Equal(0, falls);
    }

    private static Embedding Grid(Random random)
    {
        var (count, n, side) = (random.Next(3, 8), random.Next(1, 3), random.Next(2, 5));
        var labels = Enumerable.Range(0, count).Select(_ => random.Next(random.Next(2, count + 1))).ToArray();
        return Embedding.Create([.. Enumerable.Range(0, count * n).Select(_ => (double)random.Next(side))], n, labels);
    }
}
