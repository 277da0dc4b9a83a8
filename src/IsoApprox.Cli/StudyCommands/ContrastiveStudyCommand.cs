using IsoApprox.Cli.Options;
using IsoApprox.Studies.ContrastiveSweep;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>Hardness x normalisation x loss of contrastive learning.</summary>
internal sealed class ContrastiveStudyCommand : DataStudyCommand<ContrastiveSettings, ContrastiveRow>
{
    internal ContrastiveStudyCommand()
        : base(
            new ContrastiveStudy(),
            "Trains free embeddings and a small network with SCL, UCL and their hard-negative forms (arXiv 2311.05139); "
                + "measures neural and dimensional collapse.",
            "labelled data that the network is also trained on",
            "a tenth of the epochs",
            "isoapprox study contrastive notebooks/data/digits.npz",
            "isoapprox study contrastive --beta 5 --quick --out contrastive-out --json")
    {
        Bind(
            NumberOption.NonNegative("--beta", "b", "one hardness beta instead of 0, 2, 5, 10, 30", zeroAllowed: true),
            (settings, beta) => settings with { Hardness = [beta] });
        AddSharedOptions();
    }

    protected override ContrastiveSettings NewSettings(string folder) => new() { OutputDirectory = folder };
}
