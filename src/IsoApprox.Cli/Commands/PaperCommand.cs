using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Arithmetic;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Studies.Paper;
using IsoApprox.Verifier;

namespace IsoApprox.Cli.Commands;

/// <summary>The paper's figures and numbers.</summary>
internal sealed class PaperCommand : VerbCommand
{
    private const string DefaultFolder = "paper-out";

    /// <summary>Share of the time limit for each of the four searches.</summary>
    private const double SearchShare = 0.22;

    private readonly Option<int?> _starts = NumberOption.Integer("--starts", "k", "starting points of each search [default: by size]", 1);

    internal PaperCommand()
        : base(
            "paper",
            "Reproduces the paper's toy example and a 20-point planar example: six figures (SVG), results.json, and index.html with the "
                + "theorem table.",
            "isoapprox paper",
            "isoapprox paper --out report --seed 3 --json")
    {
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = $"folder for the report; created when missing [default: {DefaultFolder}]";
        Options.Add(_starts);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var settings = new PaperSettings
        {
            OutputDirectory = OutputFolder(run, DefaultFolder),
            Seed = run.Seed,
            Starts = run.Parse.GetValue(_starts),
            TimeLimit = run.TimeLimit * SearchShare,
            Threads = run.Threads,
        };
        var result = ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, "the paper's figures", progress => PaperReport.Run(settings, progress, run.Cancellation));
        run.Result["input"] = null;
        run.Result["toy"] = Instance(run, "toy", result.Toy);
        run.Result["planar"] = Instance(run, "planar", result.Collapse);
        run.Result["files"] = new JsonArray([.. result.Files.Select(file => (JsonNode)file)]);
        run.Result.Note("input is null: the examples are part of the tool; the authors' own points are unpublished");
        WriteTables(run, result);
        return result.Toy.Report.HasContradiction || result.Collapse.Report.HasContradiction ? ExitCode.Rejected : ExitCode.Success;
    }

    private static JsonObject Instance(VerbRun run, string name, PaperInstance instance)
    {
        var verdicts = new JsonObject();
        foreach (var claim in instance.Report.Claims)
        {
            verdicts[claim.Id] = claim.Verdict.ToString();
        }

        return new JsonObject
        {
            ["points"] = instance.Embedding.Count,
            ["dimension"] = instance.Embedding.Dimension,
            ["classes"] = instance.Embedding.ClassCount,
            ["hausdorff"] = Ends(run, $"{name}.hausdorff", instance.HausdorffLike),
            ["isometric"] = Ends(run, $"{name}.isometric", instance.IsometricError),
            ["ratio"] = Ends(run, $"{name}.ratio", instance.Ratio),
            ["hausdorffStatus"] = NearestCommand.StatusName(instance.HausdorffSolution.Status),
            ["isometricStatus"] = NearestCommand.StatusName(instance.IsometricSolution.Status),
            ["verdicts"] = verdicts,
        };
    }

    private static JsonObject Ends(VerbRun run, string field, Interval interval) => new()
    {
        ["lower"] = run.Result.Number($"{field}.lower", interval.Lower),
        ["upper"] = run.Result.Number($"{field}.upper", interval.Upper),
    };

    private static void WriteTables(VerbRun run, PaperResult result)
    {
        var (toy, planar) = (result.Toy, result.Collapse);
        run.Report.Table(
            "Distances to the nearest Triplet-Separated embedding",
            ["quantity", $"toy example (N = {toy.Embedding.Count})", $"planar example (N = {planar.Embedding.Count})"],
            [
                ["hard-mined triplet loss L", Text(toy.Report.Inputs.HardLoss), Text(planar.Report.Inputs.HardLoss)],
                ["d_haus(f, F_TS)", Text(toy.HausdorffLike), Text(planar.HausdorffLike)],
                ["d_iso(f, F_TS)", Text(toy.IsometricError), Text(planar.IsometricError)],
                ["c = d_haus/d_iso", Text(toy.Ratio), Text(planar.Ratio)],
            ]);
        run.Report.Table(
            "Claims (statements and both sides: index.html)",
            ["id", "toy example", "planar example"],
            toy.Report.Claims.Select(claim => new[] { claim.Id, claim.Verdict.ToString(), Verdict(planar.Report, claim.Id) }));
        run.Report.Line($"written: {string.Join(", ", result.Files.Select(Path.GetFileName))} in {Path.GetDirectoryName(result.Files[0])}");
    }

    private static string Verdict(VerificationReport report, string id) => report[id].Verdict.ToString();

    private static string Text(Interval interval) => NumberText.Interval(interval.Lower, interval.Upper);
}
