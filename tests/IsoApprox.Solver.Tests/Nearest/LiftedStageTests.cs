using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The Gram bound where a dimension is lost: its matrix is indefinite for the multipliers of a search in the dimension asked for.
/// </summary>
public class LiftedStageTests
{
    /// <summary>
    /// The bound of the hardest triplet was all that 0.1.0 had here: gaps of 0.3, with a margin 0.37. Without slopes the last one is 0.13.
    /// </summary>
    [Theory]
    [InlineData(100, 16, 2, 0, 0.1)]
    [InlineData(110, 8, 5, 0, 0.2)]
    [InlineData(70, 6, 5, 0.2, 0.13)]
    [InlineData(100, 8, 5, 0.5, 0.2)]
    [InlineData(100, 16, 2, 1, 0.08)]
    public void Rank_that_is_lost_leaves_the_bound_of_the_relaxation(int count, int dimension, int classes, double margin, double gap)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, 1);
        var settings = new NearestSettings
        {
            Metric = NearestMetric.HausdorffLike,
            Set = IdealSet.TripletSeparated(margin),
            MaxEvaluations = 1500,
            Starts = 1,
            Gap = 1e-3,
        };
        var solution = NearestSolver.Solve(f, settings);
        Assert.Equal("Gram certificate", solution.LowerSource);
        Assert.InRange(solution.Gap, 0, gap);
        Assert.Contains("lifted relaxation", solution.Stages);
        var problem = new Problem(f, solution.Metric, solution.Set, solution.Dimension);
        Assert.Equal(solution.Lower, solution.Certificate!.Check(problem).Lower);
    }

    /// <summary>
    /// With a margin a free dimension is closed or nearly so; without slopes the gaps are 0.01 to 0.1. Not always: the problem is not
    /// convex in the Gram matrix then.
    /// </summary>
    [Theory]
    [InlineData(6, 2, 2, 0.25, 1, 2e-3)]
    [InlineData(7, 6, 3, 0.5, 5, 1e-5)]
    [InlineData(30, 4, 2, 0.1, 1, 2e-3)]
    public void A_free_dimension_is_nearly_closed_with_a_margin(
        int count, int dimension, int classes, double margin, int seed, double gap)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, seed);
        var settings = new NearestSettings { Set = IdealSet.TripletSeparated(margin), FreeDimension = true, Starts = 1, Gap = 1e-6 };
        var solution = NearestSolver.Solve(f, settings);
        Assert.Equal("Gram certificate", solution.LowerSource);
        Assert.InRange(solution.Gap, 0, gap);
        Assert.NotEmpty(((GramCertificate)solution.Certificate!).Slopes);
    }

    /// <summary>At large margins the points of a class coincide: 5800 evaluations a start of 0.1.0 were spent at that kink.</summary>
    [Fact]
    public void Points_that_come_together_are_moved_as_one()
    {
        var loop = StartOf(RandomEmbeddings.Gaussian(16, 4, 4, 1), 20);
        Assert.True(loop.Run());
        Assert.InRange(loop.Lagrangian.Evaluations, 1, 2900);
        Assert.Equal([4, 4, 4, 4], loop.Lagrangian.Tied.Groups.Select(group => group.Length));
        Assert.All(loop.Lagrangian.Tied.Groups, group => Assert.Single(group.Select(i => loop.Problem.Order.Classes[i]).Distinct()));
    }

    /// <summary>With a small margin they keep apart, and nothing is tied.</summary>
    [Fact]
    public void Points_that_keep_apart_are_not_tied()
    {
        var loop = StartOf(RandomEmbeddings.Gaussian(16, 4, 4, 1), 0.01);
        loop.Run();
        Assert.True(loop.IsSharp);
        Assert.Empty(loop.Lagrangian.Tied.Groups);
    }

    [Theory]
    [InlineData(100, 8, 8)]
    [InlineData(1800, 128, 8)]
    [InlineData(4000, 128, 58)]
    [InlineData(4000, 512, 8)]
    public void Many_points_are_lifted_by_more_coordinates(int count, int dimension, int step) =>
        Assert.Equal(step, LiftedStage.Step(count, dimension));

    /// <summary>No dimension can be lost here, so nothing stands in for the interior-point method, which closes the interval.</summary>
    [Fact]
    public void Points_in_as_many_dimensions_are_proved_by_the_interior_point_method()
    {
        var solution = NearestSolver.Solve(RandomEmbeddings.Gaussian(70, 80, 4, 1), new NearestSettings());
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
        Assert.DoesNotContain("lifted relaxation", solution.Stages);
    }

    /// <summary>Multipliers of a run in the plane, where no mix alone makes the matrix positive definite.</summary>
    [Fact]
    public void Damping_gives_a_bound_where_no_mix_does()
    {
        var f = RandomEmbeddings.Gaussian(60, 2, 2, 3);
        var loop = StartOf(f, 0);
        loop.Run(l => l.Residual < 1e-4);
        var multipliers = GramMultipliers.Of(loop.Lagrangian);
        Assert.All(new[] { 0, 1e-3, 0.03, 0.3 }, mix => Assert.Null(multipliers.Bound(mix, 1)));
        var choice = new MultiplierChoice(0);
        var found = choice.Best(loop.Lagrangian, () => false);
        Assert.Equal(1, choice.Indefinite);
        Assert.NotNull(found);
        var check = found.Value.Certificate.Check(loop.Problem.Problem);
        Assert.True(check.Accepted, check.Reason);
        Assert.InRange(check.Lower, found.Value.Bound * (1 - 1e-6), found.Value.Bound * (1 + 1e-6));
    }
    /// <summary>A search in the dimension of the points that starts at them.</summary>
    private static OuterLoop StartOf(Embedding f, double margin)
    {
        var scaled = new SearchProblem(Problem.TripletSeparated(f, NearestMetric.HausdorffLike, margin), f.Dimension);
        var loop = new OuterLoop(scaled, OuterSettings.For(scaled), 1, () => false);
        loop.Start(scaled.Points);
        return loop;
    }
}
