using IsoApprox.Studies.Margins;

namespace IsoApprox.Cli.Commands;

/// <summary>Margins and floors.</summary>
internal sealed class MarginStudyCommand : DataSweepCommand
{
    internal MarginStudyCommand()
        : base(
            "margin",
            "d_haus, d_iso, L and the collapse of the nearest Triplet-Separated embedding against the margin, from 0 to twice the diameter; "
                + "and without margin, but with a floor on diameter, thickness or anchor radius.",
            "labelled points, of which a sample is used besides the random instances",
            "the smallest instance only",
            "isoapprox study margin",
            "isoapprox study margin notebooks/data/iris.csv --label-column species --seeds 3 --json") => AddOptions();

    protected override int Run(VerbRun run, DataSweepOptions options)
    {
        var settings = new MarginSettings
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
        var result = WithProgress(run, progress => MarginStudy.Run(settings, progress, run.Cancellation));
        run.Report.Table("Lengths over diam(f), measures of f* over those of f", MarginTable.Heads, result.Rows.Select(MarginTable.Cells));
        FillSweep(run, result.Total, result.Rows.Count, result.Computed, result.Files, result.Repairs);
        return ExitCode.Success;
    }
}
