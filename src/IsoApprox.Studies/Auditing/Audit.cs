using System.Diagnostics;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Auditing;

/// <summary>
/// The statements of arXiv 2210.11173 in general, with verdicts and evidence: runs every section and writes results.json, index.html,
/// instances and certificates.
/// </summary>
public static class Audit
{
    /// <summary>Time: share of the usual time of a run.</summary>
    private static readonly (string Id, string Text, double Time, Func<AuditRun, IEnumerable<AuditFinding>> Run)[] Sections =
    [
        ("thm3-upper", "counterexamples to Theorem 3 and their certificates", 0.15, ChainSection.Run),
        ("plane", "Theorem 3 in the plane and in space", 0.05, PlaneSection.Run),
        ("lemma1", "isometric approximation", 0.2, IsometrySection.Run),
        ("corrections", "corrected statements", 0.15, RepairSection.Run),
        ("definitions", "Definition 1, hardest triplet", 0.1, DefinitionSection.Run),
        ("statements", "scaling, loss zero, margin, N >> n", 0.05, StatementSection.Run),
        ("catalogue", "every claim on random embeddings", 0.3, CatalogSection.Run),
    ];

    /// <summary>Runs the audit. Every certificate is written, read back from its file and checked by the core.</summary>
    /// <param name="settings">Folder, size, seed.</param>
    /// <param name="progress">Told at each section and each finding.</param>
    /// <param name="cancellation">Stops the run; what is finished is written, sections not begun are listed as NotRun.</param>
    /// <exception cref="Embeddings.EmbeddingException">The output folder cannot be written.</exception>
    public static AuditResult Run(
        AuditSettings settings, IProgress<AuditProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var watch = Stopwatch.StartNew();
        var run = new AuditRun(settings, cancellation);
        var findings = new List<AuditFinding>();
        for (var s = 0; s < Sections.Length; s++)
        {
            var (number, (id, text, time, section)) = (s, Sections[s]);
            var before = Sections.Take(s).Sum(x => x.Time);
            void Tell(string what, double share) =>
                progress?.Report(new AuditProgress(number, Sections.Length, what, before + (time * share)));
            run.Watch = share => Tell(text, share);
            Tell(text, 0);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var finding in section(run))
                {
                    findings.Add(finding);
                    Tell($"{text}: {finding.Id} {finding.Verdict}", 0);
                }
            }
            catch (Exception error) when (cancellation.IsCancellationRequested && error is OperationCanceledException or AggregateException)
            {
                findings.Add(new AuditFinding(id, text, AuditVerdict.NotRun, "the run was stopped"));
            }
        }

        var result = new AuditResult(settings, findings, watch.Elapsed.TotalSeconds, []);
        run.WriteText("results.json", AuditReport.ToJson(result));
        var figure = ConstantsFigure.Draw();
        run.WriteText("constants.svg", figure);
        run.WriteText("index.html", AuditReport.ToHtml(result, figure));
        return result with { Files = [.. run.Files] };
    }
}
