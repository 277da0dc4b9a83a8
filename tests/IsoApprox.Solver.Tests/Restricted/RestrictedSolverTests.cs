using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Restricted;
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
            Assert.True(Floor(kind, g) >= level * (kind == FloorKind.Thickness ? Floor(kind, f) : Diameter.Compute(f).Value) * (1 - Tolerance));
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
        Assert.Throws<EmbeddingException>(() => RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = FloorKind.Scale, Level = 1.5 }));
        Assert.Throws<EmbeddingException>(() => RestrictedSolver.Solve(f, free, new RestrictedSettings { Floor = FloorKind.AnchorRadius, Level = double.NaN }));
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
        var solution = NearestSolver.Solve(f, new NearestSettings { Margin = margin, Starts = 16, Threads = 1 });
        Assert.True(solution.Evaluations < 16 * 5000);
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, margin));
        Assert.True(solution.Lower <= solution.Upper);
    }

    private static double Floor(FloorKind kind, Embedding g) => kind switch
    {
        FloorKind.Scale => Diameter.Compute(g).Value,
        FloorKind.Thickness => ThicknessSolver.Compute(g, new ThicknessSettings()).Lower,
        _ => AnchorDistances.Compute(g).NearestNegativeDistance.Min(),
    };

    private static double Length(Embedding f, Embedding g, int i) => Math.Sqrt(IsoApprox.Numerics.PairwiseDistances.Squared(f[i], g[i]));

    private static Embedding Points()
    {
        var random = new Random(5);
        return Embedding.Create([.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())], 2, [.. Enumerable.Range(0, 10).Select(i => i % 2)]);
    }
}
