using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.Contrastive;

namespace IsoApprox.Cli.Commands;

/// <summary>Hardness x normalisation x loss of contrastive learning.</summary>
internal sealed class ContrastiveStudyCommand : SweepCommand
{
    private readonly Argument<string?> _file = new("X")
    {
        Description = "optional: labelled data that the network is also trained on",
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
        Arguments.Add(_file);
        Options.Add(_beta);
        Options.Add(_seeds);
        Options.Add(_quick);
        _labels.AddTo(this);
        AddSweepOptions();
    }

    protected override int Run(VerbRun run, SweepOptions options)
    {
        var settings = new ContrastiveSettings
        {
            OutputDirectory = options.Folder,
            Seed = run.Seed,
            Seeds = run.Parse.GetValue(_seeds) ?? 1,
            Quick = run.Parse.GetValue(_quick),
            Jobs = options.Jobs,
            Shard = options.Shard,
        };
        if (run.Parse.GetValue(_beta) is { } beta)
        {
            settings = settings with { Hardness = [beta] };
        }

        run.Result["input"] = null;
        if (run.Parse.GetValue(_file) is { } file)
        {
            var data = StudyData.RequireTrainable(file, _labels.Read(run.Parse, file));
            run.SetInput(file, data);
            settings = settings with { Data = data, DataName = NameOf(file) };
        }

        var result = WithProgress(run, progress => ContrastiveStudy.Run(settings, progress, run.Cancellation));
        Fill(run, result);
        return ExitCode.Success;
    }

    private static void Fill(VerbRun run, ContrastiveStudyResult result)
    {
        run.Report.Table("Measures after the last epoch", [.. ContrastiveTable.Heads], result.Rows.Select(ContrastiveTable.Cells));
        FillSweep(run, result.Total, result.Rows.Count, result.Computed, result.Files);
    }

    // Names files and SVG ids: letters, digits and dashes only.
    private static string NameOf(string file)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(file).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name is "free" or "mixture" ? name + "-data" : name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "data-" + name;
    }
}
