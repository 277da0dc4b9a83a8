using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Studies.ContrastiveSweep;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>Hardness x normalisation x loss of contrastive learning.</summary>
internal sealed class ContrastiveStudyCommand : DataStudyCommand<ContrastiveSettings, ContrastiveRow>
{
    internal ContrastiveStudyCommand()
        : base(
            new ContrastiveStudy(),
            "Trains free embeddings and a small network with SCL, UCL and their hard-negative forms (arXiv 2311.05139); "
                + "measures neural and dimensional collapse, and how well held-out items are classified.",
            "labelled data that the network is also trained on",
            "a tenth of the epochs",
            "isoapprox study contrastive notebooks/data/digits.npz",
            "isoapprox study contrastive --beta 5 --quick --out contrastive-out --json",
            "isoapprox study contrastive --hardening step --batch-size 64 --rate 0.002")
    {
        Bind(
            NumberOption.NonNegative("--beta", "b", "one hardness beta instead of 0, 2, 5, 10, 30", zeroAllowed: true),
            (settings, beta) => settings with { Hardness = [beta] });
        BindText(HardeningOption(), (settings, name) => settings with { Hardening = Enum.Parse<Hardening>(name, ignoreCase: true) });
        Bind(
            NumberOption.Integer("--batch-size", "N", "items in a batch [default: 200; 256 of X]", 2),
            (settings, size) => settings with { BatchSize = size });
        Bind(
            NumberOption.NonNegative("--rate", "r", "learning rate of Adam [default: 0.001; 0.01 for free points]", zeroAllowed: false),
            (settings, rate) => settings with { Rate = rate });
        AddSharedOptions();
    }

    private static Option<string?> HardeningOption()
    {
        string[] names = [.. Enum.GetNames<Hardening>().Select(name => name.ToLowerInvariant())];
        var option = new Option<string?>("--hardening")
        {
            HelpName = string.Join('|', names),
            Description =
                "weight of a negative that is more similar than the positive by t: e^(beta t), 1/(1 + e^(-beta t)), or e^beta for "
                + "t >= 0 and else 1 [default: exponential]",
        };
        option.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (!names.Contains(text))
            {
                result.AddError($"--hardening: '{text}' is none of {string.Join(", ", names)}.");
            }
        });
        return option;
    }

    protected override ContrastiveSettings NewSettings(string folder) => new() { OutputDirectory = folder };
}
