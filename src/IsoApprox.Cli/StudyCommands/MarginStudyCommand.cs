using IsoApprox.Studies.MarginSweep;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>Margins and floors.</summary>
internal sealed class MarginStudyCommand : DataStudyCommand<MarginSettings, MarginRow>
{
    internal MarginStudyCommand()
        : base(
            new MarginStudy(),
            "d_haus, d_iso, L and the collapse of the nearest Triplet-Separated embedding against the margin, from 0 to twice the "
                + "diameter; and without margin, but with a floor on diameter, thickness or anchor radius.",
            "labelled points, of which a sample is used besides the random instances",
            "the smallest instance only",
            "isoapprox study margin",
            "isoapprox study margin notebooks/data/iris.csv --label-column species --seeds 3 --json") => AddSharedOptions();

    protected override MarginSettings NewSettings(string folder) => new() { OutputDirectory = folder };
}
