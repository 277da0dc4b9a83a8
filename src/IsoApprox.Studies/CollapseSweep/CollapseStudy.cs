using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Reports;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// When does the nearest Triplet-Separated embedding collapse? A sweep over N, n, classes, label noise and models of points. All rows in
/// the folder are reported, those of other grids included.
/// </summary>
public sealed class CollapseStudy() : Study<CollapseSettings, CollapseRow>("collapse", CollapseRowJson.Format)
{
    private const int LargestGrid = 1_000_000;
    private const int LargestInstance = 1 << 28;
    private static readonly string[] Heads = ["measure", "variable", "runs", "Spearman", "collapsed where", "accuracy", "collapsed runs"];

    /// <summary>The runs of all grids, cheap ones first so that something is seen early; each once.</summary>
    internal override IReadOnlyList<IStudyTask<CollapseRow>> Tasks(CollapseSettings settings)
    {
        var threads = settings.Jobs is null or > 1 ? 1 : Environment.ProcessorCount;
        var name = settings.Data is { } data ? $"data:{settings.DataName}-{DataDigest.Of(data)}" : null;
        var cells = CollapseGrids.Of(settings).SelectMany(grid => Cells(grid, settings, name)).Take(LargestGrid + 1)
            .DistinctBy(cell => cell.Id).ToList();
        if (cells.Count > LargestGrid)
        {
            throw new EmbeddingException($"the grid has more than {LargestGrid} runs; give fewer values or seeds");
        }

        var tasks = cells.Select(cell => new CollapseTask(cell, settings.Data, threads)).OrderBy(task => task.Cost).ToList();
        return tasks.Count > 0
            ? tasks
            : throw new EmbeddingException(
                "the grid is empty: every combination has fewer than two classes of two points, or more than the data holds");
    }

    /// <summary>By model, classes, N and n.</summary>
    internal override IReadOnlyList<CollapseRow> Reported(IReadOnlyList<CollapseRow> grid, IReadOnlyList<CollapseRow> folder) =>
    [
        .. folder.OrderBy(row => row.Model, StringComparer.Ordinal).ThenBy(row => row.Plan.Length)
            .ThenBy(row => row.Plan, StringComparer.Ordinal)
            .ThenBy(row => row.Points).ThenBy(row => row.Dimension).ThenBy(row => row.Id, StringComparer.Ordinal)
    ];

    internal override void Draw(StudyReport report, IReadOnlyList<CollapseRow> rows, int total)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var findings = CollapseFindings.Of(rows);
        var page = report.Begin("collapse study", "Collapse of the nearest Triplet-Separated embedding");
        page.Paragraph($"{rows.Count} runs. Definitions and reading: docs/collapse.md.");
        foreach (var (name, svg) in CollapseFigures.Draw(rows, findings))
        {
            report.Figure(name, svg);
        }

        foreach (var (group, found) in findings.Groups)
        {
            page.Heading($"Rank correlations: {group}");
            page.Table(Heads, found.Select(TableRow));
        }
    }

    internal override StudySummary Summarise(IReadOnlyList<CollapseRow> rows)
    {
        var findings = CollapseFindings.Of(rows);
        var groups = new JsonObject();
        foreach (var (name, found) in findings.Groups)
        {
            groups[name] = new JsonArray([.. found.Select(Finding)]);
        }

        return new StudySummary(
            [.. findings.Groups.Take(1).Select(group => Table(group.Key, group.Value))], [("rows", rows.Count), ("findings", groups)]);
    }

    private static IEnumerable<CollapseCell> Cells(CollapseGrid grid, CollapseSettings settings, string? dataName) =>
        from model in grid.Models
        from points in grid.Points
        from dimension in grid.Dimensions
        where (long)points * dimension <= LargestInstance
            ? true
            : throw new EmbeddingException(
                $"the grid has {points} points of {dimension} coordinates, more than {LargestInstance} numbers; give smaller values")
        from plan in grid.Plans
        where Fits(model, points, dimension, plan, settings.Data)
        from noise in model.HasClasses ? grid.LabelNoise : [0]
        from seed in settings.SeedsFrom(grid.Seeds)
        select new CollapseCell(
            model, points, dimension, plan, noise, seed, grid.WithBounds, model.Kind == PointKind.Data ? dataName : null);

    private static bool Fits(PointModel model, int points, int dimension, ClassPlan plan, Embedding? data) =>
        plan.CountFor(points) is { } classes
        && (model.Kind != PointKind.Data || DataSample.Fits(
            data ?? throw new EmbeddingException("the model data needs a file with labelled points"), points, classes, dimension));

    private static StudyTable Table(string group, IEnumerable<CollapseFinding> findings) => new(
        $"Which variable governs collapse ({group} runs; collapsed: a ratio below 0.5, d_haus/R above 0.5)",
        Heads,
        [.. findings.Where(finding => finding.Measure is "rmsRatio" or "withinRatio" or "distanceOverRadius").Select(TableRow)]);

    private static string[] TableRow(CollapseFinding finding)
    {
        var rule = finding.Boundary;
        return
        [
            finding.Measure, finding.Variable, finding.Rows.ToString(CultureInfo.InvariantCulture), Number(finding.Rho, "0.00"),
            rule is null ? "-" : $"{finding.Variable} {(rule.Above ? ">=" : "<=")} {Number(rule.Threshold, "G3")}",
            Number(rule?.Accuracy, "0.00"), rule is null ? "-" : rule.Positives.ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static string Number(double? value, string format) => value is { } x ? x.ToString(format, CultureInfo.InvariantCulture) : "-";

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
