using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>The printed upper half of Theorem 3 on the integer tetrahedra, where d_iso > 2.2 L is certified.</summary>
public class RefutationTests
{
    private static VerifierInputs Tetrahedra()
    {
        var f = Instances.IntegerTetrahedra();
        return Instances.Inputs(f, [f.WithPoints(new double[f.Count * f.Dimension], f.Dimension)]);
    }

    [Fact]
    public void LossIsThePublishedOne()
    {
        var inputs = Tetrahedra();
        Assert.Equal((20, 7, 5, 4), (inputs.Points, inputs.Dimension, inputs.Classes, inputs.LargestClassSize));
        Assert.True(inputs.HardLoss.Upper <= 2.10442555e-3);
        Assert.True(inputs.HardLoss.Lower > 2.10442554e-3);
        Assert.False(inputs.IsFree);
    }

    [Fact]
    public void CertifiedLowerBoundViolatesTheoremThree()
    {
        var inputs = Tetrahedra();
        var report = TheoremVerifier.Verify(inputs with { Isometric = new Interval(2.2 * 2.10442555e-3, inputs.Isometric.Upper) });
        var result = report["thm3-upper"];
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.Equal(ClaimStanding.FalseInGeneral, result.Standing);
        Assert.Contains("rank-limited", result.Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.Vacuous, report["thm3-lift"].Verdict);
        Assert.False(report.HasContradiction);
    }

    [Fact]
    public void ElementaryLowerBoundLeavesItUndecided() =>
        Assert.Equal(Verdict.Undecided, TheoremVerifier.Verify(Tetrahedra())["thm3-upper"].Verdict);

    [Fact]
    public void PaddedToFreeDimensionTheoremThreeApplies()
    {
        var f = Instances.IntegerTetrahedra();
        var padded = new double[20 * 11];
        for (var i = 0; i < 20; i++)
        {
            f[i].CopyTo(padded.AsSpan(i * 11));
        }

        var g = f.WithPoints(padded, 11);
        var inputs = Instances.Inputs(g, [g.WithPoints(new double[20 * 11], 11)]);
        var result = TheoremVerifier.Verify(inputs)["thm3-lift"];
        Assert.True(inputs.IsFree);
        Assert.Equal((Verdict.Holds, true), (result.Verdict, result.IsByProof));
        Assert.Equal(ClaimStanding.Proved, TheoremVerifier.Verify(inputs)["thm3-upper"].Standing);
    }
}
