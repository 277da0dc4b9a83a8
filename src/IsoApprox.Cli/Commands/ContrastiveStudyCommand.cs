using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Studies.Contrastive;

namespace IsoApprox.Cli.Commands;

/// <summary>Hardness x normalisation x loss of contrastive learning.</summary>
internal sealed class ContrastiveStudyCommand : VerbCommand
{
    private const string DefaultFolder = "study-out/contrastive";

    private readonly Argument<string?> _file = new("X")
    {
        Description = "labelled data that the network is also trained on",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly LabelOptions _labels = new();
    private readonly Option<double?> _beta = NumberOption.NonNegative("--beta", "b", "one hardness beta instead of 0, 2, 5, 10, 30", zeroAllowed: true);
    private readonly Option<int?> _seeds = NumberOption.Integer("--seeds", "k", "number of seeds, from --seed on [default: 1]", 1);
    private readonly Option<bool> _quick = new("--quick") { Description = "a tenth of the epochs" };

    internal ContrastiveStudyCommand()
        : base(
            "contrastive",
            "Trains free embeddings and a small network with SCL, UCL and their hard-negative forms (arXiv 2311.05139); measures neural and dimensional collapse.",
            "isoapprox study contrastive notebooks/data/digits.npz",
            "isoapprox study contrastive --beta 5 --quick --out contrastive-out --json")
    {
        Common.OutIsResultFile = false;
        Common.Out.HelpName = "folder";
        Common.Out.Description = $"folder for rows and figures; finished runs in it are not repeated [default: {DefaultFolder}]";
        Arguments.Add(_file);
        Options.Add(_beta);
        Options.Add(_seeds);
        Options.Add(_quick);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override string ResultName => "study-contrastive";

    protected override int Run(VerbRun run)
    {
        var settings = new ContrastiveSettings
        {
            OutputDirectory = OutputFolder(run, DefaultFolder),
            Seed = run.Seed,
            Seeds = run.Parse.GetValue(_seeds) ?? 1,
            Quick = run.Parse.GetValue(_quick),
            Threads = run.Threads,
        };
        if (run.Parse.GetValue(_beta) is { } beta)
        {
            settings = settings with { Hardness = [beta] };
        }

        run.Result["input"] = null;
        if (run.Parse.GetValue(_file) is { } file)
        {
            var data = _labels.Read(run.Parse, file);
            run.SetInput(file, data);
            settings = settings with { Data = data, DataName = NameOf(file) };
        }

        var result = ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, "contrastive study", line => ContrastiveStudy.Run(settings, line is null ? null : new Lines(line), run.Cancellation));
        Fill(run, result);
        return ExitCode.Success;
    }

    private static void Fill(VerbRun run, ContrastiveStudyResult result)
    {
        run.Result["runs"] = result.Total;
        run.Result["finished"] = result.Rows.Count;
        run.Result["computed"] = result.Computed;
        run.Result["files"] = new JsonArray([.. result.Files.Select(file => (JsonNode)file)]);
        run.Report.Table("Measures after the last epoch", [.. ContrastiveTable.Heads], result.Rows.Select(ContrastiveTable.Cells));
        run.Report.Line($"{result.Rows.Count} of {result.Total} runs finished, {result.Computed} of them now");
        run.Report.Line($"written: {string.Join(", ", result.Files.Select(Path.GetFileName))} in {Path.GetDirectoryName(result.Files[^1])}");
        if (result.Rows.Count < result.Total)
        {
            run.Result.Note($"{result.Total - result.Rows.Count} runs are missing; the same command continues");
        }
    }

    // Names files and SVG ids: letters, digits and dashes only.
    private static string NameOf(string file)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(file).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name is "free" or "mixture" ? name + "-data" : name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "data-" + name;
    }

    private sealed class Lines(IProgress<string> target) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => target.Report(value.Remaining is { } time
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"contrastive study: {value.Finished} of {value.Total} runs, about {Math.Ceiling(time.TotalMinutes)} min left")
            : $"contrastive study: {value.Finished} of {value.Total} runs");
    }
}
