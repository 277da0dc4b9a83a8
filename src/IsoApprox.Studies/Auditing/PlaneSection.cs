using IsoApprox.Arithmetic;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Rank;
using IsoApprox.Solver.Counterexamples;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// Theorem 3's upper half in the plane and in every dimension from 3 (P12): far crosses with certificates, and the limits of far copies by
/// the bound delta >= (P + kappa s)/(1 + kappa), in intervals.
/// </summary>
internal static class PlaneSection
{
    private const string Statement = "Thm 3, upper half, in the plane: d_iso <= 2 L";
    private const int Side = 100_000;
    private const int LargestDimension = 64;

    internal static IEnumerable<AuditFinding> Run(AuditRun run)
    {
        yield return Crosses(run, "thm3-upper/plane", "three far crosses on an equilateral triangle", FarCrosses.Triangle(Side));
        run.Cancellation.ThrowIfCancellationRequested();
        yield return Crosses(run, "thm3-upper/plane-square", "four far crosses on a square, integer points", FarCrosses.Square(Side));
        yield return Space();
        yield return EveryDimension();
    }

    private static AuditFinding Crosses(AuditRun run, string id, string what, FarCopiesCertificate? certificate)
    {
        if (certificate is null)
        {
            return new AuditFinding(id, Statement, AuditVerdict.Contradiction, "no far copies certificate was accepted");
        }

        var file = AuditRun.CertificateName(id);
        var verdict = ((SelfContainedCertificate)run.WriteCertificate(file, certificate)).CheckAlone();
        return new AuditFinding(
            id, Statement, verdict is { Accepted: true, Ratio: > 2 } ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            AuditRun.Text($"d_iso > {AuditRun.Down(verdict.Ratio)} L at N = {certificate.Count}, n = 2: {what}, side {Side}, ")
                + "far copies certificate",
            file, file, certificate.Count, 2, verdict.Ratio);
    }

    /// <summary>An equilateral triangle of circumradius 1 and a pair at +-sqrt(3)/2 on its axis: P >= 1/2, s = sqrt 3.</summary>
    private static AuditFinding Space()
    {
        var side = new Interval(3, 3).Sqrt();
        var ratio = Limit(3, 3, 2, (Interval)1 / 2, side, side - (new Interval(7, 7).Sqrt() / 2));
        return new AuditFinding(
            "thm3-upper/space", "Thm 3, upper half, for n = 3: d_iso <= 2 L", ratio > 2 ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            AuditRun.Text($"far copies of a triangle and a crossing pair (N = 5 each): liminf d_iso/L >= {AuditRun.Down(ratio)}; proof in ")
                + "docs/theory.md (P12), value in intervals; a limit, no finite instance is certified",
            null, null, null, 3, ratio);
    }

    /// <summary>Opposite regular simplices of circumradius 1: P >= 2/n, s = sqrt(2 + 2/n), nearest points sqrt(2 - 2/n) apart.</summary>
    private static AuditFinding EveryDimension()
    {
        var ratios = Enumerable.Range(3, LargestDimension - 2).Select(n =>
        {
            var edge = (2 + ((Interval)2 / n)).Sqrt();
            return Limit(n, n + 1, n + 1, (Interval)2 / n, edge, edge - (2 - ((Interval)2 / n)).Sqrt());
        }).ToArray();
        return new AuditFinding(
            "thm3-upper/every-dimension", "Thm 3, upper half, for some n >= 3: d_iso <= 2 L",
            ratios.Min() > 2 ? AuditVerdict.Refuted : AuditVerdict.Contradiction,
            AuditRun.Text($"far copies of opposite regular simplices: liminf d_iso/L >= {AuditRun.Down(ratios[0])}, ")
                + AuditRun.Text($"{AuditRun.Down(ratios[1])}, {AuditRun.Down(ratios[5])} for n = 3, 4, 8 and above 2 for all n to ")
                + AuditRun.Text($"{LargestDimension} in intervals; proof for every n in docs/theory.md (P12)"));
    }

    /// <summary>(P + kappa s)/((1 + kappa) L), rounded down.</summary>
    private static double Limit(int dimension, int first, int second, Interval depth, Interval spread, Interval loss)
    {
        var kappa = GapConstant.Lower(dimension, first, second);
        return ((depth + (kappa * spread)) / (1 + (Interval)kappa) / loss).Lower;
    }
}
