using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Separation;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Studies.Instances;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// The corrections P3 (free dimension) and P4 (every dimension): their explicit constructions on random embeddings, and the best known
/// constants.
/// </summary>
internal static class RepairSection
{
    /// <summary>Rounding allowed to a construction in floating point, relative to the diameter.</summary>
    private const double Rounding = 1e-11;

    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        yield return Sweep(run, "p3", "P3: d_iso <= 2 L in free dimension, by LiftRepair", f =>
        {
            var loss = TripletLoss.HardMined(f).Value;
            var g = LiftRepair.Apply(f, loss);
            return (g, IsometricError.Compute(f, g).Value, 2 * loss);
        });
        yield return Sweep(run, "p4", "P4: d_haus <= (7.5 m - 5) L in every dimension, by ContractRepair", f =>
        {
            var loss = TripletLoss.HardMined(f).Value;
            var g = ContractRepair.Apply(f, ContractRepair.GuaranteedDelta(f, loss));
            var moved = Enumerable.Range(0, f.Count).Max(i => Numerics.PairwiseDistances.Distance(f[i], g[i]));
            return (g, moved, ((7.5 * f.LargestClassSize) - 5) * loss);
        });
        yield return Cross(run);
        yield return OneMoreDimension(run);
    }

    private static AuditFinding Sweep(
        AuditRun run, string id, string statement, Func<Embedding, (Embedding Result, double Value, double Bound)> repair)
    {
        var total = run.Sweep(100_000, 4_000);
        var (failures, worst) = (0, 0.0);
        var gate = new Lock();
        run.ForEach(total, index =>
        {
            var random = SeededRandom.Create(run.Settings.Seed, index);
            var f = RandomEmbeddings.MultiScale(random, 3 + random.Next(12), 1 + random.Next(5), 2 + random.Next(4));
            var (g, value, bound) = repair(f);
            var slack = Rounding * Diameter.Compute(f, cancellation: CancellationToken.None).Value;
            var failed = TripletSeparation.Worst(g, cancellation: CancellationToken.None).Violation > slack || value > bound + slack;
            lock (gate)
            {
                failures += failed ? 1 : 0;
                worst = bound > 1e3 * slack ? Math.Max(worst, value / bound) : worst;
            }
        });
        return new AuditFinding(id, statement, failures == 0 ? AuditVerdict.Proved : AuditVerdict.Contradiction,
            AuditRun.Text(
                $"proof in docs/theory.md; {total} random multi-scale embeddings: {failures} violations beyond rounding, largest ")
                + AuditRun.Text($"value/bound {worst:F4}"));
    }

    /// <summary>Certified lower bounds of the best constant in free dimension.</summary>
    private static AuditFinding Cross(AuditRun run)
    {
        const string Statement = "P3, best constant in free dimension: sup d_iso/L is in [3/4, 2]";
        var m = run.Sized(6, 3);
        var f = KnownCounterexamples.Cross(m);
        var settings = new NearestSettings
        {
            Metric = NearestMetric.IsometricError,
            FreeDimension = true,
            Seed = run.Settings.Seed,
            Threads = run.Settings.Threads,
            TimeLimit = TimeSpan.FromSeconds(run.Sized(30, 6))
        };
        var solution = NearestSolver.Solve(f, settings, null, run.Cancellation);
        if (solution.Certificate is not { } certificate)
        {
            return new AuditFinding("p3-constant", Statement, AuditVerdict.Open, $"no certificate was found for cross_{m}");
        }

        var instance = run.WriteEmbedding("instance-p3-constant.json", f);
        var read = run.WriteCertificate("certificate-p3-constant.json", certificate);
        var verdict = read.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError));
        var loss = RigorousMeasures.HardLoss(f);
        var ratio = new Numerics.Interval(verdict.Lower, Math.Max(verdict.Lower, solution.Upper)) / loss;
        return verdict.Accepted
            ? new AuditFinding("p3-constant", Statement, AuditVerdict.Open,
                AuditRun.Text($"cross_{m} (N = {f.Count}): d_iso/L >= {AuditRun.Down(ratio.Lower)} certified in every dimension, <= ")
                    + AuditRun.Text($"{Math.Ceiling(ratio.Upper * 1e4) / 1e4:F4} attained; no embedding above 3/4 is known"),
                instance, "certificate-p3-constant.json", f.Count, f.Dimension, ratio.Lower)
            : new AuditFinding("p3-constant", Statement, AuditVerdict.Contradiction, verdict.Reason);
    }

    private static AuditFinding OneMoreDimension(AuditRun run)
    {
        var f = Solver.Counterexamples.Chain.Uniform(3, 5, new Numerics.ExactRational(1, 10_000)).ToEmbedding();
        var loss = RigorousMeasures.HardLoss(f);
        var settings = new NearestSettings
        {
            Metric = NearestMetric.IsometricError,
            Dimension = f.Dimension + 1,
            Starts = 4,
            Seed = run.Settings.Seed,
            Threads = run.Settings.Threads,
            TimeLimit = TimeSpan.FromSeconds(10),
        };
        var solution = NearestSolver.Solve(f, settings, null, run.Cancellation);
        var ratio = solution.Upper / loss.Lower;
        return new AuditFinding("thm3-upper/one-more-dimension", "one more dimension removes the counterexample Chain(3,5)", ratio <= 2
            ? AuditVerdict.Proved : AuditVerdict.Open,
            AuditRun.Text($"a Triplet-Separated embedding in dimension {f.Dimension + 1} ")
                + AuditRun.Text($"at d_iso <= {Math.Ceiling(ratio * 1e4) / 1e4:F4} L was found ")
                + AuditRun.Text($"(in dimension {f.Dimension}: d_iso > 2.05 L)"), null, null, f.Count, f.Dimension + 1);
    }
}
