using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Certificates.Files;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings.Files;
using IsoApprox.Studies.Refuting;

namespace IsoApprox.Cli.Commands;

/// <summary>Search for counterexamples with certified ratios.</summary>
internal sealed class RefuteCommand : VerbCommand
{
    private const string DimensionClaim = "thm3-upper";
    private const string FreeClaim = "p3-constant";
    private const string HausdorffClaim = "ball-repair";
    private const int ShownRecords = 10;

    private readonly Option<string> _claim = new("--claim")
    {
        HelpName = "id",
        Description = $"{DimensionClaim}: d_iso <= 2 L in dimension n; {FreeClaim}: d_iso/L in free dimension; "
            + $"{HausdorffClaim}: d_haus/L in dimension n, on a line at most 3/4",
        DefaultValueFactory = _ => DimensionClaim
    };
    private readonly Option<int?> _points = Size("--points", "N", "number of points");
    private readonly Option<int?> _dimension = Size("--dimension", "n", "number of coordinates");
    private readonly Option<int?> _classes = Size("--classes", "k", "number of classes");
    private readonly Option<int?> _climbs = NumberOption.Integer("--climbs", "k", "local climbs [default: 12]", 1, 1_000_000);
    private readonly Option<int?> _steps =
        NumberOption.Integer("--steps", "k", "restarts of each climb after a random kick [default: 10]", 0, 1_000_000);

    internal RefuteCommand()
        : base(
            "refute",
            "Searches for embeddings that maximise the ratio d_iso/L or d_haus/L of a claim. Every record has a certified interval; above "
                + "2, thm3-upper is refuted (exit code 1).",
            "isoapprox refute --claim thm3-upper --points 15 --dimension 5 --classes 5",
            "isoapprox refute --claim p3-constant --points 7 --dimension 2 --classes 3 --time-limit 60 --out found")
    {
        _claim.AcceptOnlyFromAmong(DimensionClaim, FreeClaim, HausdorffClaim);
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = "folder for the best embedding and its certificate; created when missing [default: none]";
        Option[] own = [_claim, _points, _dimension, _classes, _climbs, _steps];
        Array.ForEach(own, Options.Add);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var parse = run.Parse;
        var folder = parse.GetValue(Common.Out);
        if (folder is not null)
        {
            OutputTarget.RequireFolder(folder);
        }

        var claim = parse.GetValue(_claim) switch
        {
            FreeClaim => RefuteClaim.FreeDimension,
            HausdorffClaim => RefuteClaim.Hausdorff,
            _ => RefuteClaim.Theorem3Upper,
        };
        var distance = claim == RefuteClaim.Hausdorff ? "d_haus" : "d_iso";
        var settings = new RefuteSettings
        {
            Claim = claim,
            Points = parse.GetValue(_points)!.Value,
            Dimension = parse.GetValue(_dimension)!.Value,
            Classes = parse.GetValue(_classes)!.Value,
            Seed = run.Seed,
            Threads = run.Threads,
        };
        settings = settings with { Climbs = parse.GetValue(_climbs) ?? settings.Climbs, Steps = parse.GetValue(_steps) ?? settings.Steps };
        var result = ProgressDisplay.RunWithShare(
            run.Error, run.ShowProgress, "refute",
            progress => Refute.Search(settings, progress is null ? null : new Relay(progress, distance), run.Cancellation));
        double? constant = result.Records.Count > 0 ? Refute.Constant(claim, result.Records[0].Embedding) : null;
        var refuted = result.Records.Count > 0 && result.Records[0].Ratio.Lower > constant;
        run.Result["input"] = null;
        run.Result["claim"] = parse.GetValue(_claim);
        run.Result["constant"] = constant;
        run.Result["refuted"] = refuted;
        run.Result["evaluations"] = result.Evaluations;
        run.Result["records"] = new JsonArray([.. result.Records.Take(ShownRecords).Select(record => Record(record, claim))]);
        var files = new List<string>();
        run.Write("files", () => Write(folder, result, files));
        run.Result["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]);
        run.Report.Table(
            $"{parse.GetValue(_claim)}: N = {settings.Points}, n = {settings.Dimension}, {settings.Classes} classes; "
                + $"{result.Evaluations} evaluations",
            [$"{distance} / L", "L", distance, "start"],
            result.Records.Take(ShownRecords).Select(r => new[] { Ends(r.Ratio), Ends(r.Loss), Ends(r.Distance), r.Source }));
        var bound = constant is { } c ? $"{distance} <= {NumberText.Up(c)} L" : "the claim";
        run.Report.Line(refuted ? $"{bound} is refuted for these sizes" : $"no certified ratio above {bound} was found");
        return refuted ? ExitCode.Rejected : ExitCode.Success;
    }

    private static Option<int?> Size(string name, string valueName, string description)
    {
        var option = NumberOption.Integer(name, valueName, description, 1);
        option.Required = true;
        return option;
    }

    private static string Ends(Arithmetic.Interval interval) => NumberText.Interval(interval.Lower, interval.Upper);

    private static JsonNode Record(RefuteRecord record, RefuteClaim claim) => new JsonObject
    {
        ["ratio"] = new JsonObject { ["lower"] = record.Ratio.Lower, ["upper"] = record.Ratio.Upper },
        ["loss"] = new JsonObject { ["lower"] = record.Loss.Lower, ["upper"] = record.Loss.Upper },
        [claim == RefuteClaim.Hausdorff ? "hausdorffLike" : "isometric"] = new JsonObject
        {
            ["lower"] = record.Distance.Lower,
            ["upper"] = record.Distance.Upper,
        },
        ["start"] = record.Source,
        ["climb"] = record.Climb,
        ["classes"] = new JsonArray([.. record.Embedding.Classes.ToArray().Select(k => (JsonNode)k)]),
        ["points"] = ResultDocument.Rows(record.Embedding),
    };

    private static void Write(string? folder, RefuteResult result, List<string> files)
    {
        if (folder is null || result.Records.Count == 0)
        {
            return;
        }

        SafeFile.CreateFolder(folder);
        var (best, full) = (result.Records[0], Path.GetFullPath(folder));
        var embedding = Path.Combine(full, "best.json");
        EmbeddingWriter.Write(embedding, best.Embedding);
        files.Add(embedding);
        if (best.Certificate is { } certificate)
        {
            var file = Path.Combine(full, "certificate.json");
            SafeFile.Replace(file, stream => CertificateJson.Write(certificate, stream));
            files.Add(file);
        }
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress, string distance) : IProgress<RefuteProgress>
    {
        public void Report(RefuteProgress value) =>
            progress.Report(
                ((double)value.Finished / value.Total,
                    $"climb {value.Finished} of {value.Total}, certified {distance}/L >= {NumberText.Down(value.Best)}"));
    }
}
