using System.CommandLine;
using System.Globalization;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Cli.StudyCommands;

/// <summary>When does the nearest Triplet-Separated embedding collapse?</summary>
internal sealed class CollapseStudyCommand : StudyCommand<CollapseSettings, CollapseRow>
{
    private readonly Option<string?> _data = FileName.Option("--data", "file", "labelled points for the model data");
    private readonly LabelOptions _labels = new();

    internal CollapseStudyCommand()
        : base(
            new CollapseStudy(),
            "Sweeps N, n, classes, label noise and models of points: d_haus, the canonical nearest Triplet-Separated embedding and its "
                + "collapse measures; phase diagrams, proof bands, rank correlations.",
            "isoapprox study collapse",
            "isoapprox study collapse --points 72,1800 --dimensions 128 --classes x4,x40 --models gaussian,mixture:1 --json",
            "isoapprox study collapse --full --slurm 16 > job.sh")
    {
        BindFlag(
            new Option<bool>("--full") { Description = "the large grid: N up to 2000, n up to 512, many hours of processor time" },
            settings => settings with { Quick = false });
        BindList(
            "--models", "gaussian, sphere, ball, mixture:delta, data", PointModel.Parse,
            (settings, models) => settings with { Models = models });
        BindList("--points", "values of N", text => Integer("--points", text), (settings, points) => settings with { Points = points });
        BindList("--dimensions", "values of n", text => Integer("--dimensions", text), (settings, n) => settings with { Dimensions = n });
        BindList(
            "--classes", "numbers of classes, or xK for classes of K points", ClassPlan.Parse,
            (settings, plans) => settings with { Plans = plans });
        BindList("--noise", "shares of shuffled labels, 0..1", Share, (settings, noise) => settings with { LabelNoise = noise });
        BindSeeds("number of seeds, from --seed on");
        BindFlag(
            new Option<bool>("--bounds")
            {
                Description = "with the lifted and the penetration bound of each run, for the figure with proof bands",
            },
            settings => settings with { WithBounds = true });
        Options.Add(_data);
        _labels.AddTo(this);
        AddStudyOptions();
    }

    protected override CollapseSettings NewSettings(string folder) => new() { OutputDirectory = folder };

    protected override string? DataFile(ParseResult parse) => parse.GetValue(_data);

    protected override Embedding ReadData(VerbRun run, string file) => StudyData.RequireModerate(file, _labels.Read(run, file));

    private void BindList<T>(string name, string description, Func<string, T> item, Func<CollapseSettings, T[], CollapseSettings> set) =>
        BindText(
            new(name) { HelpName = "list", Description = description + ", separated by commas [default: those of the grid]" },
            (settings, list) => set(settings, [.. list.Split(',').Select(text => item(text.Trim()))]));

    private static int Integer(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1
            ? value
            : throw new UsageException($"{option}: '{text}' is not an integer of at least 1");

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw new UsageException($"--noise: '{text}' is not a share between 0 and 1");
}
