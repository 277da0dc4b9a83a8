using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.Margins;

namespace IsoApprox.Cli.Commands;

/// <summary>Margins and floors.</summary>
internal sealed class MarginStudyCommand : SweepCommand
{
    private readonly Argument<string?> _file = new("X")
    {
        Description = "optional: labelled points, of which a sample is used besides the random instances",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly LabelOptions _labels = new();
    private readonly Option<int?> _seeds = NumberOption.Integer("--seeds", "k", "number of seeds, from --seed on [default: 1]", 1);
    private readonly Option<bool> _quick = new("--quick") { Description = "the smallest instance only" };

    internal MarginStudyCommand()
        : base(
            "margin",
            "d_haus, d_iso, L and the collapse of the nearest Triplet-Separated embedding against the margin, from 0 to twice the diameter; "
                + "and without margin, but with a floor on diameter, thickness or anchor radius.",
            "isoapprox study margin",
            "isoapprox study margin notebooks/data/iris.csv --label-column species --seeds 3 --json")
    {
        Arguments.Add(_file);
        Options.Add(_seeds);
        Options.Add(_quick);
        _labels.AddTo(this);
        AddSweepOptions();
    }

    protected override int Run(VerbRun run, SweepOptions options)
    {
        var settings = new MarginSettings
        {
            OutputDirectory = options.Folder,
            Seed = run.Seed,
            Seeds = run.Parse.GetValue(_seeds) ?? 1,
            Quick = run.Parse.GetValue(_quick),
            Shard = options.Shard,
            Jobs = options.Jobs,
        };
        run.Result["input"] = null;
        if (run.Parse.GetValue(_file) is { } file)
        {
            var data = StudyData.RequireTrainable(file, _labels.Read(run.Parse, file));
            run.SetInput(file, data);
            settings = settings with { Data = data, DataName = Path.GetFileNameWithoutExtension(file) };
        }

        var result = WithProgress(run, progress => MarginStudy.Run(settings, progress, run.Cancellation));
        run.Report.Table("Lengths over diam(f), measures of f* over those of f", MarginTable.Heads, result.Rows.Select(MarginTable.Cells));
        FillSweep(run, result.Total, result.Rows.Count, result.Computed, result.Files);
        return ExitCode.Success;
    }
}
