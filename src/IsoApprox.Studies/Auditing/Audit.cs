using System.Diagnostics;
using IsoApprox.Studies.Paper;

namespace IsoApprox.Studies.Auditing;

/// <summary>The statements of arXiv 2210.11173 in general, with verdicts and evidence: runs every section and writes results.json, index.html, instances
/// and certificates.</summary>
public static class Audit
{
    private static readonly (string Id, string Text, Func<AuditRun, IEnumerable<AuditFinding>> Run)[] Sections =
    [
        ("thm3-upper", "counterexamples to Theorem 3 and their certificates", ChainSection.Run),
        ("lemma1", "isometric approximation", IsometrySection.Run),
        ("corrections", "corrected statements", RepairSection.Run),
        ("definitions", "Definition 1, hardest triplet", DefinitionSection.Run),
        ("catalogue", "every claim on random embeddings", CatalogSection.Run),
    ];

    /// <summary>Runs the audit. Every certificate is written, read back from its file and checked by the core.</summary>
    /// <param name="settings">Folder, size, seed.</param>
    /// <param name="progress">Told at each section and each finding.</param>
    /// <param name="cancellation">Stops the run; what is finished is written, sections not begun are listed as NotRun.</param>
    /// <exception cref="Embeddings.EmbeddingException">The output folder cannot be written.</exception>
    public static AuditResult Run(AuditSettings settings, IProgress<AuditProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ReportFolder.Prepare(settings.OutputDirectory);
        var watch = Stopwatch.StartNew();
        var run = new AuditRun(settings, cancellation);
        var findings = new List<AuditFinding>();
        for (var s = 0; s < Sections.Length; s++)
        {
            var (id, text, section) = Sections[s];
            progress?.Report(new AuditProgress(s, Sections.Length, text));
            try
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var finding in section(run))
                {
                    findings.Add(finding);
                    progress?.Report(new AuditProgress(s, Sections.Length, $"{text}: {finding.Id} {finding.Verdict}"));
                }
            }
            catch (Exception error) when (cancellation.IsCancellationRequested && error is OperationCanceledException or AggregateException)
            {
                findings.Add(new AuditFinding(id, text, AuditVerdict.NotRun, "the run was stopped"));
            }
        }

        var result = new AuditResult(settings, findings, watch.Elapsed.TotalSeconds, []);
        run.WriteText("results.json", AuditReport.ToJson(result));
        run.WriteText("index.html", AuditReport.ToHtml(result));
        return result with { Files = [.. run.Files] };
    }
}
