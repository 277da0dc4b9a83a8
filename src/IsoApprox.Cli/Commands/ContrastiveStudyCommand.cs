using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.Contrastive;

namespace IsoApprox.Cli.Commands;

/// <summary>Hardness x normalisation x loss of contrastive learning.</summary>
internal sealed class ContrastiveStudyCommand : DataSweepCommand
{
    private readonly Option<double?> _beta = NumberOption.NonNegative("--beta", "b", "one hardness beta instead of 0, 2, 5, 10, 30", zeroAllowed: true);

    internal ContrastiveStudyCommand()
        : base(
            "contrastive",
            "Trains free embeddings and a small network with SCL, UCL and their hard-negative forms (arXiv 2311.05139); measures neural and dimensional collapse.",
            "labelled data that the network is also trained on",
            "a tenth of the epochs",
            "isoapprox study contrastive notebooks/data/digits.npz",
            "isoapprox study contrastive --beta 5 --quick --out contrastive-out --json") => AddOptions(_beta);

    protected override int Run(VerbRun run, DataSweepOptions options)
    {
        var settings = new ContrastiveSettings
        {
            OutputDirectory = options.Sweep.Folder,
            Data = options.Data,
            DataName = NameOf(options.DataName),
            Seed = run.Seed,
            Seeds = options.Seeds,
            Quick = options.Quick,
            Jobs = options.Sweep.Jobs,
            Shard = options.Sweep.Shard,
        };
        if (run.Parse.GetValue(_beta) is { } beta)
        {
            settings = settings with { Hardness = [beta] };
        }

        var result = WithProgress(run, progress => ContrastiveStudy.Run(settings, progress, run.Cancellation));
        Fill(run, result);
        return ExitCode.Success;
    }

    private static void Fill(VerbRun run, ContrastiveStudyResult result)
    {
        run.Report.Table("Measures after the last epoch", [.. ContrastiveTable.Heads], result.Rows.Select(ContrastiveTable.Cells));
        FillSweep(run, result.Total, result.Rows.Count, result.Computed, result.Files, result.Repairs);
    }

    // Names files and SVG ids: letters, digits and dashes only.
    private static string NameOf(string file)
    {
        var name = string.Concat(file.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name is "free" or "mixture" ? name + "-data" : name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "data-" + name;
    }
}
