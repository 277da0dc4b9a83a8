using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Diagnosing;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Cli.Commands;

/// <summary>Will triplet training collapse, and why.</summary>
internal sealed class DiagnoseCommand : VerbCommand
{
    private const double DefaultSeconds = 50;
    private const int ShownSuspects = 20;
    private const string ResultsName = "results.json";

    private readonly Argument<string> _file = FileName.Argument("X", "embedding: outputs of the network with labels");
    private readonly LabelOptions _labels = new();

    private readonly Option<string?> _batch = new("--batch")
    {
        HelpName = "N|PxK",
        Description = "shape of a training batch: N points of all classes, or K points of P classes each [default: all points]",
    };

    private readonly Option<int?> _batches = NumberOption.Integer("--batches", "k", "batches that are drawn [default: 3]", 1, 10_000);

    internal DiagnoseCommand()
        : base(
            "diagnose",
            "Will training with hard negatives collapse this embedding, and why: the nearest Triplet-Separated embedding and what it "
                + "keeps, what changes it (batch size, classes, dimensions, suspicious labels), advice.",
            "isoapprox diagnose notebooks/data/digits.npz --out diagnosis",
            "isoapprox diagnose embeddings.npy --labels labels.npy --batch 18x4 --batches 10 --json")
    {
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description =
            $"folder for the report: {DiagnosisReport.PageName}, figures (SVG), {ResultsName}; created when missing [default: none]";
        Common.TimeLimit.Description = $"time for everything [default: {DefaultSeconds}]";
        Arguments.Add(_file);
        Options.Add(_batch);
        Options.Add(_batches);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var (classes, points) = Shape(run.Parse.GetValue(_batch));
        var file = run.Parse.GetRequiredValue(_file);
        var f = StudyData.RequireModerate(file, _labels.Read(run, file));
        run.SetInput(file, f);
        var settings = new DiagnosisSettings
        {
            BatchClasses = classes,
            BatchPoints = points,
            Batches = run.Parse.GetValue(_batches) ?? 3,
            Seed = run.Seed,
            TimeLimit = (run.TimeLimit ?? TimeSpan.FromSeconds(DefaultSeconds)) * 0.95,
            Threads = run.Threads,
        };
        Diagnose.RequireShape(f, settings);
        var folder = ReportFolder(run);
        var diagnosis = ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, "diagnose", progress => Diagnose.Run(f, settings, progress, run.Interrupt));
        DiagnosisFields.Fill(run, diagnosis);
        Show(run, file, diagnosis);
        if (f.Count > Diagnose.LargestBatch && points is null)
        {
            run.Result.Note($"{f.Count} points are too many for one batch: batches of {Diagnose.LargestBatch} were drawn; give --batch");
        }

        if (diagnosis.Skipped.Count > 0)
        {
            run.Result.Note($"not done for lack of time: {string.Join("; ", diagnosis.Skipped)}; give a larger --time-limit");
        }

        if (run.Interrupt.IsCancellationRequested)
        {
            run.Result.Note("cancelled: the verdict is that of the best embedding found until then");
        }

        var stopped = diagnosis.Skipped.Count > 0
            || diagnosis.Batches.Any(batch => batch.Prediction.Solution.Status == SolveStatus.TimeLimit);
        run.Status = run.Interrupt.IsCancellationRequested ? "cancelled" : stopped ? "timeLimit" : "complete";
        if (folder is not null)
        {
            var report = new DiagnosisReportSettings
            {
                OutputDirectory = folder,
                Input = file,
                Embedding = f,
                Diagnosis = settings,
                Status = run.Status,
                Notes = [.. run.Result.Notes],
            };
            run.Write("files", () => Write(run, diagnosis, report));
        }

        return ExitCode.Success;
    }

    private string? ReportFolder(VerbRun run)
    {
        if (run.Parse.GetValue(Common.Out) is not { } folder)
        {
            return null;
        }

        if (Path.GetExtension(folder).ToLowerInvariant() is ".json" or ".html" && !Directory.Exists(folder))
        {
            throw new UsageException($"--out {folder}: give a folder; {DiagnosisReport.PageName} and {ResultsName} are written into it");
        }

        OutputFolder(run, folder);
        OutputGuard.RequireDistinct(run.Parse, Path.Combine(folder, ResultsName));
        DiagnosisReport.Prepare(folder);
        return folder;
    }

    private static void Write(VerbRun run, Diagnosis diagnosis, DiagnosisReportSettings settings)
    {
        var results = Path.Combine(Path.GetFullPath(settings.OutputDirectory), ResultsName);
        string[] files = [.. DiagnosisReport.Write(diagnosis, settings), results];
        run.Result["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]);
        run.ResultFile = results;
        run.Report.Line($"written: {string.Join(", ", files.Select(Path.GetFileName))} in {Path.GetDirectoryName(results)}");
    }

    private static (int? Classes, int? Points) Shape(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        var parts = text.Split('x');
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .ToArray();
        return parts.Length <= 2 && numbers.All(value => value >= 1) && numbers[0] >= 2 && (long)numbers[0] * numbers[^1] <= int.MaxValue
            ? parts.Length == 1 ? (null, numbers[0]) : (numbers[0], numbers[0] * numbers[1])
            : throw new UsageException(
                $"--batch: '{text}' is not a batch shape; give the number of points (at least 2), "
                    + "or classes x points of each such as 18x4");
    }

    private static void Show(VerbRun run, string file, Diagnosis diagnosis)
    {
        run.Report.Line(diagnosis.Sentence);
        run.Report.Line("");
        var first = diagnosis.Batches[0];
        var (f, state, solution) = (first.Points, first.Prediction.State, first.Prediction.Solution);
        run.Report.Values(
            $"{file}: {(diagnosis.Batches.Count > 1 ? "first batch, " : "")}{CountText.Sizes(f)}",
            [
                ("hard-mined loss L",
                    $"{NumberText.Of(state.Loss)}  ({Percent(state.LossOverDiameter)} of the diameter {NumberText.Of(state.Diameter)})"),
                ("active anchors", Percent(state.ActiveAnchors)),
                ("violated triplets", $"{Percent(state.ViolatedTriplets)}  (50 % is chance)"),
                ("d_haus(f, F_TS)",
                    $"{NumberText.Interval(solution.Lower, solution.Upper)}  ({NearestCommand.StatusName(solution.Status)})"),
                ("all points at one", NumberText.Of(state.EnclosingRadius)),
                ("each class at one point, radius", NumberText.Of(state.LargestClassRadius)),
                ("rank + classes - 1",
                    Invariant($"{state.Rank + f.ClassCount - 1}  ({(state.HasSpareDimensions(f) ? "there are" : "no")} spare dimensions)")),
            ]);
        string[] heads = ["f* against f", "N", "n", "classes", "diameter", "rms radius", "between", "within", "eff. rank", "verdict"];
        run.Report.Table(
            "What the canonical f* keeps",
            heads,
            diagnosis.Batches
                .Select((batch, k) => Cells(
                    diagnosis.Batches.Count > 1 ? Invariant($"batch {k + 1}") : "as it is", batch.Points, batch.Prediction, batch.Verdict))
                .Concat(diagnosis.Interventions.Select(i => Cells(i.Name, i.Points, i.Prediction, i.Verdict))));
        if (diagnosis.Suspects.Count > 0)
        {
            run.Report.Table(
                $"Labels that look wrong ({diagnosis.Suspects.Count}, the first {Math.Min(ShownSuspects, diagnosis.Suspects.Count)})",
                ["row", "class", "neighbours with another label", "their label", "displacement / d_haus"],
                diagnosis.Suspects.Take(ShownSuspects).Select(s => new[]
                {
                    Invariant($"{s.Row}"), s.Class, Percent(s.Neighbours), s.Suggested,
                    s.Displacement.ToString("0.00", CultureInfo.InvariantCulture),
                }));
        }

        foreach (var line in diagnosis.Advice)
        {
            run.Report.Line($"advice: {line}");
        }
    }

    private static string[] Cells(string name, Embeddings.Embedding f, CollapsePrediction prediction, CollapseVerdict verdict)
    {
        var m = prediction.Measures;
        return
        [
            name, Invariant($"{f.Count}"), Invariant($"{f.Dimension}"), Invariant($"{f.ClassCount}"), Percent(m.Diameter.Value),
            Percent(m.RmsRadius.Value), Percent(m.BetweenClassSpread.Value), Percent(m.WithinClassSpread.Value),
            Percent(m.EffectiveRank.Value), DiagnosisFields.VerdictName(verdict),
        ];
    }

    private static string Percent(double? share) => share is { } x ? Invariant($"{100 * x:0} %") : "-";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
