using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Studies.Instances;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// The corrections P3 (free dimension), P4 (every dimension) and P11 (the line): their explicit constructions on random embeddings, and
/// the best known constants.
/// </summary>
internal static class RepairSection
{
    /// <summary>Rounding allowed to a construction in floating point, relative to the diameter.</summary>
    private const double Rounding = 1e-11;

    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        yield return Sweep(run, "p3", "P3: d_iso <= sqrt(3) L with c - 1 further dimensions, by LiftRepair", f =>
        {
            var loss = TripletLoss.HardMined(f).Value;
            var g = LiftRepair.Apply(f, loss);
            return (g, IsometricError.Compute(f, g).Value, Math.Sqrt(3) * loss);
        });
        yield return Sweep(run, "free-constant", "P3: d_iso <= 1.275 L when n >= N - 1, by FreeLift", f =>
        {
            var loss = TripletLoss.HardMined(f).Value;
            var g = FreeLift.Apply(f, loss);
            return (g, IsometricError.Compute(f, g).Value, FreeLift.Constant * loss);
        });
        yield return Sweep(
            run, "ball-repair", "P4: d_haus <= L/(sqrt(2 + 2/nu) - sqrt 2), nu = min(n, m - 1), in every dimension, by BallRepair", f =>
        {
            var delta = BallRepair.GuaranteedDelta(f, TripletLoss.HardMined(f).Value);
            var g = BallRepair.Apply(f, delta);
            var moved = Enumerable.Range(0, f.Count).Max(i => PairwiseDistances.Distance(f[i], g[i]));
            return (g, moved, delta);
        });
        foreach (var finding in LineSection.Run(run))
        {
            yield return finding;
        }

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
        const string Statement = "best constant in free dimension (n >= N - 1): sup d_iso/L is in [0.749747, 1.275]";
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
        var ratio = new Arithmetic.Interval(verdict.Lower, Math.Max(verdict.Lower, solution.Upper)) / loss;
        return verdict.Accepted
            ? new AuditFinding("p3-constant", Statement, AuditVerdict.Open,
                AuditRun.Text($"cross_{m} (N = {f.Count}): d_iso/L >= {AuditRun.Down(ratio.Lower)} certified in every dimension, <= ")
                    + AuditRun.Text($"{AuditRun.Up(ratio.Upper)} attained; ")
                    + "the crosses tend to 0.749747, no embedding above is known",
                instance, "certificate-p3-constant.json", f.Count, f.Dimension, ratio.Lower)
            : new AuditFinding("p3-constant", Statement, AuditVerdict.Contradiction, verdict.Reason);
    }

    private static AuditFinding OneMoreDimension(AuditRun run)
    {
        var f = Solver.Counterexamples.Chain.Uniform(3, 5, new Arithmetic.ExactRational(1, 10_000)).ToEmbedding();
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
                + AuditRun.Text($"at d_iso <= {AuditRun.Up(ratio)} L was found ")
                + AuditRun.Text($"(in dimension {f.Dimension}: d_iso > 2.05 L)"), null, null, f.Count, f.Dimension + 1);
    }
}
