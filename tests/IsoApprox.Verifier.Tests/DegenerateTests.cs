using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Verifier.Claims;

namespace IsoApprox.Verifier.Tests;

/// <summary>Degenerate but legal embeddings.</summary>
public class DegenerateTests
{
    private static VerificationReport Verify(Embedding f, params Embedding[] feasible) =>
        TheoremVerifier.Verify(Instances.Inputs(f, feasible));

    [Fact]
    public void OneClassHasNoTripletAndLossZero()
    {
        var f = Embedding.Create([0, 0, 3, 4, 1, 7], 2, [1, 1, 1]);
        var report = Verify(f, f);
        Assert.Equal(Interval.Zero, report.Inputs.HardLoss);
        Assert.True(report.Inputs.IsFree);
        foreach (var id in (string[])["thm2-lower", "thm3-lower", "thm3-upper", "thm3-lift", "thm3-contract", "p5",
            "corollary1-upper-corrected", "eq23"])
        {
            Assert.Equal(Verdict.Holds, report[id].Verdict);
        }
    }

    [Fact]
    public void OnePoint()
    {
        var f = Embedding.Create([2.5, -1, 7], 3, ["only"]);
        var report = Verify(f, f);
        Assert.Equal(0, report.Inputs.RankBound);
        Assert.Equal(Interval.Zero, report.Inputs.Diameter);
        Assert.False(report.HasViolation);
        Assert.Equal(Verdict.Vacuous, report["lemma1-printed"].Verdict);
        Assert.Equal(Verdict.Vacuous, report["thm2-upper-printed"].Verdict);
        var withoutThickness =
            report.Claims.Where(claim => claim.Id is not ("lemma1-printed" or "thm2-upper-printed" or "corollary1-upper-printed"));
        Assert.All(withoutThickness, claim => Assert.Equal(Verdict.Holds, claim.Verdict));
    }

    [Fact]
    public void AllPointsEqual()
    {
        var f = Embedding.Create([1, 2, 1, 2, 1, 2, 1, 2], 2, [0, 0, 1, 1]);
        var report = Verify(f, f);
        Assert.Equal(Interval.Zero, report.Inputs.Diameter);
        Assert.Equal(Interval.Zero, report.Inputs.HardLoss);
        Assert.Equal(Verdict.Holds, report["elementary-radius"].Verdict);
        Assert.Equal(Verdict.Holds, report["elementary-diameter"].Verdict);
        Assert.Equal(Verdict.Holds, report["thm3-upper"].Verdict);
        Assert.Equal(Verdict.Vacuous, report["corollary1-upper-printed"].Verdict);
        Assert.False(report.HasViolation);
    }

    [Fact]
    public void FewPointsHaveNoThickness()
    {
        var f = Embedding.Create([0, 0, 0, 2, 0, 0, 1, 1, 0], 3, [0, 0, 1]);
        var report = Verify(f, f.WithPoints(new double[9], 3));
        Assert.Equal(Verdict.Vacuous, report["thm2-upper-printed"].Verdict);
        Assert.Contains("theta = 0 because N = 3 <= n = 3", report["thm2-upper-printed"].Note, StringComparison.Ordinal);
        Assert.Equal(double.PositiveInfinity, report["thm2-upper-printed"].Right.Lower);
        Assert.True(report.Inputs.IsFree);
    }

    [Fact]
    public void SingletonClassesOnlyAreSeparated()
    {
        var f = Embedding.Create([0, 1, 1.5, 9], 1, [0, 1, 2, 3]);
        var report = Verify(f, f);
        Assert.Equal(Interval.Zero, report.Inputs.HardLoss);
        Assert.Equal(Verdict.Holds, report["thm3-contract"].Verdict);
        Assert.False(report.HasViolation);
    }

    [Fact]
    public void TheDimensionConstantOfAHugeDimensionSaysNothing()
    {
        var inputs = Instances.Plain with { Dimension = int.MaxValue };
        Assert.Equal(Verdict.Vacuous, TheoremVerifier.Verify(inputs)["p5"].Verdict);
        var zero = TheoremVerifier.Verify(inputs with { HardLoss = Interval.Zero, Hausdorff = Interval.Zero, Isometric = Interval.Zero });
        Assert.Equal(Verdict.Holds, zero["p5"].Verdict);
        Assert.False(double.IsNaN(zero["p5"].Right.Upper));
    }
}
