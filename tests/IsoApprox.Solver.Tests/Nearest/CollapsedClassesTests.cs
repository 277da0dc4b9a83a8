using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>Large margins, at which every class comes together in one point.</summary>
public class CollapsedClassesTests
{
    /// <summary>Two classes with both points in the same two places: y = (-alpha/2, 0), (alpha/2, 0) are the best points.</summary>
    private static Embedding Doubled => Embedding.Create([0, 1, 0, -1, 0, 1, 0, -1], 2, [0, 0, 1, 1]);

    [Theory]
    [InlineData(4, true)]
    [InlineData(1, false)]
    public void Classes_are_points_and_known_to_hold_together(double margin, bool holds)
    {
        var problem = TestProblems.TripletSeparated(Doubled, 2, margin);
        Assert.True(CollapsedClasses.Applies(problem));
        var classes = new CollapsedClasses(problem);
        Assert.True(classes.Minimise([-0.1, 0.3, -0.1, -0.2, 0.1, 0.3, 0.1, -0.2], _ => false));
        Assert.Equal(Math.Sqrt(1 + (margin * margin / 4)), classes.Distance, 8);
        Assert.Equal(holds, classes.HoldsTogether());
    }

    /// <summary>A class that is not known to hold together may have a nearer embedding when it comes apart, and has one here.</summary>
    [Fact]
    public void Where_classes_come_apart_the_search_with_all_points_finds_less()
    {
        var apart = NearestSolver.Solve(Doubled, new NearestSettings { Set = IdealSet.TripletSeparated(1) });
        Assert.InRange(apart.Upper, 0, Math.Sqrt(1.25) - 1e-3);
        var together = NearestSolver.Solve(Doubled, new NearestSettings { Set = IdealSet.TripletSeparated(4) });
        Assert.Equal(Math.Sqrt(5), together.Upper, 8);
    }

    [Fact]
    public void Derivatives_are_right()
    {
        var random = SeededRandom.Create(1, 0);
        var classes = new CollapsedClasses(TestProblems.TripletSeparated(RandomEmbeddings.Gaussian(20, 3, 4, 1), 3, 20));
        classes.Minimise(RandomEmbeddings.Gaussian(20, 3, 4, 2).Coordinates, _ => true);
        for (var trial = 0; trial < 10; trial++)
        {
            var (x, v) = (Normal(random), Normal(random));
            Assert.InRange(DerivativeCheck.Slope((p, g) => classes.Evaluate(p, g, new double[144]), x, v), 1.7, 2.4);

            // The Hessian against a central difference of gradients.
            var (hessian, before, after) = (new double[144], new double[12], new double[12]);
            classes.Evaluate(x, before, hessian);
            const double h = 1e-7;
            classes.Evaluate([.. x.Select((e, k) => e - (h * v[k]))], before, new double[144]);
            classes.Evaluate([.. x.Select((e, k) => e + (h * v[k]))], after, new double[144]);
            for (var row = 0; row < 12; row++)
            {
                var product = Enumerable.Range(0, 12).Sum(k => hessian[(Math.Max(row, k) * 12) + Math.Min(row, k)] * v[k]);
                Assert.Equal((after[row] - before[row]) / (2 * h), product, 1e-5 * (1 + hessian.Max()));
            }
        }

        double[] Normal(Random source) => [.. Enumerable.Range(0, 12).Select(_ => 0.3 * RandomEmbeddings.Gaussian(source))];
    }

    /// <summary>
    /// Not with many unknowns beside the points, not without a margin, not for d_iso, where the objective is of pairs.
    /// </summary>
    [Theory]
    [InlineData(60, 12, 20, 20, NearestMetric.HausdorffLike, false)]
    [InlineData(120, 12, 20, 20, NearestMetric.HausdorffLike, true)]
    [InlineData(60, 8, 4, 0, NearestMetric.HausdorffLike, false)]
    [InlineData(60, 8, 4, 20, NearestMetric.IsometricError, false)]
    public void Applies_where_it_saves_work(int count, int dimension, int classes, double margin, NearestMetric metric, bool applies)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, 1);
        Assert.Equal(applies, CollapsedClasses.Applies(TestProblems.TripletSeparated(f, dimension, margin, metric: metric)));
    }

    /// <summary>The search with all points took 156 000 to 169 000 evaluations to the values given here.</summary>
    [Theory]
    [InlineData(16, 4, 20, 12.3922524)]
    [InlineData(60, 8, 20, 12.8597488)]
    [InlineData(60, 8, 100, 61.5912352)]
    public void A_large_margin_takes_few_evaluations(int count, int dimension, double margin, double before)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, 4, 1);
        var solution = NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.TripletSeparated(margin) });
        Assert.InRange(solution.Evaluations, 1, 32_000);
        Assert.InRange(solution.Upper, solution.Lower, before);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_threads()
    {
        var f = RandomEmbeddings.Gaussian(24, 3, 3, 5);
        var settings = new NearestSettings { Set = IdealSet.TripletSeparated(20), Threads = 1 };
        var (one, two) = (NearestSolver.Solve(f, settings), NearestSolver.Solve(f, settings with { Threads = 2 }));
        Assert.Equal((one.Upper, one.Lower, one.Evaluations), (two.Upper, two.Lower, two.Evaluations));
    }
}
