using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Canonical;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The search for sets other than F_TS: exact members, proved bounds, closed intervals in free dimension, proofs, many points.
/// </summary>
public class SetSearchTests
{
    /// <summary>Relative gap of the multipliers of the augmented Lagrangian in free dimension on these small instances.</summary>
    private const double FreeGap = 1e-6;

    private static readonly string[] Sets = [.. TestProblems.Sets.Except(["ts", "ts margin"])];

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
            if (name == "sphere margin" && f.Dimension == 1)
            {
                continue; // Two points are all there is.
            }

            var set = TestProblems.Set(name, f);
            var problem = new Problem(f, metric, set, f.Dimension);
            var solution = NearestSolver.Solve(f, new NearestSettings { Set = set, Metric = metric, Starts = 3, Seed = seed });
            Assert.True(set.Contains(solution.Nearest), $"seed {seed}");
            var value = AttainedDistance.Enclose(problem, solution.Nearest);
            // On a line the value is exact, within the enclosure.
            var least = f.Dimension == 1 ? value.Lower : value.Upper;
            Assert.True(solution.Upper >= least && solution.Lower <= value.Upper, $"seed {seed}: {solution.Lower:R}, {value}");
            Assert.Equal(solution.Lower, solution.Certificate?.Check(problem).Lower ?? 0);
            for (var trial = 0; trial < 10 && solution.Certificate is GramCertificate certificate; trial++)
            {
                Assert.True(Tampered(random, certificate).Check(problem).Lower <= value.Upper, $"seed {seed}, trial {trial}");
            }
        }
    }

    [Theory]
    [InlineData("ladder", NearestMetric.HausdorffLike)]
    [InlineData("ladder", NearestMetric.IsometricError)]
    [InlineData("table", NearestMetric.HausdorffLike)]
    [InlineData("table", NearestMetric.IsometricError)]
    [InlineData("contrastive", NearestMetric.HausdorffLike)]
    [InlineData("contrastive", NearestMetric.IsometricError)]
    [InlineData("points", NearestMetric.HausdorffLike)]
    [InlineData("points", NearestMetric.IsometricError)]
    [InlineData("sphere", NearestMetric.HausdorffLike)]
    [InlineData("sphere", NearestMetric.IsometricError)]
    [InlineData("floor", NearestMetric.HausdorffLike)]
    [InlineData("floor", NearestMetric.IsometricError)]
    public void Intervals_close_in_free_dimension(string name, NearestMetric metric)
    {
        var f = name == "sphere" ? Normalised(RandomEmbeddings.Gaussian(8, 2, 4, 5)) : RandomEmbeddings.Gaussian(8, 2, 4, 5);
        var solution = NearestSolver.Solve(
            f, new NearestSettings { Set = TestProblems.Set(name, f), Metric = metric, FreeDimension = true, Starts = 8 });
        Assert.True(solution.Lower > 0);
        Assert.InRange(solution.Gap, 0, name == "points" ? 1e-4 : FreeGap);
    }

    [Fact]
    public void A_ladder_of_the_classes_agrees_with_the_search_for_triplet_separated_embeddings()
    {
        var f = RandomEmbeddings.Gaussian(6, 2, 2, 3);
        var settings = new NearestSettings { FreeDimension = true };
        var expected = NearestSolver.Solve(f, settings);
        var ladder = NearestSolver.Solve(f, settings with { Set = IdealSet.Ladder(SimilarityLevels.OfClasses(2)) });
        Assert.True(ladder.Lower <= expected.Upper && expected.Lower <= ladder.Upper);
        Assert.Equal(expected.Upper, ladder.Upper, 1e-6 * expected.Upper);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_number_of_threads_does_not_matter(int threads)
    {
        var f = RandomEmbeddings.Gaussian(7, 2, 3, 9);
        var one = NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.Contrastive(0.5, 2), Starts = 4, Threads = 2 });
        var other = NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.Contrastive(0.5, 2), Starts = 4, Threads = threads });
        Assert.Equal((one.Lower, one.Upper), (other.Lower, other.Upper));
        Assert.Equal(one.Nearest.Coordinates.ToArray(), other.Nearest.Coordinates.ToArray());
    }

    [Fact]
    public void Members_are_their_own_nearest_and_bad_settings_are_refused()
    {
        var f = Embedding.Create([0, 1, 10, 11.0], 1, [0, 0, 1, 1]);
        var set = IdealSet.Contrastive(1, 9);
        var own = NearestSolver.Solve(f, new NearestSettings { Set = set });
        Assert.Equal((SolveStatus.AlreadySeparated, 0.0), (own.Status, own.Upper));
        Assert.Throws<EmbeddingException>(() => NearestSolver.Solve(f, new NearestSettings { Set = set, Dimension = 0 }));
        Assert.Throws<EmbeddingException>(
            () => NearestSolver.Solve(f.WithPoints([0, 1e200, 1, 2], 1), new NearestSettings { Set = IdealSet.Sphere() }));
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    public void Extreme_scales_are_solved_like_ordinary_ones(double unit)
    {
        var f = RandomEmbeddings.Gaussian(6, 2, 3, 8);
        var far = f.WithPoints([.. f.Coordinates.ToArray().Select(x => x * unit)], 2);
        var expected = NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.Contrastive(0.4, 1.5), Starts = 4 });
        var found = NearestSolver.Solve(far, new NearestSettings { Set = IdealSet.Contrastive(0.4 * unit, 1.5 * unit), Starts = 4 });
        Assert.True(IdealSet.Contrastive(0.4 * unit, 1.5 * unit).Contains(found.Nearest));
        Assert.Equal(expected.Upper * unit, found.Upper, 1e-6 * expected.Upper * unit);
        Assert.InRange(found.Lower, (1 - 1e-6) * expected.Lower * unit, found.Upper);
    }

    [Theory]
    [InlineData("ladder", 2)]
    [InlineData("ladder margin", 1)]
    [InlineData("ladder margin", 2)]
    [InlineData("table", 2)]
    [InlineData("contrastive", 2)]
    [InlineData("floor", 2)]
    public void Proof_closes_the_interval_of_few_points(string name, int dimension)
    {
        var f = RandomEmbeddings.Gaussian(6, dimension, 4, 3);
        var set = TestProblems.Set(name, f);
        var solution = NearestSolver.Solve(
            f, new NearestSettings { Set = set, Prove = true, ProveGap = 1e-3, ProveNodeLimit = 40_000, Starts = 32, Threads = 2 });
        Assert.Equal(SolveStatus.ProvedGlobal, solution.Status);
        Assert.InRange(solution.Gap, 0, 1e-3);
        Assert.True(set.Contains(solution.Nearest));
        Assert.Equal(solution.Lower, solution.Certificate!.Check(new Problem(f, NearestMetric.HausdorffLike, set, dimension)).Lower);
    }

    [Fact]
    public void Proof_on_the_sphere_bounds_by_its_triplet_separated_superset()
    {
        var f = Normalised(RandomEmbeddings.Gaussian(6, 2, 3, 4));
        var solution = NearestSolver.Solve(
            f, new NearestSettings { Set = IdealSet.Sphere(), Prove = true, ProveNodeLimit = 2000, Starts = 16, Threads = 2 });
        var free = NearestSolver.Solve(f, new NearestSettings { Prove = true, ProveGap = 1e-4, Starts = 16, Threads = 2 });
        Assert.True(solution.Lower >= free.Lower * (1 - 1e-4) && solution.Lower <= solution.Upper, $"{solution.Lower:R} {free.Lower:R}");
        Assert.Contains("branch and bound", solution.Stages);
    }

    [Fact]
    public void A_ladder_of_the_classes_is_proved_like_triplet_separated_embeddings()
    {
        var f = RandomEmbeddings.Gaussian(6, 2, 2, 3);
        var settings = new NearestSettings { Prove = true, Starts = 16, Threads = 2 };
        var expected = NearestSolver.Solve(f, settings);
        var ladder = NearestSolver.Solve(f, settings with { Set = IdealSet.Ladder(SimilarityLevels.OfClasses(2)) });
        Assert.Equal((SolveStatus.ProvedGlobal, expected.Upper), (ladder.Status, ladder.Upper));
    }

    [Theory]
    [InlineData("ladder")]
    [InlineData("ladder margin")]
    [InlineData("sphere margin")]
    [InlineData("contrastive")]
    public void Many_points_are_searched_by_lists(string name)
    {
        // More than are lifted, in enough dimensions for the multipliers of the search itself to prove something.
        var mixture = RandomEmbeddings.Mixture(320, 48, 8, 0.8, 2);
        var f = name == "sphere margin" ? Normalised(mixture) : mixture;
        var set = name == "contrastive"
            ? IdealSet.Contrastive(9, 10)
            : name == "sphere margin" ? IdealSet.Sphere(0.02) : TestProblems.Set(name, f);
        var solution =
            NearestSolver.Solve(f, new NearestSettings { Set = set, Gap = 0.02, Starts = 1, MaxEvaluations = 1500, Threads = 2 });
        Assert.True(set.Contains(solution.Nearest));
        string[] sources = name == "contrastive" ? ["single constraint", "Gram certificate"] : ["Gram certificate"];
        Assert.Contains(solution.LowerSource, sources);
        Assert.InRange(solution.Gap, 0, 0.1);
    }

    [Fact]
    public void A_set_without_members_is_said_to_be_one()
    {
        // Each class is to be nearer to the next than to the last by 0.1, all around: the sums contradict each other.
        var levels = SimilarityLevels.FromTable(new[,] { { 0, 1, 2 }, { 2, 0, 1 }, { 1, 2, 0 } });
        var f = RandomEmbeddings.Gaussian(3, 2, 3, 1);
        var error = Assert.Throws<EmbeddingException>(
            () => NearestSolver.Solve(f, new NearestSettings { Set = IdealSet.Ladder(levels, 0.1), Starts = 4, MaxEvaluations = 200 }));
        Assert.Contains("no embedding in dimension 2 was found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Canonical_embeddings_exist_for_every_set()
    {
        foreach (var name in TestProblems.Sets)
        {
            var gaussian = RandomEmbeddings.Gaussian(8, 3, 4, 6);
            var f = name.StartsWith("sphere", StringComparison.Ordinal) ? Normalised(gaussian) : gaussian;
            var set = TestProblems.Set(name, f);
            var solution = NearestSolver.Solve(f, new NearestSettings { Set = set, Starts = 4, Threads = 2 });
            var canonical =
                CanonicalSolver.Solve(f, solution, new CanonicalSettings { Starts = 1, Tolerance = 1e-4, MaxEvaluations = 6000 });
            Assert.True(set.Contains(canonical.Canonical), name);
            Assert.True(canonical.AttainedRadius <= canonical.AllowedRadius, name);
            Assert.True(canonical.SumOfSquares <= CanonicalSearch.Squares(f, solution.Nearest, NearestMetric.HausdorffLike), name);
        }
    }

    private static Embedding Normalised(Embedding f)
    {
        var norms = Enumerable.Range(0, f.Count).Select(i => Math.Sqrt(f[i].ToArray().Sum(x => x * x))).ToArray();
        return f.WithPoints(
            [.. Enumerable.Range(0, f.Coordinates.Length).Select(e => f.Coordinates[e] / norms[e / f.Dimension])], f.Dimension);
    }

    private static GramCertificate Tampered(Random random, GramCertificate c)
    {
        double Factor() => random.Next(3) == 0 ? 1 + (0.2 * (random.NextDouble() - 0.5)) : 1;
        PairMultipliers Pairs(PairMultipliers p) => p with { Values = Array.ConvertAll(p.Values, v => v * Factor()) };
        return c with
        {
            Mu = Array.ConvertAll(c.Mu, v => v * Factor()),
            Kappa = Array.ConvertAll(c.Kappa, v => v * Factor()),
            Slopes = Array.ConvertAll(c.Slopes, v => v * Factor()),
            Nu = c.Nu with { Values = Array.ConvertAll(c.Nu.Values, v => v * Factor()) },
            Near = Pairs(c.Near),
            Far = Pairs(c.Far),
            Alpha = Pairs(c.Alpha),
            Beta = Pairs(c.Beta),
        };
    }
}
