using IsoApprox.Arithmetic;
using IsoApprox.Measures;
using IsoApprox.Solver.Isometries;
using IsoApprox.Solver.Thickness;
using IsoApprox.Studies.Instances;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Auditing;

/// <summary>Theorem 1 and Lemma 1: the scaling counterexample, the explicit bounds P6, their sharpness, and the solar sequence.</summary>
internal static class IsometrySection
{
    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        yield return Scaling(run);
        yield return new AuditFinding(
            "thm1", "Thm 1 (Alestalo, Trotsenko, Vaisala 2001): theta(A) >= q diam A gives an isometry within c_n eps/q, c_n of n alone",
            AuditVerdict.Open,
            "cited, not proved here; P6 proves it for finite sets with a constant that grows with N, which is another statement");
        yield return FiniteSets(run);
        run.Cancellation.ThrowIfCancellationRequested();
        yield return Sharpness(run);
        yield return Solar(run);
    }

    /// <summary>e theta / eps of one pair is a length, so multiplying the pair by s multiplies the constant it needs by s.</summary>
    private static AuditFinding Scaling(AuditRun run)
    {
        var needed = new List<double>();
        foreach (var exponent in new[] { 0, 10, 20, 40 })
        {
            var (f, g) = KnownCounterexamples.Apex(0.5, 0.125, Math.ScaleB(1, exponent));
            var fit = MinimaxProcrustes.Fit(f, g, run.Cancellation);
            var eps = RigorousMeasures.IsometricError(f, g);
            var thickness = ThicknessSolver.Compute(f, run.Settings.Seed, run.Cancellation);
            needed.Add(((Interval)fit.Lower * thickness.Lower / eps).Lower);
        }

        var (before, after) = KnownCounterexamples.Apex(0.5, 0.125, Math.ScaleB(1, 40));
        run.WriteEmbedding("instance-lemma1-printed-g.json", after);
        return new AuditFinding(
            "lemma1-printed/scaling", "Lemma 1 as printed: theta(f) >= q implies an isometry within c_n eps/q, c_n free of f and g",
            AuditVerdict.Refuted,
            AuditRun.Text($"(f, g) times 1, 2^10, 2^20, 2^40 needs c_2 >= ")
                + AuditRun.Text($"{needed[0]:G4}, {needed[1]:G4}, {needed[2]:G4}, {needed[3]:G4} (intervals): ")
                + AuditRun.Text($"no constant serves all scales"),
            run.WriteEmbedding("instance-lemma1-printed-f.json", before), null, 3, 2, needed[^1]);
    }

    private static AuditFinding FiniteSets(AuditRun run)
    {
        var total = run.Sweep(4_000, 200);
        var largest = new double[5];
        var (violations, gate) = (0, new Lock());
        run.ForEach(total, index =>
        {
            var random = SeededRandom.Create(run.Settings.Seed + 2, index);
            var (count, n) = (4 + random.Next(8), index % 20 == 0 ? 2 : random.Next(3) switch { 0 => 1, 1 => 3, _ => 4 });
            var f = RandomEmbeddings.MultiScale(random, count, n, 2);
            var g = RandomEmbeddings.Moved(random, f, Math.Pow(10, -5 * random.NextDouble()));
            var (eps, diameter) = (RigorousMeasures.IsometricError(f, g), RigorousMeasures.Diameter(f));
            var thickness = ThicknessSolver.Compute(f, run.Settings.Seed, run.Cancellation);
            var fit = MinimaxProcrustes.Fit(f, g, run.Cancellation);
            var spread = (diameter * eps) + (eps.Square() / 2);
            var bound = ((Interval)(2 * n)).Sqrt().Sqrt() * (count * spread).Sqrt();
            if (thickness.Lower > 0)
            {
                bound = Interval.Min(
                    bound, (1 / (((Interval)2).Sqrt() - 1).Sqrt()) * count * spread / new Interval(thickness.Lower, thickness.Upper));
            }

            lock (gate)
            {
                violations += fit.Lower > bound.Upper ? 1 : 0;
                largest[n] = Math.Max(largest[n], ((Interval)fit.Lower * thickness.Lower / (eps * diameter)).Lower);
            }
        });
        return new AuditFinding(
            "p6", "P6, Thm 1 for finite sets with an explicit constant: an isometry within min{1.554 N (1+eps/2D) eps "
            + "D/theta, (2n)^(1/4) sqrt(N D eps (1+eps/2D))}",
            violations == 0 ? AuditVerdict.Proved : AuditVerdict.Contradiction,
            AuditRun.Text($"proof in docs/theory.md (P6); {total} random pairs: {violations} violations; largest proved e theta/(eps ")
                + AuditRun.Text($"D), a lower bound of c_n: ")
            + AuditRun.Text($"n = 1: {largest[1]:F3}, n = 2: {largest[2]:F3}, n = 3: {largest[3]:F3}, n = 4: {largest[4]:F3}"));
    }

    private static AuditFinding Sharpness(AuditRun run)
    {
        (double Height, double Move)[] cases = [(1.0 / 64, 1.0 / 65536), (0, 1.0 / 1024)];
        var text = new List<string>();
        foreach (var (height, move) in cases)
        {
            var (f, g) = KnownCounterexamples.Apex(height, move);
            var fit = MinimaxProcrustes.Fit(f, g, run.Cancellation);
            var (eps, diameter) = (RigorousMeasures.IsometricError(f, g), RigorousMeasures.Diameter(f));
            text.Add(height > 0
                ? AuditRun.Text($"s = {height:G4}: error / (eps D/theta) in [{(fit.Lower * height / (eps * diameter)).Lower:F4}, ")
                    + AuditRun.Text($"{(fit.Upper * height / (eps * diameter)).Upper:F4}]")
                : AuditRun.Text($"s = 0: error / sqrt(eps D) in [{(fit.Lower / (eps * diameter).Sqrt()).Lower:F4}, ")
                    + AuditRun.Text($"{(fit.Upper / (eps * diameter).Sqrt()).Upper:F4}]"));
        }

        return new AuditFinding(
            "p6-sharp", "P6: both laws have the right order in eps (apex example, error exactly d/2)", AuditVerdict.Proved,
            $"proof in docs/audit.md; {string.Join("; ", text)} (limits 1/4 and 1/2)", null, null, 3, 2);
    }

    /// <summary>
    /// Vaisala's per-set constant D/h_n, h_n the last height of the greedy sequence, against D/theta. theta &lt;= 2 h_n, since all points
    /// are within h_n of the last hyperplane.
    /// </summary>
    private static AuditFinding Solar(AuditRun run)
    {
        var (total, count, sum, largest, sharper) = (run.Sweep(2_000, 200), 0, 0.0, 0.0, 0);
        for (var index = 0; index < total; index++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var random = SeededRandom.Create(run.Settings.Seed + 3, index);
            var f = RandomEmbeddings.MultiScale(random, 5 + random.Next(8), 2 + random.Next(2), 2);
            var rank = AffineRank.Compute(f);
            var thickness = ThicknessSolver.Compute(f, run.Settings.Seed, run.Cancellation);
            if (rank.Rank < f.Dimension || !(thickness.Lower > 1e-9))
            {
                continue;
            }

            var ratio = thickness.Lower / rank.Heights[^1];
            (count, sum, largest, sharper) = (count + 1, sum + ratio, Math.Max(largest, ratio), sharper + (ratio < 1 ? 1 : 0));
        }

        return new AuditFinding("solar", "Solar sequence (Vaisala 2002): the per-set constant max |x - u_0|/h_k in the place of diam/theta",
            AuditVerdict.Measured,
            AuditRun.Text($"theta/h_n over {count} random sets: mean {sum / Math.Max(1, count):F3}, ")
                + AuditRun.Text($"largest {largest:F3} (at most 2 by proof); below ")
                + AuditRun.Text($"1, so D/h_n is the smaller constant, in {sharper}"));
    }
}
