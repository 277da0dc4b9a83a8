using System.CommandLine;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.TrainingSweep;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>Does training collapse where f* says so?</summary>
internal sealed class TrainingStudyCommand : DataStudyCommand<TrainingStudySettings, TrainingRow>
{
    internal TrainingStudyCommand()
        : base(
            new TrainingStudy(),
            "Trains free embeddings and a small network with triplet losses (batch-hard, batch-all, semi-hard, easy positive) over batch "
                + "sizes and dimensions; compares what collapses with the canonical nearest Triplet-Separated embedding of the untrained "
                + "batch.",
            "labelled data that the network is also trained on",
            "a small grid with few steps",
            "isoapprox study training notebooks/data/digits.npz",
            "isoapprox study training --margin 0.5 --seeds 3 --out training-out --json",
            "isoapprox study training --phase --out phase-out")
    {
        Bind(
            NumberOption.NonNegative("--margin", "alpha", "margin of the hinge losses [default: 0.2]", zeroAllowed: false),
            (settings, margin) => settings with { Margin = margin });
        Bind(
            NumberOption.NonNegative("--rate", "r", "learning rate of Adam [default: 0.003]", zeroAllowed: false),
            (settings, rate) => settings with { Rate = rate });
        Bind(
            NumberOption.Integer("--steps", "k", "steps of each training [default: 400]", 1, 100_000_000),
            (settings, steps) => settings with { Steps = steps });
        BindFlag(
            new Option<bool>("--phase")
            {
                Description = "a phase diagram instead: batch-hard only, batches of 16, 48 and 108, dimensions 2 to 32, three seeds",
            },
            settings => settings.AsPhase());
        AddSharedOptions();
    }

    protected override TrainingStudySettings NewSettings(string folder) => new() { OutputDirectory = folder };
}
