using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Arithmetic;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Solver.Nearest;
using IsoApprox.Verifier;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Cli.Commands;

/// <summary>The paper's statements, as printed and as corrected, on one embedding.</summary>
internal sealed class VerifyCommand : VerbCommand
{
    /// <summary>Share of the time limit for each of the two searches; the rest is for thickness and the measures.</summary>
    private const double SearchShare = 0.45;

    private readonly Argument<string> _file = FileName.Argument("X", "embedding");
    private readonly LabelOptions _labels = new();
    private readonly Option<int?> _starts = NumberOption.Integer("--starts", "k", "starting points of each search [default: by size]", 1);

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "exit with 1 when any statement is violated on this embedding, those that are known to be false in general too",
    };

    internal VerifyCommand()
        : base(
            "verify",
            "Both sides of the paper's statements as proved intervals, and a verdict: Holds, Violated, Vacuous or Undecided. A statement "
                + "that is proved in general is never Undecided. Exit code 1: a proved statement is violated, which would be a defect.",
            "isoapprox verify iris.csv --label-column species",
            "isoapprox verify embeddings.npy --labels labels.npy --time-limit 60 --json")
    {
        Arguments.Add(_file);
        Options.Add(_starts);
        Options.Add(_strict);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var file = run.Parse.GetRequiredValue(_file);
        var f = _labels.Read(run, file);
        run.SetInput(file, f);
        var settings = new VerifierSettings
        {
            Starts = run.Parse.GetValue(_starts),
            Seed = run.Seed,
            TimeLimit = run.TimeLimit * SearchShare,
            Threads = run.Threads,
        };
        var report = ProgressDisplay.Run(
            run.Error,
            run.ShowProgress,
            "verifying",
            progress => TheoremVerifier.Verify(f, settings, progress is null ? null : new SearchProgress(progress), run.Cancellation));
        WriteJson(run, report);
        WriteTables(run, file, report);
        return report.HasContradiction || (run.Parse.GetValue(_strict) && report.HasViolation) ? ExitCode.Rejected : ExitCode.Success;
    }

    private static void WriteJson(VerbRun run, VerificationReport report)
    {
        var inputs = report.Inputs;
        run.Result["quantities"] = new JsonObject
        {
            ["hardLoss"] = Sides(run, "quantities.hardLoss", inputs.HardLoss),
            ["batchHardLoss"] = run.Result.Number("quantities.batchHardLoss", inputs.BatchHardLoss),
            ["diameter"] = Sides(run, "quantities.diameter", inputs.Diameter),
            ["thickness"] = Sides(run, "quantities.thickness", inputs.Thickness),
            ["largestClassRadius"] = Sides(run, "quantities.largestClassRadius", inputs.ClassRadius),
            ["hausdorff"] = Sides(run, "quantities.hausdorff", inputs.Hausdorff),
            ["isometric"] = Sides(run, "quantities.isometric", inputs.Isometric),
            ["freeDimension"] = inputs.IsFree,
        };
        run.Result["bestUpperBounds"] = new JsonObject
        {
            ["hausdorff"] = Best(run, "bestUpperBounds.hausdorff", report.BestHausdorff),
            ["isometric"] = Best(run, "bestUpperBounds.isometric", report.BestIsometric),
        };
        var claims = new JsonArray();
        foreach (var claim in report.Claims)
        {
            claims.Add((JsonNode)new JsonObject
            {
                ["id"] = claim.Id,
                ["statement"] = claim.Statement,
                ["left"] = Sides(run, $"{claim.Id} left", claim.Left),
                ["right"] = Sides(run, $"{claim.Id} right", claim.Right),
                ["verdict"] = claim.Verdict.ToString(),
                ["byProof"] = claim.IsByProof,
                ["standing"] = JsonNamingPolicy.CamelCase.ConvertName(claim.Standing.ToString()),
                ["note"] = claim.Note,
            });
        }

        run.Result["claims"] = claims;
    }

    private static JsonObject Best(VerbRun run, string field, BestUpperBound best) => new()
    {
        ["source"] = best.Source,
        ["bound"] = Sides(run, $"{field}.bound", best.Bound),
        ["share"] = Sides(run, $"{field}.share", best.Share),
    };

    private static JsonObject Sides(VerbRun run, string field, Interval interval) => new()
    {
        ["lower"] = run.Result.Number($"{field}.lower", interval.Lower, Infinite(interval.Lower)),
        ["upper"] = run.Result.Number($"{field}.upper", interval.Upper, Infinite(interval.Upper)),
    };

    private static string Infinite(double value) => double.IsPositiveInfinity(value) ? "is infinite" : "is not finite";

    private static void WriteTables(VerbRun run, string file, VerificationReport report)
    {
        var inputs = report.Inputs;
        run.Report.Values(
            $"{file}: {CountText.Sizes(inputs.Points, inputs.Dimension, inputs.Classes)}",
            [
                ("hard-mined triplet loss L", Text(inputs.HardLoss)),
                ("batch-hard loss (mean)", NumberText.Of(inputs.BatchHardLoss)),
                ("diameter", Text(inputs.Diameter)),
                ("thickness", Text(inputs.Thickness)),
                ("largest class enclosing radius", Text(inputs.ClassRadius)),
                ("d_haus(f, F_TS)", Text(inputs.Hausdorff)),
                ("d_iso(f, F_TS)", Text(inputs.Isometric)),
                ("free dimension (Theorem 3 is proved)", inputs.IsFree ? "yes" : "no"),
            ]);
        run.Report.Table(
            "Best proved upper bound on this embedding",
            ["distance", "bound", "value", "the distance is of it"],
            [BestRow("d_haus", report.BestHausdorff), BestRow("d_iso", report.BestIsometric)]);
        run.Report.Table(
            "Claims \"left <= right\"",
            ["id", "verdict", "left", "right"],
            report.Claims.Select(claim => new[] { claim.Id, claim.Verdict.ToString(), Text(claim.Left), Text(claim.Right) }));
        foreach (var claim in report.Claims)
        {
            run.Report.Line($"{claim.Id}: {claim.Statement}");
            if (claim.Note.Length > 0)
            {
                run.Report.Line($"    {claim.Verdict}: {claim.Note}");
            }
        }
    }

    private static string[] BestRow(string distance, BestUpperBound best) =>
        [distance, best.Source, Text(best.Bound), Text(best.Share)];

    private static string Text(Interval interval) => NumberText.Side(interval.Lower, interval.Upper);

    private sealed class SearchProgress(IProgress<SolveProgress> target) : IProgress<VerifierProgress>
    {
        public void Report(VerifierProgress value)
        {
            if (value.Search is { } search)
            {
                target.Report(search);
            }
        }
    }
}
