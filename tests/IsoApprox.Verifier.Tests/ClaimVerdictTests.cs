using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>Every claim meets hand-made inputs for each verdict it can have.</summary>
public class ClaimVerdictTests
{
    private const string ByProof = ": by proof";
    private static readonly Interval Zero = Interval.Zero;

    public static TheoryData<string, string, Verdict> Cases()
    {
        var cases = new TheoryData<string, string, Verdict>();
        foreach (var (id, name, verdict, _) in All)
        {
            cases.Add(id, name, verdict);
        }

        return cases;
    }

    private static readonly (string Id, string Name, Verdict Verdict, Func<VerifierInputs, VerifierInputs> Change)[] All =
    [
        ("lemma1-printed", "positive error, positive thickness: rescaling refutes every constant", Verdict.Violated, x => x),
        ("lemma1-printed", "error not bounded away from 0", Verdict.Undecided, x => x with { Pair = new(new(0.01, 0.02), new(0, 0.02)) }),
        ("lemma1-printed", "thickness not bounded away from 0", Verdict.Undecided, x => x with { Thickness = new(0, 5) }),
        ("lemma1-printed", "g isometric to f", Verdict.Holds, x => x with { Pair = new(Zero, Zero) }),
        ("lemma1-printed", "N <= n", Verdict.Vacuous, x => x with { Dimension = 5, RankBound = 4 }),
        ("lemma1-printed", "no pair", Verdict.Vacuous, x => x with { Pair = null }),
        ("lemma1-corrected", "within the bound", Verdict.Holds, x => x),
        ("lemma1-corrected", "thickness 0: the square-root law still decides", Verdict.Holds, x => x with { Thickness = Zero }),
        ("lemma1-corrected", "beyond both laws", Verdict.Violated, x => x with { Pair = new(new(0.0125, 0.0126), new(50, 51)) }),
        ("lemma1-corrected", "straddles: by proof", Verdict.Holds, x => x with { Pair = new(new(0.0125, 0.0126), new(0.01, 51)) }),
        ("lemma1-corrected", "no pair", Verdict.Vacuous, x => x with { Pair = null }),
        ("thm2-lower", "decided", Verdict.Holds, x => x),
        ("thm2-lower", "overlap: by proof", Verdict.Holds, x => x with { Isometric = new(0.012, 0.0405) }),
        ("thm2-lower", "contradiction", Verdict.Violated, x => x with { Isometric = new(0.0421, 0.05) }),
        ("thm2-upper-printed", "positive distances, positive thickness: rescaling refutes every constant", Verdict.Violated, x => x),
        ("thm2-upper-printed", "already separated", Verdict.Holds, x => x with { Hausdorff = Zero, Isometric = Zero, HardLoss = Zero }),
        ("thm2-upper-printed", "N <= n", Verdict.Vacuous, x => x with { Dimension = 5, RankBound = 4 }),
        ("thm2-upper-printed", "flat points", Verdict.Vacuous, x => x with { RankBound = 2 }),
        ("thm2-upper-printed", "thickness not bounded away from 0", Verdict.Undecided, x => x with { Thickness = new(0, 5) }),
        ("thm2-upper-corrected", "decided", Verdict.Holds, x => x),
        ("thm2-upper-corrected", "no thickness: decided by 2 delta t", Verdict.Holds,
            x => x with { RankBound = 2, Hausdorff = new(0.07, 0.075) }),
        ("thm2-upper-corrected", "weaker than the class radius", Verdict.Vacuous, x => x with { ClassRadius = new(0.05, 0.06) }),
        ("thm2-upper-corrected", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(0.3, 0.31) }),
        ("thm2-upper-corrected", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.02, 0.31) }),
        ("eq23", "decided", Verdict.Holds, x => x),
        ("eq23", "the same distance", Verdict.Holds, x => x with { Reassignment = new(new(0.02, 0.021), new(0.02, 0.021), true) }),
        ("eq23", "overlap: by proof", Verdict.Holds, x => x with { Reassignment = new(new(0.02, 0.021), new(0.02, 0.022), false) }),
        ("eq23", "contradiction", Verdict.Violated, x => x with { Reassignment = new(new(0.02, 0.021), new(0.01, 0.011), false) }),
        ("eq23", "no g", Verdict.Vacuous, x => x with { Reassignment = null }),
        ("thm3-lower", "decided", Verdict.Holds, x => x),
        ("thm3-lower", "overlap: by proof", Verdict.Holds, x => x with { Isometric = new(0.00502, 0.0121) }),
        ("thm3-lower", "contradiction", Verdict.Violated, x => x with { Isometric = new(0.001, 0.0049) }),
        ("thm3-upper", "decided", Verdict.Holds, x => x),
        ("thm3-upper", "refuted in rank-limited dimension", Verdict.Violated, x => x with { Isometric = new(0.0203, 0.021) }),
        ("thm3-upper", "overlap", Verdict.Undecided, x => x with { Isometric = new(0.012, 0.0201) }),
        ("thm3-upper", "on a line", Verdict.Holds, x => x with { RankBound = 1 }),
        ("thm3-lift", "rank-limited", Verdict.Vacuous, x => x),
        ("thm3-lift", "free by N - 1", Verdict.Holds, x => x with { Dimension = 4, RankBound = 4 }),
        ("thm3-lift", "free by rank + c - 1", Verdict.Holds, x => x with { RankBound = 2 }),
        ("thm3-lift", "overlap: by proof", Verdict.Holds, x => x with { RankBound = 2, Isometric = new(0.012, 0.0174) }),
        ("thm3-lift", "contradiction", Verdict.Violated, x => x with { RankBound = 2, Isometric = new(0.0176, 0.018) }),
        ("thm3-lift", "contradiction when n >= N - 1", Verdict.Violated,
            x => x with { Dimension = 4, RankBound = 4, Isometric = new(0.0129, 0.013) }),
        ("thm3-line-haus", "not on a line", Verdict.Vacuous, x => x),
        ("thm3-line-haus", "decided", Verdict.Holds, x => x with { RankBound = 1, Hausdorff = new(0.005, 0.0074) }),
        ("thm3-line-haus", "overlap: by proof", Verdict.Holds, x => x with { RankBound = 1, Hausdorff = new(0.005, 0.00755) }),
        ("thm3-line-haus", "contradiction", Verdict.Violated, x => x with { RankBound = 1, Hausdorff = new(0.0076, 0.008) }),
        ("thm3-line", "not on a line", Verdict.Vacuous, x => x),
        ("thm3-line", "decided", Verdict.Holds, x => x with { RankBound = 1 }),
        ("thm3-line", "overlap: by proof", Verdict.Holds, x => x with { RankBound = 1, Isometric = new(0.012, 0.0151) }),
        ("thm3-line", "contradiction", Verdict.Violated, x => x with { RankBound = 1, Isometric = new(0.0152, 0.016) }),
        ("thm3-contract", "decided", Verdict.Holds, x => x),
        ("thm3-contract", "weaker than the class radius", Verdict.Vacuous,
            x => x with { LargestClassSize = 4, ClassRadius = new(0.04, 0.041) }),
        ("thm3-contract", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(0.0318, 0.032) }),
        ("thm3-contract", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.02, 0.0316) }),
        ("thm3-contract-iso", "decided", Verdict.Holds, x => x),
        ("thm3-contract-iso", "weaker than the diameter", Verdict.Vacuous, x => x with { Diameter = new(0.06, 0.061) }),
        ("thm3-contract-iso", "contradiction", Verdict.Violated, x => x with { Isometric = new(0.0636, 0.07) }),
        ("thm3-contract-iso", "overlap: by proof", Verdict.Holds, x => x with { Isometric = new(0.012, 0.0632) }),
        ("p5", "weaker than the class radius", Verdict.Vacuous, x => x with { ClassRadius = new(0.04, 0.041) }),
        ("p5", "decided", Verdict.Holds, x => x),
        ("p5", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(0.0463, 0.05) }),
        ("p5", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.02, 0.046) }),
        ("corollary1-lower", "decided", Verdict.Holds, x => x),
        ("corollary1-lower", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.00251, 0.021) }),
        ("corollary1-lower", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(0.002, 0.0024) }),
        ("corollary1-upper-printed", "positive distance, positive thickness: rescaling refutes every constant", Verdict.Violated, x => x),
        ("corollary1-upper-printed", "already separated", Verdict.Holds,
            x => x with { Hausdorff = Zero, Isometric = Zero, HardLoss = Zero }),
        ("corollary1-upper-printed", "N <= n", Verdict.Vacuous, x => x with { Dimension = 5, RankBound = 4 }),
        ("corollary1-upper-printed", "distance not bounded away from 0", Verdict.Undecided, x => x with { Hausdorff = new(0, 0.51) }),
        ("corollary1-upper-corrected", "decided", Verdict.Holds, x => x),
        ("corollary1-upper-corrected", "weaker than the class radius", Verdict.Vacuous, x => x with { ClassRadius = new(0.03, 0.031) }),
        ("corollary1-upper-corrected", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(0.0318, 0.032) }),
        ("corollary1-upper-corrected", "contradiction on a line", Verdict.Violated, x => x with { RankBound = 1 }),
        ("corollary1-upper-corrected", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.02, 0.0316) }),
        ("elementary-radius", "decided", Verdict.Holds, x => x),
        ("elementary-radius", "overlap: by proof", Verdict.Holds, x => x with { Hausdorff = new(0.02, 4.0005) }),
        ("elementary-radius", "contradiction", Verdict.Violated, x => x with { Hausdorff = new(4.1, 4.2) }),
        ("elementary-diameter", "decided", Verdict.Holds, x => x),
        ("elementary-diameter", "overlap: by proof", Verdict.Holds, x => x with { Isometric = new(0.012, 10.0005) }),
        ("elementary-diameter", "contradiction", Verdict.Violated, x => x with { Isometric = new(10.1, 10.2) }),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void VerdictFollowsFromTheIntervals(string id, string name, Verdict expected)
    {
        var change = All.Single(entry => entry.Id == id && entry.Name == name).Change;
        var result = TheoremVerifier.Verify(change(Instances.Plain))[id];
        Assert.Equal(expected, result.Verdict);
        Assert.Equal(name.EndsWith(ByProof, StringComparison.Ordinal), result.IsByProof);
        Assert.Equal(result.IsByProof, result.Note.StartsWith("by proof; the intervals alone do not decide", StringComparison.Ordinal));
        Assert.NotEmpty(result.Statement);
        if (expected is Verdict.Vacuous)
        {
            Assert.NotEmpty(result.Note);
        }
    }

    [Fact]
    public void EveryClaimHasACaseForEachOfItsVerdicts()
    {
        Assert.Equal(ClaimCatalog.All.Select(claim => claim.Id).Order(), All.Select(entry => entry.Id).Distinct().Order());
        Assert.Equal(ClaimCatalog.All.Count, ClaimCatalog.All.Select(claim => claim.Id).Distinct().Count());
        foreach (var claim in ClaimCatalog.All)
        {
            var own = All.Where(entry => entry.Id == claim.Id).ToArray();
            Assert.Superset(new HashSet<Verdict> { Verdict.Holds, Verdict.Violated }, own.Select(entry => entry.Verdict).ToHashSet());
            Assert.Contains(own, entry => entry.Verdict == Verdict.Undecided || entry.Name.EndsWith(ByProof, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AViolatedTheoremIsCalledAContradiction()
    {
        var report = TheoremVerifier.Verify(Instances.Plain with { Isometric = new(10.1, 10.2) });
        Assert.True(report.HasViolation);
        Assert.True(report.HasContradiction);
        Assert.Contains("contradicts a proof", report["elementary-diameter"].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void AViolatedFalseClaimIsNoContradiction()
    {
        var report = TheoremVerifier.Verify(Instances.Plain with { Isometric = new(0.0203, 0.021) });
        Assert.Equal(Verdict.Violated, report["thm3-upper"].Verdict);
        Assert.Equal(ClaimStanding.FalseInGeneral, report["thm3-upper"].Standing);
        Assert.True(report.HasViolation);
        Assert.False(report.HasContradiction);
    }

    [Fact]
    public void UnknownClaimIsNamedWithTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => TheoremVerifier.Verify(Instances.Plain)["thm9"]);
        Assert.Contains("'thm9'; known: lemma1-printed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NegativeLengthsAreRefused() =>
        Assert.Contains(
            "Diameter",
            Assert.Throws<ArgumentException>(() => TheoremVerifier.Verify(Instances.Plain with { Diameter = new(-1, 1) })).Message,
            StringComparison.Ordinal);
}
