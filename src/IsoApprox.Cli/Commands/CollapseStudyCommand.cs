using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Options;
using IsoApprox.Studies.Collapse;

namespace IsoApprox.Cli.Commands;

/// <summary>When does the nearest Triplet-Separated embedding collapse?</summary>
internal sealed class CollapseStudyCommand : SweepCommand
{
    private readonly Option<string?> _data = FileName.Option("--data", "file", "labelled points for the model data");
    private readonly LabelOptions _labels = new();
    private readonly Option<bool> _full = new("--full") { Description = "the large grid: N up to 2000, n up to 512, many hours of processor time" };
    private readonly Option<string?> _models = List("--models", "list", "gaussian, sphere, ball, mixture:delta, data");
    private readonly Option<string?> _points = List("--points", "list", "values of N");
    private readonly Option<string?> _dimensions = List("--dimensions", "list", "values of n");
    private readonly Option<string?> _classes = List("--classes", "list", "numbers of classes, or xK for classes of K points");
    private readonly Option<string?> _noise = List("--noise", "list", "shares of shuffled labels, 0..1");
    private readonly Option<int?> _seeds = SeedsOption("number of seeds, from --seed on");
    private readonly Option<bool> _bounds = new("--bounds")
    {
        Description = "with the lifted and the penetration bound of each run, for the figure with proof bands",
    };

    internal CollapseStudyCommand()
        : base(
            "collapse",
            "Sweeps N, n, classes, label noise and models of points: d_haus, the canonical nearest Triplet-Separated embedding and its collapse measures; "
                + "phase diagrams, proof bands, rank correlations.",
            "isoapprox study collapse",
            "isoapprox study collapse --points 72,1800 --dimensions 128 --classes x4,x40 --models gaussian,mixture:1 --json",
            "isoapprox study collapse --full --slurm 16 > job.sh")
    {
        Options.Add(_full);
        Option[] own = [_models, _points, _dimensions, _classes, _noise, _seeds, _bounds, _data];
        Array.ForEach(own, Options.Add);
        _labels.AddTo(this);
        AddSweepOptions();
    }

    protected override int Run(VerbRun run, SweepOptions options)
    {
        var parse = run.Parse;
        var file = parse.GetValue(_data);
        var data = file is null ? null : StudyData.RequireModerate(file, _labels.Read(run, file));
        SetData(run, file, data);
        var settings = new CollapseSettings
        {
            OutputDirectory = options.Folder,
            Data = data,
            DataName = Path.GetFileNameWithoutExtension(file) ?? "",
            Grids = Grids(run),
            Seed = run.Seed,
            Jobs = options.Jobs,
            Shard = options.Shard,
        };
        var result = WithProgress(run, progress => CollapseStudy.Run(settings, progress, run.Cancellation));
        Fill(run, result);
        FillSweep(run, result.Total, result.Finished, result.Computed, result.Files, result.Repairs);
        return ExitCode.Success;
    }

    private static Option<string?> List(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description + ", separated by commas [default: those of the grid]" };

    private IReadOnlyList<CollapseGrid> Grids(VerbRun run)
    {
        var parse = run.Parse;
        var preset = parse.GetValue(_full) ? CollapseGrids.Full : CollapseGrids.Quick;
        string?[] given = [.. new[] { _models, _points, _dimensions, _classes, _noise }.Select(option => parse.GetValue(option))];
        if (given.All(text => text is null) && parse.GetValue(_seeds) is null && !parse.GetValue(_bounds) && parse.GetValue(_data) is null)
        {
            return preset;
        }

        var grid = preset[0] with { WithBounds = parse.GetValue(_bounds), Seeds = SeedsOf(run, _seeds, parse.GetValue(_full) ? preset[0].Seeds : 1) };
        return
        [
            grid with
            {
                Models = given[0] is { } models ? Items(models, PointModel.Parse)
                    : parse.GetValue(_data) is null ? grid.Models : [new PointModel(PointKind.Data)],
                Points = given[1] is { } points ? Items(points, text => Integer(_points.Name, text)) : grid.Points,
                Dimensions = given[2] is { } dimensions ? Items(dimensions, text => Integer(_dimensions.Name, text)) : grid.Dimensions,
                Plans = given[3] is { } plans ? Items(plans, ClassPlan.Parse) : grid.Plans,
                LabelNoise = given[4] is { } noise ? Items(noise, Share) : grid.LabelNoise,
            },
        ];
    }

    private static T[] Items<T>(string list, Func<string, T> parse) => [.. list.Split(',').Select(item => parse(item.Trim()))];

    private static int Integer(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1
            ? value
            : throw new UsageException($"{option}: '{text}' is not an integer of at least 1");

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw new UsageException($"--noise: '{text}' is not a share between 0 and 1");

    private static void Fill(VerbRun run, CollapseStudyResult result)
    {
        var groups = new JsonObject();
        foreach (var (name, findings) in result.Findings.Groups)
        {
            groups[name] = new JsonArray([.. findings.Select(Finding)]);
        }

        run.Result["rows"] = result.Rows.Count;
        run.Result["findings"] = groups;
        if (result.Findings.Groups.Count > 0)
        {
            var (name, all) = result.Findings.Groups[0];
            run.Report.Table(
                $"Which variable governs collapse ({name} runs; collapsed: a ratio below 0.5, d_haus/R above 0.5)", CollapseTable.Heads,
                all.Where(finding => finding.Measure is "rmsRatio" or "withinRatio" or "distanceOverRadius").Select(CollapseTable.Cells));
        }
    }

    private static JsonNode Finding(CollapseFinding finding) => new JsonObject
    {
        ["measure"] = finding.Measure,
        ["variable"] = finding.Variable,
        ["rows"] = finding.Rows,
        ["rho"] = finding.Rho,
        ["boundary"] = finding.Boundary is not { } rule ? null : new JsonObject
        {
            ["threshold"] = rule.Threshold,
            ["collapsed"] = rule.Above ? "above" : "below",
            ["accuracy"] = rule.Accuracy,
            ["collapsedRows"] = rule.Positives,
            ["rows"] = rule.Count,
        },
    };
}
