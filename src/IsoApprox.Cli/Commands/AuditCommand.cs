using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Studies.Auditing;

namespace IsoApprox.Cli.Commands;

/// <summary>The paper's statements in general: verdicts with evidence.</summary>
internal sealed class AuditCommand : VerbCommand
{
    private const string DefaultFolder = "audit-out";

    private readonly Option<bool> _quick = new("--quick") { Description = "fewer random embeddings, under half a minute" };

    internal AuditCommand()
        : base(
            "audit",
            "Judges every statement of the paper in general: proved, refuted, vacuous or open, with instances and certificates that "
                + "certify re-checks. Writes results.json and index.html.",
            "isoapprox audit",
            "isoapprox audit --quick --out report --json")
    {
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = $"folder for the report; created when missing [default: {DefaultFolder}]";
        Options.Add(_quick);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var folder = OutputFolder(run, DefaultFolder);
        var settings = new AuditSettings
        {
            OutputDirectory = folder,
            Quick = run.Parse.GetValue(_quick),
            Seed = run.Seed,
            Threads = run.Threads,
        };
        var result = ProgressDisplay.RunWithShare(
            run.Error, run.ShowProgress, "audit",
            progress => Audit.Run(settings, progress is null ? null : new Relay(progress), run.Cancellation));
        run.Result["input"] = null;
        run.Result["claims"] = new JsonArray([.. result.Findings.Select(Finding)]);
        run.Result["files"] = new JsonArray([.. result.Files.Select(file => (JsonNode)file)]);
        run.Report.Table(
            "Statements in general",
            ["claim", "verdict", "strongest evidence", "instance", "certificate"],
            result.Findings.Select(f => new[] { f.Id, f.Verdict.ToString(), f.Evidence, f.InstanceFile ?? "", f.CertificateFile ?? "" }));
        run.Report.Line($"written: {result.Files.Count} files in {Path.GetFullPath(folder)}");
        return result.HasContradiction ? ExitCode.Rejected : ExitCode.Success;
    }

    private static JsonNode Finding(AuditFinding finding) => new JsonObject
    {
        ["id"] = finding.Id,
        ["statement"] = finding.Statement,
        ["verdict"] = finding.Verdict.ToString(),
        ["evidence"] = finding.Evidence,
        ["instanceFile"] = finding.InstanceFile,
        ["certificateFile"] = finding.CertificateFile,
        ["points"] = finding.Points,
        ["dimension"] = finding.Dimension,
        ["ratio"] = finding.Ratio,
    };

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => progress.Report((value.Share, $"{value.Done} of {value.Total}: {value.Text}"));
    }
}
