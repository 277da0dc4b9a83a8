using IsoApprox.Embeddings;
using IsoApprox.Verifier.Claims;

namespace IsoApprox.Verifier.Tests;

/// <summary>No claim that is proved is ever Violated when the enclosures are sound, and none is Undecided. No tolerance.</summary>
public class SoundnessTests
{
    [Fact]
    public void NoProvedClaimIsViolatedOnRandomEmbeddings()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var f = Instances.Random(random);
            var report = TheoremVerifier.Verify(Instances.Inputs(f, Instances.Separated(f, random)));
            Assert.All(report.Claims, claim => Assert.False(
                claim is { Standing: ClaimStanding.Proved, Verdict: Verdict.Violated or Verdict.Undecided },
                $"seed {seed}: {claim.Id} {claim.Left} <= {claim.Right}: {claim.Note}"));
        }
    }

    /// <summary>
    /// Lower halves with each feasible embedding in turn: L &lt;= 2 d_iso(f,g) and L &lt;= 4 max_i ||f_i - g_i|| for every g in F_TS.
    /// </summary>
    [Fact]
    public void EveryFeasibleEmbeddingRespectsTheLowerHalves()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var f = Instances.Random(random);
            foreach (var g in Instances.Separated(f, random))
            {
                var report = TheoremVerifier.Verify(Instances.Inputs(f, [g]));
                Assert.NotEqual(Verdict.Violated, report["thm3-lower"].Verdict);
                Assert.NotEqual(Verdict.Violated, report["corollary1-lower"].Verdict);
                Assert.NotEqual(Verdict.Violated, report["eq23"].Verdict);
            }
        }
    }

    /// <summary>
    /// Theorem P6 bounds the least-squares isometry, so the computed one must respect it for arbitrary pairs, not only for
    /// Triplet-Separated g.
    /// </summary>
    [Fact]
    public void IsometricApproximationHoldsForRandomPairs()
    {
        var decided = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var f = Instances.Random(random);
            var size = Math.Pow(10, -random.Next(0, 7));
            var points = f.Coordinates.ToArray().Select(x => x + (size * Instances.Gaussian(random))).ToArray();
            var report = TheoremVerifier.Verify(Instances.PairInputs(f, f.WithPoints(points, f.Dimension)));
            Assert.NotEqual(Verdict.Violated, report["lemma1-corrected"].Verdict);
            decided += report["lemma1-corrected"] is { Verdict: Verdict.Holds, IsByProof: false } ? 1 : 0;
        }

        Assert.True(decided > 900, $"only {decided} of 1000 decided");
    }

    /// <summary>The verdict does not depend on the unit of length.</summary>
    [Fact]
    public void VerdictsAreInvariantUnderScalingByPowersOfTwo()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var f = Instances.Random(random);
            var separated = Instances.Separated(f, random);
            var small = TheoremVerifier.Verify(Instances.Inputs(f, separated));
            var large = TheoremVerifier.Verify(Instances.Inputs(Scale(f), [.. separated.Select(Scale)]));
            Assert.Equal(small.Claims.Select(claim => (claim.Id, claim.Verdict)), large.Claims.Select(claim => (claim.Id, claim.Verdict)));
        }
    }

    private static Embedding Scale(Embedding f) => f.WithPoints(f.Coordinates.ToArray().Select(x => 1024 * x).ToArray(), f.Dimension);
}
