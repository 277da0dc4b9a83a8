using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Canonical;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Restricted;

/// <summary>Triplet-Separated embeddings with a floor, and the speed of large margins.</summary>
public class RestrictedSolverTests
{
    private const double Tolerance = 1e-8;

    [Theory]
    [InlineData(FloorKind.Scale, 0.9)]
    [InlineData(FloorKind.Thickness, 0.9)]
    [InlineData(FloorKind.AnchorRadius, 0.4)]
    public void The_result_is_separated_and_above_its_floor(FloorKind kind, double level)
    {
        var f = Points();
        var free = NearestSolver.Solve(f, new NearestSettings { Starts = 16, Threads = 1 });
        var found = RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = kind, Level = level, Starts = 6 });
        Assert.Equal(free.Lower, found.Lower);
        foreach (var g in new[] { found.Nearest, found.Canonical })
        {
            Assert.True(TripletSeparation.IsSatisfied(g));
            Assert.True(
                Floor(kind, g) >= level * (kind == FloorKind.Thickness ? Floor(kind, f) : Diameter.Compute(f).Value) * (1 - Tolerance));
            Assert.True(Enumerable.Range(0, f.Count).Max(i => Length(f, g, i)) <= found.Upper * 1.0011);
        }
    }

    [Fact]
    public void A_floor_of_zero_asks_nothing()
    {
        var f = Points();
        var free = NearestSolver.Solve(f, new NearestSettings { Starts = 16, Threads = 1 });
        var found = RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = FloorKind.Scale, Level = 0, Starts = 1 });
        Assert.True(found.Upper <= free.Upper);
        Assert.Throws<EmbeddingException>(
            () => RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = FloorKind.Scale, Level = 1.5 }));
        Assert.Throws<EmbeddingException>(
            () => RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = FloorKind.AnchorRadius, Level = double.NaN }));
    }

    [Fact]
    public void Multipliers_balance_at_every_anchor_and_are_empty_above_the_floor()
    {
        var f = Points();
        var multipliers = RestrictedSolver.Multipliers(f, 0, 0.5, 200);
        Assert.NotEmpty(multipliers);
        foreach (var anchor in multipliers.GroupBy(m => m.Anchor))
        {
            Assert.Equal(anchor.Where(m => m.IsPositive).Sum(m => m.Value), anchor.Where(m => !m.IsPositive).Sum(m => m.Value), Tolerance);
            Assert.All(anchor, m => Assert.Equal(m.IsPositive, f.Classes[m.Anchor] == f.Classes[m.Other]));
        }

        Assert.Empty(RestrictedSolver.Multipliers(Embedding.Create([0, 0.1, 5, 5.1], 1, [0, 0, 1, 1]), 0.1, 1, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Large_margins_do_not_stall(double marginOverDiameter)
    {
        // The points of a class coincide at the optimum: a kink of the constraints, where the search once used up all its iterations.
        var f = Points();
        var margin = marginOverDiameter * Diameter.Compute(f).Value;
        var settings = new NearestSettings { Set = IdealSet.TripletSeparated(margin), Starts = 16, Threads = 1, DirectionNodes = 0 };
        var solution = NearestSolver.Solve(f, settings);
        Assert.True(solution.Evaluations < 16 * 5000);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin));
        Assert.True(solution.Lower <= solution.Upper);
    }

    [Fact]
    public void A_large_margin_with_several_classes_ends_before_the_last_outer_iteration()
    {
        var f = Nearest.RandomEmbeddings.Gaussian(16, 4, 4, 1);
        var settings = new NearestSettings { Set = IdealSet.TripletSeparated(6), Gap = 1e-6, Starts = 4, Threads = 1, DirectionNodes = 0 };
        var solution = NearestSolver.Solve(f, settings);
        Assert.True(solution.Evaluations < 4 * 8000, $"{solution.Evaluations} evaluations");
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, settings.Margin));
        Assert.InRange(solution.Lower, 0.9 * solution.Upper, solution.Upper);
    }

    [Fact]
    public void Multipliers_hold_every_conflict_apart_and_not_the_worst_alone()
    {
        double[] one = [0, 0, 2, 0, 1, 0.5, 1, 3];
        var other = one.Select((x, k) => (0.2 * x) + (k % 2 == 0 ? 100 : 0));
        var f = Embedding.Create([.. one, .. other], 2, [0, 0, 1, 1, 2, 2, 3, 3]);
        var weights = RestrictedSolver.Multipliers(f, 0, 0, 2000).GroupBy(m => m.Anchor < 4)
            .ToDictionary(group => group.Key, group => group.Sum(m => m.Value));
        Assert.InRange(weights[false] / weights[true], 0.5, 2);
    }

    private static double Floor(FloorKind kind, Embedding g) => kind switch
    {
        FloorKind.Scale => Diameter.Compute(g).Value,
        FloorKind.Thickness => ThicknessSolver.Compute(g, new ThicknessSettings()).Lower,
        _ => AnchorDistances.Compute(g).NearestNegativeDistance.Min(),
    };

    private static double Length(Embedding f, Embedding g, int i) => Math.Sqrt(IsoApprox.Arithmetic.PairwiseDistances.Squared(f[i], g[i]));

    private static Embedding Points()
    {
        var random = new Random(5);
        return Embedding.Create(
            [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())], 2, [.. Enumerable.Range(0, 10).Select(i => i % 2)]);
    }
}
