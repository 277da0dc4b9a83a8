using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Thickness;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// Statements of the text that are no inequality of the catalogue, or that are false for a reason of their own: the missing diameter of
/// (19), loss zero, the margin, collapse for N >> n. docs/paper.md has the list.
/// </summary>
internal static class StatementSection
{
    private static readonly int[] Exponents = [0, 10, 20, 40];

    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        foreach (var finding in MissingDiameter(run))
        {
            yield return finding;
        }

        yield return LossZero(run);
        yield return LossZeroWithMargin(run);
        yield return SmallMargin(run);
        yield return ManyPoints(run);
    }

    /// <summary>
    /// (19) without the diameter: d_haus theta/d_iso and d_haus theta/(2 L) are lengths. One embedding, times powers of two, whose
    /// distances are proved at each scale.
    /// </summary>
    private static IEnumerable<AuditFinding> MissingDiameter(AuditRun run)
    {
        var (byIsometric, byLoss) = (new List<double>(), new List<double>());
        var f = Kite(1);
        foreach (var exponent in Exponents)
        {
            f = Kite(Math.ScaleB(1, exponent));
            var settings = new NearestSettings { Starts = 8, Seed = run.Settings.Seed };
            var hausdorff = NearestSolver.Solve(f, settings, null, run.Cancellation);
            var isometric = NearestSolver.Solve(
                f, settings with { Metric = Certificates.NearestMetric.IsometricError }, null, run.Cancellation);
            var thickness = ThicknessSolver.Compute(f, run.Settings.Seed, run.Cancellation);
            var product = (Interval)hausdorff.Lower * thickness.Lower;
            byIsometric.Add((product / isometric.Upper).Lower);
            byLoss.Add((product / (2 * (Interval)RigorousMeasures.HardLoss(f).Upper)).Lower);
        }

        var file = run.WriteEmbedding("instance-upper-printed-scaled.json", f);
        yield return Scaled("thm2-upper-printed/scaling", "(19): d_haus <= (c_n/theta) d_iso, c_n of n alone", byIsometric, file);
        yield return Scaled(
            "corollary1-upper-printed/scaling", "Cor. 1 with (19): d_haus <= 2 (c_n/theta) L, c_n of n alone", byLoss, file);
    }

    private static AuditFinding Scaled(string id, string statement, List<double> needed, string file) => new(
        id, statement, needed[0] > 0 && needed[^1] > needed[0] * Math.ScaleB(1, Exponents[^1] - 1)
            ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
        AuditRun.Text($"f times 1, 2^10, 2^20, 2^40 needs c_2 >= {needed[0]:G4}, {needed[1]:G4}, {needed[2]:G4}, {needed[3]:G4} ")
            + "(proved intervals): no constant serves all scales",
        file, null, 4, 2, needed[^1]);

    /// <summary>(0, 0), (2, 0) of one class, (1, 1/4), (1, 2) of another, times a scale: full rank, L > 0.</summary>
    private static Embedding Kite(double scale) =>
        Embedding.Create([0, 0, 2 * scale, 0, scale, scale / 4, scale, 2 * scale], 2, [0, 0, 1, 1], "kite");

    private static AuditFinding LossZero(AuditRun run)
    {
        var (total, different, zero) = (run.Sweep(20_000, 2_000), 0, 0);
        for (var index = 0; index < total; index++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var random = SeededRandom.Create(run.Settings.Seed + 6, index);
            var (count, n) = (2 + random.Next(5), 1 + random.Next(2));
            double[] points = [.. Enumerable.Range(0, count * n).Select(_ => (double)random.Next(4))];
            var f = Embedding.Create(points, n, Enumerable.Range(0, count).Select(_ => random.Next(2)).ToArray());
            var isZero = RigorousMeasures.HardLoss(f) == Interval.Zero;
            zero += isZero ? 1 : 0;
            different += isZero != TripletSeparation.IsSatisfied(f, cancellation: CancellationToken.None) ? 1 : 0;
        }

        return new AuditFinding(
            "loss-zero", "L(f) = 0 if and only if f is Triplet-Separated (margin 0)",
            different == 0 ? AuditVerdict.Proved : AuditVerdict.Contradiction,
            AuditRun.Text($"L is the largest violation of Def. 1; {different} of {total} random integer embeddings differ ")
                + AuditRun.Text($"({zero} with L = 0). Total collapse has L = 0 and is Triplet-Separated"));
    }

    /// <summary>{0, 1}, {3}: Triplet-Separated, gap 1 at the anchor 1, so the loss with margin 2 is 1.</summary>
    private static AuditFinding LossZeroWithMargin(AuditRun run)
    {
        var f = Embedding.Create([0, 1, 3], 1, [0, 0, 1], "separated, but not by the margin");
        var loss = TripletLoss.HardMined(f, TripletDistance.Euclidean, 2, null, run.Cancellation).Value;
        var isRefuted = TripletSeparation.IsSatisfied(f, cancellation: run.Cancellation) && loss == 1;
        return new AuditFinding(
            "loss-zero/margin", "with a margin alpha > 0: loss 0 if and only if f is Triplet-Separated",
            isRefuted ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            "{0, 1}, {3} is Triplet-Separated and has loss 1 at alpha = 2; only loss 0 => Triplet-Separated is true. "
                + "What is equivalent is membership in F_TS with margin alpha",
            run.WriteEmbedding("instance-loss-zero-margin.json", f), null, 3, 1);
    }

    /// <summary>All points at one point: in F_TS without a margin, at distance at least alpha/4 from F_TS with any.</summary>
    private static AuditFinding SmallMargin(AuditRun run)
    {
        const double Alpha = 1.0 / 1024;
        var f = Embedding.Create(new double[8], 2, [0, 0, 1, 1], "one point");
        var settings = new NearestSettings { Seed = run.Settings.Seed };
        var without = NearestSolver.Solve(f, settings, null, run.Cancellation);
        var with = NearestSolver.Solve(f, settings with { Set = IdealSet.TripletSeparated(Alpha) }, null, run.Cancellation);
        return new AuditFinding(
            "small-margin", "a small margin is negligible (the theory has margin 0)",
            without.Upper == 0 && with.Lower > 0 ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            AuditRun.Text($"all points at one point: d_haus = {without.Upper:R} without a margin, in ")
                + AuditRun.Text($"[{with.Lower / Alpha:G4}, {with.Upper / Alpha:G4}] alpha with alpha = 2^-10, and so for every alpha by ")
                + "scaling. Without a margin total collapse is an optimum, with any margin it is none. "
                + "How far the other distances move: study margin",
            run.WriteEmbedding("instance-small-margin.json", f), null, 4, 2);
    }

    /// <summary>Two far groups on a line: N = 2000, n = 1, Triplet-Separated, so f* = f keeps everything.</summary>
    private static AuditFinding ManyPoints(AuditRun run)
    {
        var f = Embedding.Create(
            [.. Enumerable.Range(0, 2000).Select(i => (i / 2000.0) + (i % 2 * 100))], 1, [.. Enumerable.Range(0, 2000).Select(i => i % 2)],
            "two far groups");
        return new AuditFinding(
            "collapse-large-n", "hard mining collapses when N >> n, and not when n > N",
            TripletSeparation.IsSatisfied(f, cancellation: run.Cancellation) ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            "as an implication of N/n: two far groups of 1000 points on a line are Triplet-Separated, so f* = f at N/n = 2000. "
                + "As a tendency over random embeddings it is measured in docs/collapse.md: the scale is ln N against n, "
                + "and small n collapses classes first",
            run.WriteEmbedding("instance-collapse-large-n.json", f), null, 2000, 1);
    }
}
