using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Canonical;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Tests.Nearest;

/// <summary>
/// The descent to the canonical embedding where it is hard: few dimensions, many points, nearest embeddings that are one point.
/// </summary>
public class CanonicalDescentTests
{
    private const double Tolerance = 1e-4;

    private static readonly CanonicalSettings Settings = new() { Starts = 1, Tolerance = Tolerance, MaxEvaluations = 20_000 };

    private static NearestSolution Nearest(Embedding f, int seed = 1) => NearestSolver.Solve(
        f, new NearestSettings { Gap = 1e-3, Starts = 2, MaxEvaluations = 800, DirectionNodes = 0, Seed = seed });

    private static CanonicalSolution Canonical(Embedding f, NearestSolution solution, CanonicalSettings settings)
    {
        var canonical = CanonicalSolver.Solve(f, solution, settings);
        Assert.True(TripletSeparation.IsSatisfied(canonical.Canonical, solution.Margin));
        Assert.True(canonical.AttainedRadius <= canonical.AllowedRadius);
        Assert.True(TestProblems.Above(f, canonical.Canonical) <= canonical.AllowedRadius);
        Assert.True(canonical.SumOfSquares <= CanonicalSearch.Squares(f, solution.Nearest, NearestMetric.HausdorffLike));
        Assert.True(!(canonical.LowerSumOfSquares > canonical.SumOfSquares));
        Assert.True(
            !canonical.Converged || (canonical.Residual <= settings.Tolerance && canonical.GradientNorm <= 100 * settings.Tolerance));
        return canonical;
    }

    [Theory]
    [InlineData(24, 2, 2)]
    [InlineData(24, 2, 6)]
    [InlineData(32, 4, 8)]
    [InlineData(40, 8, 2)]
    [InlineData(40, 32, 10)]
    public void Converges_in_few_and_in_many_dimensions(int count, int dimension, int classes)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, 3);
        var solution = Nearest(f);
        var canonical = Canonical(f, solution, Settings);
        Assert.True(
            canonical.Converged, $"residual {canonical.Residual}, gradient {canonical.GradientNorm}, evaluations {canonical.Evaluations}");
        Assert.True(canonical.SumOfSquares < 0.999 * CanonicalSearch.Squares(f, solution.Nearest, NearestMetric.HausdorffLike));
    }

    [Theory]
    [InlineData(10, 3, 2, 5)]
    [InlineData(16, 4, 4, 4.5)]
    [InlineData(16, 4, 4, 9)]
    public void Converges_where_a_margin_makes_points_of_a_class_coincide(int count, int dimension, int classes, double margin)
    {
        var f = RandomEmbeddings.Gaussian(count, dimension, classes, 1);
        var solution = NearestSolver.Solve(
            f, new NearestSettings { Set = IdealSet.TripletSeparated(margin), Gap = 1e-6, Starts = 4, MaxEvaluations = 6000 });
        var canonical = Canonical(f, solution, Settings);
        Assert.True(
            canonical.Converged, $"residual {canonical.Residual}, gradient {canonical.GradientNorm}, evaluations {canonical.Evaluations}");
        Assert.InRange(CollapseMeasures.Compute(f, canonical.Canonical).WithinClassSpread.Value!.Value, 0, 1e-3);
    }

    [Fact]
    public void A_stricter_tolerance_gives_the_same_embedding()
    {
        var f = RandomEmbeddings.Gaussian(24, 4, 4, 5);
        var solution = Nearest(f);
        var (loose, strict) =
            (Canonical(f, solution, Settings), Canonical(f, solution, Settings with { Tolerance = 1e-6, MaxEvaluations = null }));
        Assert.True(loose.Converged && strict.Converged);
        Assert.InRange(loose.SumOfSquares / strict.SumOfSquares, 1 - 1e-6, 1 + 3e-3);
        Assert.InRange(TestProblems.Above(loose.Canonical, strict.Canonical), 0, 0.05 * solution.Upper);
    }

    [Fact]
    public void Hard_random_instances_stay_admissible_whatever_the_limit()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 25; trial++)
        {
            var f = RandomEmbeddings.Small(random, 12);
            var solution = Nearest(f);
            Canonical(f, solution, Settings with { MaxEvaluations = 1 << random.Next(1, 11) });
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void One_point_is_left(int dimension)
    {
        // Labels without meaning on a sphere: the nearest embedding that is given is its centre.
        var gaussian = RandomEmbeddings.Gaussian(40, dimension, 2, 4);
        var rows = Enumerable.Range(0, gaussian.Count).SelectMany(i =>
        {
            var length = Math.Sqrt(gaussian[i].ToArray().Sum(x => x * x));
            return gaussian[i].ToArray().Select(x => x / length);
        });
        var f = gaussian.WithPoints([.. rows], dimension);
        var centre = f.WithPoints(new double[f.Coordinates.Length], dimension);
        var radius = TestProblems.Above(f, centre);
        var solution = Nearest(f) with { Nearest = centre, Interval = new ProvedInterval(0, "none", radius, "centre") };
        var canonical = Canonical(f, solution, Settings);
        Assert.True(
            canonical.SumOfSquares < 0.999 * CanonicalSearch.Squares(f, centre, NearestMetric.HausdorffLike), $"{canonical.SumOfSquares}");
        Assert.Contains(Enumerable.Range(1, f.Count - 1), i => !canonical.Canonical[i].SequenceEqual(canonical.Canonical[0]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0.5, 0.2)]
    public void Gradient_of_the_working_set(double tangency, double margin)
    {
        var f = RandomEmbeddings.Gaussian(9, 3, 3, 2);
        var problem = TestProblems.TripletSeparated(f, 3, margin, 0.7);
        var set = new WorkingSet(problem, new TiedClasses(problem)) { Smoothing = 1e-2, Tangency = tangency };
        var random = new Random(1);
        double[] Near(double size) => [.. problem.Points.Select(x => x + (size * RandomEmbeddings.Gaussian(random)))];
        set.SetReference(Near(0.05));
        set.Rebuild(Near(0.05), 1, null);
        var gradient = new double[problem.Points.Length];
        set.Evaluate(Near(0.05), 7, 1e-3, gradient, null);
        Assert.True(set.Update([]) > 0);
        var at = Near(0.05);
        var u = at.Select((x, k) => (x - problem.Points[k]) / problem.Radius).ToArray();
        double Value(double[] x, double[] derivative)
        {
            derivative.AsSpan().Clear();
            return set.Evaluate([.. x.Select((v, k) => problem.Points[k] + (problem.Radius * v))], 7, 1e-3, derivative, null);
        }

        Value(u, gradient);
        for (var k = 0; k < u.Length; k++)
        {
            var (below, above, scratch) = ((double[])u.Clone(), (double[])u.Clone(), new double[u.Length]);
            below[k] -= 1e-6;
            above[k] += 1e-6;
            Assert.Equal((Value(above, scratch) - Value(below, scratch)) / 2e-6, gradient[k], 1e-5 * (1 + Math.Abs(gradient[k])));
        }
    }

    [Fact]
    public void Tangents_lie_below_and_touch_at_the_reference()
    {
        // With tangents every term is at least as large as without; at the reference they agree.
        var f = RandomEmbeddings.Gaussian(10, 2, 2, 9);
        var problem = TestProblems.TripletSeparated(f, 2, 0, 0.5);
        var (tangent, plain) =
            (new WorkingSet(problem, new TiedClasses(problem)) { Tangency = 1 },
                new WorkingSet(problem, new TiedClasses(problem)) { Tangency = 0 });
        var scratch = new double[problem.Points.Length];
        tangent.SetReference(problem.Points);
        tangent.Rebuild(problem.Points, 9, null);
        plain.Rebuild(problem.Points, 9, null);
        Assert.Equal(plain.Evaluate(problem.Points, 3, 0, scratch, null), tangent.Evaluate(problem.Points, 3, 0, scratch, null), 1e-12);
        var random = new Random(2);
        for (var trial = 0; trial < 50; trial++)
        {
            double[] g = [.. problem.Points.Select(x => x + (0.3 * RandomEmbeddings.Gaussian(random)))];
            Assert.True(tangent.Evaluate(g, 3, 0, scratch, null) >= plain.Evaluate(g, 3, 0, scratch, null) - 1e-12);
        }
    }

    [Fact]
    public void Classes_with_a_point_in_common_move_as_one()
    {
        var f = Embedding.Create([0.0, 0, 1, 0, 1, 1e-3, 2, 0, 5, 5, 6, 5], 2, [0, 0, 1, 1, 2, 2]);
        var problem = TestProblems.TripletSeparated(f, 2, 0, 1.0);
        var tied = new TiedClasses(problem);
        var g = (double[])problem.Points.Clone();
        Assert.False(tied.Tie(g, 1e-12));
        Assert.True(tied.Tie(g, Math.Pow(2e-3 / problem.Scale, 2)));
        Assert.All(Enumerable.Range(0, 4), i => Assert.True(tied.Contains(i)));
        Assert.False(tied.Contains(4));
        Assert.All(Enumerable.Range(1, 3), i => Assert.True(VectorKernels.SquaredDistance(g.AsSpan(0, 2), g.AsSpan(2 * i, 2)) < 1e-28));
        Assert.Equal(problem.Points[8..], g[8..]);
    }
}
