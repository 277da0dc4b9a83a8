using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Tests;

/// <summary>The whole way from an embedding to verdicts, with the real searches on small embeddings.</summary>
public class TheoremVerifierTests
{
    private static readonly VerifierSettings Quick = new() { Starts = 4, Threads = 1 };

    [Fact]
    public void NoProvedClaimIsViolatedWithRealSearches()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var report = TheoremVerifier.Verify(Instances.Random(new Random(seed)), Quick);
            Assert.False(
                report.HasContradiction, $"seed {seed}: {report.Claims.FirstOrDefault(claim => claim.Verdict == Verdict.Violated)}");
            Assert.Equal(ClaimCatalog.All.Count, report.Claims.Count);
        }
    }

    [Fact]
    public void ASeparatedEmbeddingIsAtDistanceZero()
    {
        var report = TheoremVerifier.Verify(Embedding.Create([0, 0, 1, 0, 5, 1, 6, 1, 5, 2], 2, [0, 0, 1, 1, 1]), Quick);
        Assert.Equal(Interval.Zero, report.Inputs.Hausdorff);
        Assert.Equal(Interval.Zero, report.Inputs.Isometric);
        foreach (var id in (string[])["lemma1-printed", "lemma1-corrected", "thm2-lower", "thm2-upper-printed", "thm3-lower", "thm3-upper",
            "eq23"])
        {
            Assert.Equal(Verdict.Holds, report[id].Verdict);
        }
    }

    [Fact]
    public void EverySizeOfInputRuns()
    {
        Embedding[] embeddings =
        [
            Embedding.Create([1], 1, ["a"]),
            Embedding.Create([1, 1, 1], 1, ["a", "a", "b"]),
            Embedding.Create([0, 0, 0, 1, 0, 0, 0.2, 0, 0, 0.8, 0, 0], 3, ["a", "a", "b", "b"]),
            Embedding.Create([0, 1, 2, 3, 4, 5], 6, ["a"]),
            Embedding.Create([0, 2, 1], 1, ["a", "a", "b"]),
        ];
        foreach (var f in embeddings)
        {
            Assert.False(TheoremVerifier.Verify(f, Quick).HasContradiction);
        }
    }

    [Fact]
    public void ProgressNamesTheStagesInOrder()
    {
        var stages = new List<VerifierStage>();
        TheoremVerifier.Verify(Embedding.Create([0, 2, 1], 1, [0, 0, 1]), Quick, new Collector(stages));
        Assert.Equal(Enum.GetValues<VerifierStage>(), stages.Distinct());
    }

    [Fact]
    public void ACancelledSearchStillGivesSoundIntervals()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var f = Instances.IntegerTetrahedra();
        var report = TheoremVerifier.Verify(f, Quick, null, source.Token);
        Assert.True(report.Inputs.Isometric.Lower > 1.05e-3 - 1e-5 && report.Inputs.Isometric.Upper > 2.2 * 2.1e-3);
        Assert.Equal(Verdict.Undecided, report["thm3-upper"].Verdict);
    }

    /// <summary>
    /// What a search returns is not believed: the upper end comes from the embedding, and only if that is Triplet-Separated.
    /// </summary>
    [Fact]
    public void AFalseUpperValueIsReplaced()
    {
        var f = Embedding.Create([0, 2, 1], 1, [0, 0, 1]);
        Interval trivial = 7;
        var collapsed = Solution(f, f.WithPoints([1, 1, 1], 1), lower: 0.25, upper: 0.5);
        var enclosed = InputCollector.EncloseOptimum(collapsed, RigorousMeasures.Displacement, trivial);
        Assert.True(enclosed.Lower == 0.25 && enclosed.Upper is >= 1 and < 1.0000001);
        var notSeparated = Solution(f, f, lower: 0, upper: 0);
        Assert.Equal(7, InputCollector.EncloseOptimum(notSeparated, RigorousMeasures.Displacement, trivial).Upper);
    }

    [Fact]
    public void ALowerBoundAboveAnAttainedValueIsAnError()
    {
        var f = Embedding.Create([0, 2, 1], 1, [0, 0, 1]);
        var lie = Solution(f, f.WithPoints([1, 1, 1], 1), lower: 1.5, upper: 2);
        var error = Assert.Throws<InvalidOperationException>(() => InputCollector.EncloseOptimum(lie, RigorousMeasures.Displacement, 7));
        Assert.Contains("exceeds the attained value", error.Message, StringComparison.Ordinal);
    }

    private static NearestSolution Solution(Embedding f, Embedding g, double lower, double upper) => new()
    {
        Source = f,
        Nearest = g,
        Metric = NearestMetric.HausdorffLike,
        Dimension = f.Dimension,
        Set = IdealSet.TripletSeparated(),
        Interval = new ProvedInterval(lower, "test", upper, "test"),
        LowerSource = "test",
        UpperSource = "test",
        Certificate = null,
        IsFree = true,
        Explanation = "test",
        Status = SolveStatus.LocalMinimum,
        Evaluations = 0,
        Starts = 0,
        Seed = 1,
        Seconds = 0,
    };

    private sealed class Collector(List<VerifierStage> stages) : IProgress<VerifierProgress>
    {
        public void Report(VerifierProgress value)
        {
            lock (stages)
            {
                stages.Add(value.Stage);
            }
        }
    }
}
