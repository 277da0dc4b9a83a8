using IsoApprox.Arithmetic;
using IsoApprox.Solver.Thickness;
using IsoApprox.Studies.Instances;
using IsoApprox.Verifier;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>Every claim of the catalogue on random embeddings, with proved intervals; and the printed Theorem 2 where N &lt;= n.</summary>
internal static class CatalogSection
{
    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        var total = run.Sweep(10_000, 300);
        var counts = ClaimCatalog.All.ToDictionary(claim => claim.Id, _ => new int[4]);
        var contradictions = ClaimCatalog.All.ToDictionary(claim => claim.Id, _ => 0);
        var standings = ClaimCatalog.All.ToDictionary(claim => claim.Id, _ => ClaimStanding.Proved);
        var (done, gate) = (0, new Lock());
        try
        {
            run.ForEach(total, index =>
            {
                var random = SeededRandom.Create(run.Settings.Seed + 1, index);
                var f = RandomEmbeddings.MultiScale(random, 3 + random.Next(5), 1 + random.Next(3), 2 + random.Next(2));
                var report =
                    TheoremVerifier.Verify(f, new VerifierSettings { Starts = 1, Seed = index, Threads = 1 }, null, run.Cancellation);
                lock (gate)
                {
                    done++;
                    foreach (var claim in report.Claims)
                    {
                        counts[claim.Id][(int)claim.Verdict]++;
                        contradictions[claim.Id] += claim is { Verdict: Verdict.Violated, Standing: ClaimStanding.Proved } ? 1 : 0;
                        standings[claim.Id] = claim.Standing > standings[claim.Id] ? claim.Standing : standings[claim.Id];
                    }
                }
            });
        }
        catch (OperationCanceledException)
        {
            // The counts so far stand, each line says of how many embeddings.
        }

        foreach (var claim in ClaimCatalog.All)
        {
            var c = counts[claim.Id];
            var verdict = contradictions[claim.Id] > 0 ? AuditVerdict.Contradiction : claim.Id switch
            {
                "thm3-upper" or "lemma1-printed" or "thm2-upper-printed" or "corollary1-upper-printed" => AuditVerdict.Refuted,
                _ => AuditVerdict.Proved,
            };
            var why = verdict switch
            {
                AuditVerdict.Refuted => "see the rows with evidence",
                AuditVerdict.Contradiction => $"{contradictions[claim.Id]} contradictions",
                _ => "proof in docs/theory.md",
            };
            yield return new AuditFinding(claim.Id, claim.Statement, done == 0 ? AuditVerdict.NotRun : verdict,
                AuditRun.Text($"{why}; {done} random embeddings with proved intervals: ")
                    + AuditRun.Text($"holds {c[0]}, violated {c[1]}, vacuous {c[2]}, undecided {c[3]}"));
        }

        run.Cancellation.ThrowIfCancellationRequested();
        yield return FewPoints(run);
    }

    /// <summary>N = 72, n = 128, the paper's own regime: the points lie in a hyperplane, so theta = 0.</summary>
    private static AuditFinding FewPoints(AuditRun run)
    {
        var random = SeededRandom.Create(run.Settings.Seed, 72);
        double[] points = [.. Enumerable.Range(0, 72 * 128).Select(_ => SeededRandom.Gaussian(random))];
        var f = Embeddings.Embedding.Create(
            points, 128, Enumerable.Range(0, 72).Select(i => i / 4).ToArray(), "72 points in 128 dimensions");
        var thickness = ThicknessSolver.Compute(f, run.Settings.Seed, run.Cancellation);
        var (loss, diameter) = (RigorousMeasures.HardLoss(f), RigorousMeasures.Diameter(f));
        var radius = Measures.EnclosingBall.PerClass(f).Max(ball => ball.Upper);
        var inputs = new VerifierInputs
        {
            Points = f.Count,
            Dimension = f.Dimension,
            Classes = f.ClassCount,
            LargestClassSize = f.LargestClassSize,
            RankBound = RigorousMeasures.RankBound(f),
            HardLoss = loss,
            BatchHardLoss = Measures.TripletLoss.BatchHard(f, cancellation: run.Cancellation).Value,
            Diameter = diameter,
            Thickness = new Interval(thickness.Lower, thickness.Upper),
            ClassRadius = new Interval(0, radius),
            Hausdorff = new Interval(loss.Lower / 4, radius),
            Isometric = new Interval(loss.Lower / 2, diameter.Upper),
        };
        var claim = TheoremVerifier.Verify(inputs)["thm2-upper-printed"];
        return new AuditFinding("thm2-upper-printed/N72-n128", claim.Statement, claim.Verdict == Verdict.Vacuous ? AuditVerdict.Vacuous
            : AuditVerdict.Contradiction,
            AuditRun.Text($"N = 72, n = 128, 18 classes of 4: theta in [{thickness.Lower:G3}, {thickness.Upper:G3}], ")
                + AuditRun.Text($"rank at most {inputs.RankBound}; ")
                + AuditRun.Text($"{claim.Note}"),
            run.WriteEmbedding("instance-thm2-upper-printed.json", f), null, 72, 128);
    }
}
