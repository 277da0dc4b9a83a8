using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Rank;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.Auditing;

/// <summary>Theorem 3, upper half: exact certificates of d_iso > 2 L.</summary>
internal static class ChainSection
{
    private const string Statement = "Thm 3, upper half: d_iso <= 2 L";

    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        Assert(ExactRational.TryParse("1.41", out var spacing));
        yield return Rank(run, "thm3-upper/integer-tetrahedra",
            RankCertificates.FromChain(KnownCounterexamples.TetrahedraShape(spacing), KnownCounterexamples.IntegerTetrahedra(spacing)));
        foreach (var (name, chain) in KnownCounterexamples.Chains.Where(c => !run.Settings.Quick || c.Chain.Count <= 22))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            yield return Rank(run, $"thm3-upper/{name}", RankCertificates.FromChain(chain));
        }

        foreach (var (m, length, inverse, ratio) in new[] { (3, 5, 100_000L, 2.05), (4, 5, 100_000L, 2.5),
            (15, 901, 100_000_000_000L, 14.9) })
        {
            yield return Elementary(run, m, length, new ExactRational(1, inverse), ratio);
        }

        run.Cancellation.ThrowIfCancellationRequested();
        yield return Doubles(run);
        yield return TwelvePoints(run);
        yield return Formula(run);
    }

    private static AuditFinding Rank(AuditRun run, string id, RankCertificate? certificate)
    {
        if (certificate is null)
        {
            return new AuditFinding(id, Statement, AuditVerdict.Contradiction, "no rank certificate was accepted");
        }

        var file = AuditRun.CertificateName(id);
        return Judge(id, ((SelfContainedCertificate)run.WriteCertificate(file, certificate)).CheckAlone(), certificate, file,
            "rank certificate in exact rationals");
    }

    private static AuditFinding Elementary(AuditRun run, int m, int length, ExactRational eps, double ratio)
    {
        var certificate = new ChainCertificate
        {
            Digest = ChainCertificate.DigestOf(m, length, eps),
            ClassSize = m,
            Length = length,
            Shortening = eps,
            Level = eps * ExactRational.From(ratio) / m,
        };
        var id = $"thm3-upper/elementary-{m}-{length}";
        var file = AuditRun.CertificateName(id);
        return Judge(id, ((SelfContainedCertificate)run.WriteCertificate(file, certificate)).CheckAlone(), certificate, file,
            $"chain certificate (five elementary steps), eps = {eps}");
    }

    /// <summary>
    /// The points of an embedding as they are in memory, from the dual of the tangent linear program; the problem's own check is used.
    /// </summary>
    private static AuditFinding Doubles(AuditRun run)
    {
        const string Id = "thm3-upper/doubles";
        var f = Chain.Uniform(3, 5, new ExactRational(1, 10_000)).ToEmbedding();
        if (RankCertificates.FromTangent(f, run.Cancellation) is not { } certificate)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            return new AuditFinding(Id, Statement, AuditVerdict.Contradiction, "no rank certificate was accepted");
        }

        var instance = run.WriteEmbedding(AuditRun.CertificateName(Id).Replace("certificate", "instance", StringComparison.Ordinal), f);
        var read = (SelfContainedCertificate)run.WriteCertificate(AuditRun.CertificateName(Id), certificate);
        var verdict = read.Check(Problem.TripletSeparated(f, NearestMetric.IsometricError, 0, f.Dimension));
        return verdict.Accepted
            ? Judge(Id, read.CheckAlone(), read, AuditRun.CertificateName(Id),
                "rank certificate from the dual of the tangent linear program, for the doubles of the instance file") with
            { InstanceFile = instance }
            : new AuditFinding(Id, Statement, AuditVerdict.Contradiction, verdict.Reason);
    }

    /// <summary>The best chain of twelve points that is certified; below 2.</summary>
    private static AuditFinding TwelvePoints(AuditRun run)
    {
        const string Id = "chain-twelve-points";
        const string Claim = "a chain of twelve points has d_iso > 2 L";
        var f = KnownCounterexamples.TurnedEnds(1e-6);
        if (RankCertificates.FromTangent(f, run.Cancellation) is not { } certificate)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            return new AuditFinding(Id, Claim, AuditVerdict.Contradiction, "no rank certificate was accepted");
        }

        var (instance, file) = (run.WriteEmbedding("instance-twelve-points.json", f), AuditRun.CertificateName(Id));
        var verdict = ((SelfContainedCertificate)run.WriteCertificate(file, certificate)).CheckAlone();
        return new AuditFinding(
            Id, Claim, !verdict.Accepted ? AuditVerdict.Contradiction : verdict.Ratio > 2 ? AuditVerdict.Proved : AuditVerdict.Open,
            AuditRun.Text($"sizes 3, 6, 3 with turned ends, n = 8, L = 1e-6: d_iso > {AuditRun.Down(verdict.Ratio)} L certified; ")
                + "measured: the ratio tends to 2 from below as L tends to 0",
            instance, file, f.Count, f.Dimension, verdict.Ratio);
    }

    private static AuditFinding Judge(string id, InstanceVerdict verdict, SelfContainedCertificate certificate, string file, string how) =>
        verdict.Accepted && verdict.Ratio > 2
        ? new AuditFinding(id, Statement, AuditVerdict.Refuted,
            AuditRun.Text($"d_iso > {AuditRun.Down(verdict.Ratio)} L at N = {certificate.Count}, n = {certificate.Dimension}, L <= ")
                + AuditRun.Text($"{verdict.LossUpper.RoundUp():R}: {how}"),
            file, file, certificate.Count, certificate.Dimension, verdict.Ratio)
        : new AuditFinding(id, Statement, AuditVerdict.Contradiction, $"not proved above 2: {verdict.Reason}");

    /// <summary>m(M-1)/(M-1+sqrt m) against the tangent linear program.</summary>
    private static AuditFinding Formula(AuditRun run)
    {
        var worst = 0.0;
        var largest = run.Sized(6, 3);
        for (var m = 2; m <= largest; m++)
        {
            var chain = Chain.Uniform(m, 5, new ExactRational(1, 10_000_000));
            var tangent = TangentProgram.Solve(chain.ToEmbedding(), run.Cancellation);
            run.Cancellation.ThrowIfCancellationRequested();
            worst = tangent is null ? double.PositiveInfinity : Math.Max(worst, Math.Abs((tangent.Ratio / chain.FirstOrderRatio) - 1));
        }

        return new AuditFinding(
            "chain-formula", "liminf d_iso/L >= m (M-1)/(M-1+sqrt m) on Chain(m, M) as eps -> 0, m <= 15", AuditVerdict.Proved,
            AuditRun.Text($"proof in docs/audit.md (E5); measured: the tangent linear program has this value for m = 2..{largest}, M = 5, ")
                + AuditRun.Text($"within {worst:E1} relative"));
    }

    private static void Assert(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("a constant of the audit cannot be read");
        }
    }
}
