using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Tests.Global;

namespace IsoApprox.Solver.Tests.Relaxations;

public class MetricRelaxationTests
{
    /// <summary>The linear program is solved to 1e-9 in units of the upper value.</summary>
    private const double Accuracy = 1e-8;

    [Fact]
    public void Three_points_around_another_class_give_two_thirds()
    {
        var problem = Problem.TripletSeparated(Embedding.Create([-1, 0, 1, 0], 1, [0, 0, 0, 1]), NearestMetric.IsometricError, 0, 1);
        var verdict = MetricRelaxation.Certify(problem, 1, new DualSimplexSolver(), () => false)!.Check(problem);
        Assert.True(verdict.Accepted, verdict.Reason);
        Assert.InRange(verdict.Lower, (2 / 3.0) - Accuracy, 2 / 3.0);
    }

    [Fact]
    public void Lies_between_half_the_loss_and_every_feasible_value()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = GlobalInstances.Random(seed);
            problem = Problem.TripletSeparated(problem.Points, NearestMetric.IsometricError, problem.Margin, problem.Dimension);
            var feasible = GlobalInstances.Feasible(problem, 2);
            if (feasible.Upper == 0)
            {
                continue;
            }

            var verdict = MetricRelaxation.Certify(problem, feasible.Upper, new DualSimplexSolver(), () => false)!.Check(problem);
            Assert.True(verdict.Accepted, verdict.Reason);
            Assert.True(verdict.Lower <= feasible.Upper);
            var loss = TripletLoss.HardMined(problem.Points, TripletDistance.Euclidean, problem.Margin).Value;
            Assert.True(verdict.Lower >= (loss / 2) - (Accuracy * feasible.Upper), $"{seed}: {verdict.Lower} {loss / 2}");
        }
    }

    [Fact]
    public void Applies_to_few_points_and_d_iso_only()
    {
        var labels = Enumerable.Range(0, 30).Select(i => i % 2).ToArray();
        var f = Embedding.Create(Enumerable.Range(0, 60).Select(k => (double)(k * 7 % 11)).ToArray(), 2, labels);
        Assert.False(MetricRelaxation.Applies(Problem.TripletSeparated(f, NearestMetric.IsometricError), "builtin"));
        Assert.True(MetricRelaxation.Applies(Problem.TripletSeparated(f, NearestMetric.IsometricError), "glop"));
        Assert.False(MetricRelaxation.Applies(Problem.TripletSeparated(f, NearestMetric.HausdorffLike), "glop"));
    }

    [Fact]
    public void An_engine_that_is_not_in_the_build_is_refused_in_one_line()
    {
        var f = Embedding.Create([0, 1, 2], 1, [0, 1, 0]);
        foreach (var name in new[] { "glop", "pdlp", "clp" }.Except(LinearProgramSolvers.Available))
        {
            var error = Assert.Throws<EmbeddingException>(() => NearestSolver.Solve(f, new NearestSettings { LinearEngine = name }));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }
}
