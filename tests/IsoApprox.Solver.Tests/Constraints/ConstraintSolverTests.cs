using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Separation;
using IsoApprox.Solver.Constraints;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Tests.Nearest;

namespace IsoApprox.Solver.Tests.Constraints;

/// <summary>The search for ladder, contrastive and sphere sets: exact members, proved bounds, closed intervals in free dimension.</summary>
public class ConstraintSolverTests
{
    /// <summary>Relative gap of the multipliers of the augmented Lagrangian in free dimension on these small instances.</summary>
    private const double FreeGap = 1e-6;

    private static readonly string[] Sets = ["ladder", "contrastive", "points", "sphere"];

    public static TheoryData<string, NearestMetric> All
    {
        get
        {
            var data = new TheoryData<string, NearestMetric>();
            foreach (var set in Sets)
            {
                data.Add(set, NearestMetric.HausdorffLike);
                data.Add(set, NearestMetric.IsometricError);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Random_instances_give_exact_members_and_bounds_below_them(string name, NearestMetric metric)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var f = RandomEmbeddings.Small(random, 7);
            var set = Set(name, f);
            var problem = new ConstraintProblem(f, metric, set);
            var solution = ConstraintSolver.Solve(f, set, new NearestSettings { Metric = metric, Starts = 3, Seed = seed });
            Assert.True(ConstraintTest.IsSatisfied(solution.Nearest, set), $"seed {seed}");
            var value = ConstraintDistance.Enclose(problem, solution.Nearest);
            Assert.True(solution.Upper >= value.Upper && solution.Lower <= value.Upper, $"seed {seed}: {solution.Lower:R}, {value}");
            if (solution.Certificate is ConstraintCertificate certificate)
            {
                Assert.Equal(solution.Lower, certificate.Check(problem).Lower);
                for (var trial = 0; trial < 10; trial++)
                {
                    Assert.True(Tampered(random, certificate).Check(problem).Lower <= value.Upper, $"seed {seed}, trial {trial}");
                }
            }
            else
            {
                Assert.Equal(0, solution.Lower);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Intervals_close_in_free_dimension(string name, NearestMetric metric)
    {
        var f = name == "sphere" ? Normalised(RandomEmbeddings.Gaussian(8, 2, 4, 5)) : RandomEmbeddings.Gaussian(8, 2, 4, 5);
        var solution = ConstraintSolver.Solve(f, Set(name, f), new NearestSettings { Metric = metric, FreeDimension = true, Starts = 8 });
        Assert.True(solution.Lower > 0);
        Assert.InRange(solution.Gap, 0, name == "points" ? 1e-4 : FreeGap);
    }

    [Fact]
    public void A_ladder_of_the_classes_agrees_with_the_search_for_triplet_separated_embeddings()
    {
        var f = RandomEmbeddings.Gaussian(6, 2, 2, 3);
        var settings = new NearestSettings { FreeDimension = true };
        var expected = NearestSolver.Solve(f, settings);
        var ladder = ConstraintSolver.Solve(f, ConstraintSet.Ladder(SimilarityLevels.OfClasses(2)), settings);
        Assert.True(ladder.Lower <= expected.Upper && expected.Lower <= ladder.Upper);
        Assert.Equal(expected.Upper, ladder.Upper, 1e-6 * expected.Upper);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_number_of_threads_does_not_matter(int threads)
    {
        var f = RandomEmbeddings.Gaussian(7, 2, 3, 9);
        var one = ConstraintSolver.Solve(f, ConstraintSet.Contrastive(0.5, 2), new NearestSettings { Starts = 4, Threads = 2 });
        var other = ConstraintSolver.Solve(f, ConstraintSet.Contrastive(0.5, 2), new NearestSettings { Starts = 4, Threads = threads });
        Assert.Equal((one.Lower, one.Upper), (other.Lower, other.Upper));
        Assert.Equal(one.Nearest.Coordinates.ToArray(), other.Nearest.Coordinates.ToArray());
    }

    [Fact]
    public void Members_are_their_own_nearest_and_bad_settings_are_refused()
    {
        var f = Embedding.Create([0, 1, 10, 11.0], 1, [0, 0, 1, 1]);
        var set = ConstraintSet.Contrastive(1, 9);
        var own = ConstraintSolver.Solve(f, set, new NearestSettings());
        Assert.Equal((SolveStatus.AlreadySeparated, 0.0), (own.Status, own.Upper));
        Assert.Throws<EmbeddingException>(() => ConstraintSolver.Solve(f, set, new NearestSettings { Margin = 1 }));
        Assert.Throws<EmbeddingException>(() => ConstraintSolver.Solve(f, set, new NearestSettings { Prove = true }));
        Assert.Throws<EmbeddingException>(() => ConstraintSolver.Solve(f, set, new NearestSettings { Dimension = 0 }));
        Assert.Throws<EmbeddingException>(() => ConstraintSolver.Solve(f.WithPoints([0, 1e200, 1, 2], 1), set, new NearestSettings()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_gradient_agrees_with_differences(string name, NearestMetric metric)
    {
        var f = RandomEmbeddings.Gaussian(6, 2, 3, 2);
        var space = new SetSearchSpace(new ConstraintProblem(f, metric, Set(name, f)), 3);
        var lagrangian = new SetLagrangian(space);
        var random = new Random(1);
        var u = Enumerable.Range(0, space.Points.Length).Select(_ => RandomEmbeddings.Gaussian(random)).ToArray();
        var (gradient, scratch) = (new double[u.Length], new double[u.Length]);
        lagrangian.Evaluate(u, scratch);
        lagrangian.UpdateMultipliers();
        lagrangian.Evaluate(u, gradient);
        var scale = gradient.Max(Math.Abs);
        for (var e = 0; e < u.Length; e++)
        {
            const double Step = 1e-6;
            var (up, down) = ((double[])u.Clone(), (double[])u.Clone());
            (up[e], down[e]) = (up[e] + Step, down[e] - Step);
            var difference = (lagrangian.Evaluate(up, scratch) - lagrangian.Evaluate(down, scratch)) / (2 * Step);
            Assert.Equal(difference, gradient[e], 1e-5 * scale);
        }
    }

    private static ConstraintSet Set(string name, Embedding f) => name switch
    {
        "ladder" => ConstraintSet.Ladder(SimilarityLevels.FromGroups(f, [.. f.Classes.ToArray().Select(k => $"group {k / 2}")])),
        "contrastive" => ConstraintSet.Contrastive(0.4, 1.5),
        "points" => ConstraintSet.Contrastive(0, 1),
        _ => ConstraintSet.Sphere,
    };

    private static Embedding Normalised(Embedding f)
    {
        var norms = Enumerable.Range(0, f.Count).Select(i => Math.Sqrt(f[i].ToArray().Sum(x => x * x))).ToArray();
        return f.WithPoints(
            [.. Enumerable.Range(0, f.Coordinates.Length).Select(e => f.Coordinates[e] / norms[e / f.Dimension])], f.Dimension);
    }

    private static ConstraintCertificate Tampered(Random random, ConstraintCertificate c)
    {
        double Factor() => random.Next(3) == 0 ? 1 + (0.2 * (random.NextDouble() - 0.5)) : 1;
        PairMultipliers Pairs(PairMultipliers p) => p with { Values = Array.ConvertAll(p.Values, v => v * Factor()) };
        return c with
        {
            Mu = Array.ConvertAll(c.Mu, v => v * Factor()),
            Kappa = Array.ConvertAll(c.Kappa, v => v * Factor()),
            Nu = c.Nu with { Values = Array.ConvertAll(c.Nu.Values, v => v * Factor()) },
            Near = Pairs(c.Near),
            Far = Pairs(c.Far),
            Alpha = Pairs(c.Alpha),
            Beta = Pairs(c.Beta),
        };
    }
}
