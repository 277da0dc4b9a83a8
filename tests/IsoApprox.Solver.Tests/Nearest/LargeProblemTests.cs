using IsoApprox.Certificates;
using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>The path for large N: tiles instead of an N x N array, bounds and repairs on the way.</summary>
public class LargeProblemTests
{
    private const double Agreement = 1e-11;

    private static double[] Normal(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => RandomEmbeddings.Gaussian(random))];

    [Theory]
    [InlineData(26, 3, 4, 0)]
    [InlineData(26, 40, 4, 0)]
    [InlineData(61, 17, 1, 0)]
    [InlineData(50, 5, 50, 0)]
    [InlineData(50, 5, 7, 0.3)]
    public void Tiles_give_the_terms_of_the_full_array(int count, int dimension, int classes, double margin)
    {
        // Classes are interleaved, so that the order of the tiles is not that of the rows; the second round has multipliers.
        var problem =
            new ScaledProblem(RandomEmbeddings.Gaussian(count, dimension, classes, 3), NearestMetric.HausdorffLike, dimension, margin);
        var (full, tiles) = (new AnchorLevels(problem), new StripAnchors(problem));
        var random = new Random(1);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 3 };
        var zeros = new double[count];
        for (var round = 0; round < 4; round++)
        {
            var g = Normal(random, count * dimension);
            var (weights, expected, actual) = (new PairWeights(count, dimension), new double[g.Length], new double[g.Length]);
            var value = full.Evaluate(g, 0.7, 0.01 * round, weights, expected, null);
            weights.AddGradient(g, problem.Radius, expected, null);
            Assert.Equal(
                value, tiles.Evaluate(g, 0.7, 0.01 * round, new PairWeights(count, dimension), actual, parallel),
                Agreement * Math.Abs(value));
            Assert.Equal(full.Violation, tiles.Violation, Agreement);
            var scale = expected.Max(Math.Abs);
            for (var k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], actual[k], Agreement * (1 + scale));
            }

            Assert.Equal(full.Update(zeros), tiles.Update(zeros), Agreement * (1 + scale));
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(full.Multipliers.Sum(i), tiles.Multipliers.Sum(i), Agreement * (1 + scale));
            }
        }
    }

    [Fact]
    public void Interval_closes_on_the_way()
    {
        var f = RandomEmbeddings.Gaussian(264, 48, 12, 2);
        var solution = NearestSolver.Solve(f, new NearestSettings { Gap = 5e-3, Threads = 2 });
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
        Assert.InRange(solution.Gap, 0, 5e-3);
        Assert.Equal("Gram certificate", solution.LowerSource);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
        var verdict = solution.Certificate!.Check(new NearestProblem(f, NearestMetric.HausdorffLike, 0, f.Dimension));
        Assert.True(verdict.Accepted);
        Assert.Equal(solution.Lower, verdict.Lower);

        var one = NearestSolver.Solve(f, new NearestSettings { Gap = 5e-3, Threads = 1 });
        Assert.Equal(one.Nearest.Coordinates.ToArray(), solution.Nearest.Coordinates.ToArray());
        Assert.Equal((one.Lower, one.Upper, one.Evaluations), (solution.Lower, solution.Upper, solution.Evaluations));
    }

    [Fact]
    public void Lists_of_near_negatives_give_the_terms_of_all_pairs()
    {
        // Half-separated classes that move by small steps, with a jump and an update of the multipliers now and then.
        var (count, dimension) = (240, 12);
        var problem = new ScaledProblem(RandomEmbeddings.Mixture(count, dimension, 8, 0.6, 3), NearestMetric.HausdorffLike, dimension, 0);
        var (full, tiles) = (new AnchorLevels(problem), new StripAnchors(problem));
        var random = new Random(5);
        var (g, zeros) = ((double[])problem.Points.Clone(), new double[count]);
        for (var i = 0; i < count; i++)
        {
            full.Stiffness[i] = tiles.Stiffness[i] = 0.5 + random.NextDouble();
        }

        for (var round = 0; round < 60; round++)
        {
            var step = problem.Radius * (round == 30 ? 1 : 1e-4);
            for (var k = 0; k < g.Length; k++)
            {
                g[k] += step * RandomEmbeddings.Gaussian(random) / Math.Sqrt(dimension);
            }

            var (weights, expected, actual) = (new PairWeights(count, dimension), new double[g.Length], new double[g.Length]);
            var value = full.Evaluate(g, 0.7, 0, weights, expected, null);
            weights.AddGradient(g, problem.Radius, expected, null);
            Assert.Equal(
                value, tiles.Evaluate(g, 0.7, 0, new PairWeights(count, dimension), actual, null), Agreement * (1 + Math.Abs(value)));
            Assert.Equal(full.Violation, tiles.Violation, Agreement);
            var scale = expected.Max(Math.Abs);
            for (var k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], actual[k], Agreement * (1 + scale));
            }

            if (round % 7 == 6)
            {
                Assert.Equal(full.Update(zeros), tiles.Update(zeros), Agreement * (1 + scale));
            }
        }

        Assert.InRange(tiles.ListedEvaluations, 20, 58);
    }

    [Fact]
    public void Half_separated_classes_close()
    {
        // One penalty for all points left this open at 4.7e-6 after 18 000 evaluations.
        var f = RandomEmbeddings.Mixture(260, 32, 10, 0.3, 1);
        var solution = NearestSolver.Solve(f, new NearestSettings { Gap = 1e-5, Threads = 2, MaxEvaluations = 6000, Starts = 1 });
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
        Assert.InRange(solution.Gap, 0, 1e-5);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
    }

    [Fact]
    public void A_stopped_search_of_many_points_is_sound()
    {
        var f = RandomEmbeddings.Gaussian(300, 20, 10, 4);
        var solution = NearestSolver.Solve(f, new NearestSettings { Gap = 1e-6, TimeLimit = TimeSpan.FromSeconds(0.3), Threads = 2 });
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest));
        Assert.True(solution.Lower <= solution.Upper);
    }
}
