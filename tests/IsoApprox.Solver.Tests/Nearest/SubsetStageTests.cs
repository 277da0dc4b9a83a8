using IsoApprox.Certificates;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Tests.Soundness;

namespace IsoApprox.Solver.Tests.Nearest;

public class SubsetStageTests
{
    /// <summary>Some rows alone prove more of d_iso in the plane than all other bounds of the whole, and never more than what is
    /// attained.</summary>
    [Fact]
    public void Few_rows_bound_the_whole()
    {
        var rng = new Random(3);
        var x = Enumerable.Range(0, 24).Select(_ => rng.NextDouble()).ToArray();
        var f = Embedding.Create(x, 2, [.. Enumerable.Range(0, 12).Select(i => i % 2)]);
        var settings = new NearestSettings
        {
            Metric = NearestMetric.IsometricError,
            Starts = 8,
            Threads = 2,
            ProveNodeLimit = 100,
            Gap = 0,
        };
        var plain = NearestSolver.Solve(f, settings);
        var proved = NearestSolver.Solve(f, settings with { Prove = true });
        Assert.Contains("some of the points", proved.Stages);
        Assert.True(proved.Lower >= plain.Lower && ExactValues.IsAtLeast(f, plain.Nearest, settings.Metric, proved.Lower));
    }

    [Theory]
    [InlineData(NearestMetric.HausdorffLike)]
    [InlineData(NearestMetric.IsometricError)]
    public void Rows_are_increasing_and_hold_two_classes(NearestMetric metric)
    {
        var rng = new Random(4);
        var x = Enumerable.Range(0, 24).Select(_ => rng.NextDouble()).ToArray();
        var problem = Problem.TripletSeparated(
            Embedding.Create(x, 2, [.. Enumerable.Range(0, 12).Select(i => i % 3)]), metric, 0, 2);
        var settings = new NearestSettings { Metric = metric, Starts = 4, Threads = 1 };
        var best = NearestSolver.Solve(problem.Points, settings);
        var member = new Candidate(best.Nearest, best.Upper, "search");
        var rows = new SubsetChoice(problem, settings, () => false).Of(member, 6, null)!;
        Assert.Equal(6, rows.Length);
        var part = SubsetCertificate.Of(problem, rows)!;
        var value = NearestSolver.Solve(part.Points, settings).Upper;
        Assert.InRange(value, 0.5 * best.Upper, best.Upper * (1 + 1e-6));
        Assert.Null(new SubsetChoice(problem, settings, () => true).Of(member, 6, null));

        var more = new SubsetChoice(problem, settings, () => false).Of(member, 7, rows)!;
        Assert.Equal(7, more.Length);
        var wider = NearestSolver.Solve(SubsetCertificate.Of(problem, more)!.Points, settings).Upper;
        Assert.InRange(wider, value * (1 - 1e-3), best.Upper * (1 + 1e-6));
    }
}
