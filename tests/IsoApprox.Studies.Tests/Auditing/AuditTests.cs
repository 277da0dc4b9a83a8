using System.Text.Json;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Rank;
using IsoApprox.Studies.Auditing;

namespace IsoApprox.Studies.Tests.Auditing;

public sealed class AuditTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "isoapprox-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void QuickAuditGivesEveryVerdictWithCertificatesThatTheCoreAccepts()
    {
        var result = Audit.Run(new AuditSettings { OutputDirectory = _folder, Quick = true, SweepDivisor = 10 });

        Assert.DoesNotContain(result.Findings, f => f.Verdict is AuditVerdict.Contradiction or AuditVerdict.NotRun);
        Assert.Equal(result.Findings.Count, result.Findings.Select(f => f.Id).Distinct().Count());
        Assert.Equal(AuditVerdict.Vacuous, Find(result, "thm2-upper-printed/N72-n128").Verdict);
        Assert.Equal(AuditVerdict.Refuted, Find(result, "lemma1-printed/scaling").Verdict);
        Assert.All(
            ["thm2-upper-printed", "thm2-upper-printed/scaling", "corollary1-upper-printed", "corollary1-upper-printed/scaling",
                "loss-zero/margin", "small-margin", "collapse-large-n"],
            id => Assert.Equal(AuditVerdict.Refuted, Find(result, id).Verdict));
        Assert.All(["loss-zero", "p6"], id => Assert.Equal(AuditVerdict.Proved, Find(result, id).Verdict));
        Assert.Equal(AuditVerdict.Open, Find(result, "thm1").Verdict);
        Assert.True(Find(result, "p3-constant").Ratio > 0.74);
        var refutations =
            result.Findings.Where(f => f.Id.StartsWith("thm3-upper/", StringComparison.Ordinal) && f.CertificateFile is not null
                && !f.Id.StartsWith("thm3-upper/line", StringComparison.Ordinal)).ToArray();
        foreach (var (id, constant) in new[] { ("thm3-upper/line", 1.5), ("thm3-upper/line-haus", 0.75) })
        {
            var line = Find(result, id);
            Assert.Equal(AuditVerdict.Proved, line.Verdict);
            Assert.InRange(line.Ratio!.Value, constant - 1e-4, constant);
        }

        Assert.All(["p3", "free-constant", "ball-repair"], id => Assert.Equal(AuditVerdict.Proved, Find(result, id).Verdict));
        Assert.True(refutations.Length >= 5);
        Assert.Contains(refutations, f => f.Ratio > 3);
        Assert.Equal(12, refutations.Min(f => f.Points));
        Assert.Equal(2, refutations.Min(f => f.Dimension));
        Assert.All(
            [("thm3-upper/plane", 2.08), ("thm3-upper/plane-square", 2.3), ("thm3-upper/space", 2.469), ("thm3-upper/every-dimension", 0)],
            row => Assert.True(Find(result, row.Item1) is { Verdict: AuditVerdict.Refuted } f && !(f.Ratio <= row.Item2)));
        foreach (var finding in refutations)
        {
            Assert.Equal(AuditVerdict.Refuted, finding.Verdict);
            using var stream = File.OpenRead(Path.Combine(_folder, finding.CertificateFile!));
            var verdict = Assert.IsAssignableFrom<SelfContainedCertificate>(CertificateJson.Read(stream)).CheckAlone();
            Assert.True(verdict.Accepted && verdict.Ratio > 2 && verdict.Ratio == finding.Ratio, verdict.Reason);
        }

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "results.json")));
        Assert.Equal(result.Findings.Count, json.RootElement.GetProperty("claims").GetArrayLength());
        Assert.Contains("thm3-upper/fewest-points", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
        Assert.All(result.Files, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void AStoppedAuditKeepsWhatIsFinished()
    {
        using var source = new CancellationTokenSource();
        var progress = new StopAfter("thm3-upper/chain-3x5", source);

        var result = Audit.Run(new AuditSettings { OutputDirectory = _folder, Quick = true }, progress, source.Token);

        Assert.Contains(result.Findings, f => f.Id == "thm3-upper/integer-tetrahedra" && f.Verdict == AuditVerdict.Refuted);
        Assert.Equal(7, result.Findings.Count(f => f.Verdict == AuditVerdict.NotRun));
        Assert.False(result.HasContradiction);
        Assert.True(File.Exists(Path.Combine(_folder, "results.json")));
        Assert.True(File.Exists(Path.Combine(_folder, "certificate-integer-tetrahedra.json")));
    }

    private static AuditFinding Find(AuditResult result, string id) => Assert.Single(result.Findings, f => f.Id == id);

    private sealed class StopAfter(string id, CancellationTokenSource source) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            if (value.Text.Contains(id, StringComparison.Ordinal))
            {
                source.Cancel();
            }
        }
    }
}
