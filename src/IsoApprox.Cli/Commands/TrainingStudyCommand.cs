using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.Training;

namespace IsoApprox.Cli.Commands;

/// <summary>Does training collapse where f* says so?</summary>
internal sealed class TrainingStudyCommand : DataSweepCommand
{
    private readonly Option<double?> _margin = NumberOption.NonNegative("--margin", "alpha", "margin of the hinge losses [default: 0.2]", zeroAllowed: false);
    private readonly Option<double?> _rate = NumberOption.NonNegative("--rate", "r", "learning rate of Adam [default: 0.003]", zeroAllowed: false);
    private readonly Option<int?> _steps = NumberOption.Integer("--steps", "k", "steps of each training [default: 400]", 1, 100_000_000);

    internal TrainingStudyCommand()
        : base(
            "training",
            "Trains free embeddings and a small network with triplet losses (batch-hard, batch-all, semi-hard, easy positive) over batch sizes and dimensions; "
                + "compares what collapses with the canonical nearest Triplet-Separated embedding of the untrained batch.",
            "labelled data that the network is also trained on",
            "a small grid with few steps",
            "isoapprox study training notebooks/data/digits.npz",
            "isoapprox study training --margin 0.5 --seeds 3 --out training-out --json") => AddOptions(_margin, _rate, _steps);

    protected override int Run(VerbRun run, DataSweepOptions options)
    {
        var parse = run.Parse;
        var settings = new TrainingStudySettings
        {
            OutputDirectory = options.Sweep.Folder,
            Data = options.Data,
            DataName = options.DataName,
            Seed = run.Seed,
            Seeds = options.Seeds,
            Quick = options.Quick,
            Shard = options.Sweep.Shard,
            Jobs = options.Sweep.Jobs,
        };
        settings = settings with
        {
            Margin = parse.GetValue(_margin) ?? settings.Margin,
            Rate = parse.GetValue(_rate) ?? settings.Rate,
            Steps = parse.GetValue(_steps) ?? settings.Steps,
        };
        var result = WithProgress(run, progress => TrainingStudy.Run(settings, progress, run.Cancellation));
        run.Result["correlations"] = new JsonArray([.. result.Findings.Select(Correlation)]);
        run.Report.Table("Collapse by data and method", TrainingTable.OutcomeHeads, TrainingTable.Outcomes([.. result.Rows.Where(row => row.Group == "grid")]));
        run.Report.Table("Spearman's rank correlation with measures after training", TrainingTable.FindingHeads, TrainingTable.FindingRows(result.Findings));
        FillSweep(run, result.Total, result.Rows.Count, result.Computed, result.Files, result.Repairs);
        return ExitCode.Success;
    }

    private static JsonNode Correlation(TrainingFinding finding) => new JsonObject
    {
        ["model"] = finding.Model,
        ["method"] = finding.Method.ToString(),
        ["measure"] = finding.Measure,
        ["predictor"] = finding.Predictor,
        ["runs"] = finding.Runs,
        ["rho"] = finding.Rho,
    };
}
