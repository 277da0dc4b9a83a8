using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// Theorem 3 on a line (P11): d_haus &lt;= (3/4) L and d_iso &lt;= (3/2) L. A sweep of LineRepair in exact rationals, and the two
/// embeddings that attain the constants, with certificates of their lower bounds.
/// </summary>
internal static class LineSection
{
    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        var sweep = Sweep(run);
        var three = Embedding.Create([0, 2, 1], 1, [0, 0, 1], "line, d_haus");
        var six = Embedding.Create([0, 2, 1, 10, 12, 11], 1, [0, 0, 1, 2, 2, 3], "line, d_iso");
        yield return Extremal(
            run, "thm3-upper/line", "Theorem 3 on a line: d_iso <= (3/2) L, sharp", six, NearestMetric.IsometricError, 1.5, sweep);
        yield return Extremal(
            run, "thm3-upper/line-haus", "Theorem 3 on a line: d_haus <= (3/4) L, sharp", three, NearestMetric.HausdorffLike, 0.75, sweep);
    }

    /// <summary>Random points on a line whose repaired points are not Triplet-Separated, or are moved too far; both by exact
    /// arithmetic.</summary>
    private static (int Total, int Failures) Sweep(AuditRun run)
    {
        var (total, failures) = (run.Sweep(100_000, 4_000), 0);
        run.ForEach(total, index =>
        {
            var (points, classes) = Draw(SeededRandom.Create(run.Settings.Seed + 2, index));
            var level = LineRepair.Constant * LineRepair.Loss(points, classes);
            var g = LineRepair.Apply(points, classes, level);
            var far = points.Where((x, i) => x - g[i] > level || g[i] - x > level).Any();
            if (far || LineRepair.Loss(g, classes) != ExactRational.Zero)
            {
                Interlocked.Increment(ref failures);
            }
        });
        return (total, failures);
    }

    /// <summary>Integers with ties, or doubles of many scales; up to 12 points and 5 classes.</summary>
    private static (ExactRational[] Points, int[] Classes) Draw(Random random)
    {
        var (count, classes, range) = (2 + random.Next(11), 1 + random.Next(5), 3 + random.Next(20));
        var integers = random.Next(2) == 0;
        var points = new ExactRational[count];
        for (var i = 0; i < count; i++)
        {
            points[i] = integers ? random.Next(range) : SeededRandom.Gaussian(random) * Math.Pow(10, -random.Next(8));
        }

        return (points, [.. points.Select(_ => random.Next(classes))]);
    }

    private static AuditFinding Extremal(
        AuditRun run, string id, string statement, Embedding f, NearestMetric metric, double constant, (int Total, int Failures) sweep)
    {
        var settings = new NearestSettings
        {
            Metric = metric,
            Prove = true,
            Seed = run.Settings.Seed,
            Threads = run.Settings.Threads,
            TimeLimit = TimeSpan.FromSeconds(run.Sized(30, 10)),
        };
        var solution = NearestSolver.Solve(f, settings, null, run.Cancellation);
        if (solution.Certificate is not { } certificate)
        {
            return new AuditFinding(id, statement, AuditVerdict.Open, "no certificate of the extremal embedding was found");
        }

        var name = id.Replace('/', '-');
        var instance = run.WriteEmbedding($"instance-{name}.json", f);
        var verdict = run.WriteCertificate($"certificate-{name}.json", certificate)
            .Check(Problem.TripletSeparated(f, metric, 0, 1));
        var ratio = verdict.Lower / RigorousMeasures.HardLoss(f).Upper;
        var right = sweep.Failures == 0 && verdict.Accepted && ratio <= constant;
        return new AuditFinding(id, statement, right ? AuditVerdict.Proved : AuditVerdict.Contradiction,
            AuditRun.Text($"proof in docs/theory.md; {sweep.Total} random embeddings in exact rationals: {sweep.Failures} violations; ")
                + AuditRun.Text($"N = {f.Count}: at least {AuditRun.Down(ratio)} L certified, {solution.Upper:G6} L attained"),
            instance, $"certificate-{name}.json", f.Count, 1, ratio);
    }
}
