using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Collapse;

/// <summary>What the study left.</summary>
/// <param name="Rows">All finished runs found in the folder, those of other grids included, by model, classes, N and n.</param>
/// <param name="Finished">Finished runs of this call's grid.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Findings">Correlations and boundaries over the finished runs.</param>
/// <param name="Files">Written files.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record CollapseStudyResult(
    IReadOnlyList<CollapseRow> Rows, int Finished, int Total, int Computed, CollapseFindings Findings, IReadOnlyList<string> Files,
    RowRepairs Repairs);

/// <summary>
/// When does the nearest Triplet-Separated embedding collapse? A sweep over N, n, classes, label noise and models of points. Finished runs are kept in
/// rows.jsonl and not
/// computed again; a cancelled study keeps what is finished and draws it.
/// </summary>
public static class CollapseStudy
{
    private const int LargestGrid = 1_000_000;
    private const int LargestInstance = 1 << 28;

    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grids and the folder.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <exception cref="EmbeddingException">The folder cannot be written, or the data is missing.</exception>
    public static CollapseStudyResult Run(CollapseSettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tasks = Tasks(settings);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var file = RowFile<CollapseRow>.OpenFolder(settings.OutputDirectory, settings.Shard, row => row.Id, CollapseRow.DefectOf);
        var sweep = Sweep.Run(tasks, file, settings.Shard, settings.Jobs, progress, cancellation);
        var rows = InOrder(file.All);
        var findings = CollapseFindings.Of(rows);
        var files = new List<string>(File.Exists(file.Path) ? [file.Path] : []);
        if (settings.Shard == Shard.Whole && rows.Count > 0)
        {
            files.AddRange(CollapseReport.Write(settings.OutputDirectory, rows, findings));
        }

        return new CollapseStudyResult(rows, sweep.Rows.Count, sweep.Total, sweep.Computed, findings, files, sweep.Repairs);
    }

    private static IReadOnlyList<CollapseRow> InOrder(IEnumerable<CollapseRow> rows) =>
    [
        .. rows.OrderBy(row => row.Model, StringComparer.Ordinal).ThenBy(row => row.Plan.Length).ThenBy(row => row.Plan, StringComparer.Ordinal)
            .ThenBy(row => row.Points).ThenBy(row => row.Dimension).ThenBy(row => row.Id, StringComparer.Ordinal)
    ];

    /// <summary>The runs of all grids, cheap ones first so that something is seen early; each once.</summary>
    private static List<CollapseTask> Tasks(CollapseSettings settings)
    {
        var threads = settings.Jobs is null or > 1 ? 1 : Environment.ProcessorCount;
        var name = settings.Data is { } data ? $"data:{settings.DataName}-{DataDigest.Of(data)}" : null;
        var cells = settings.Grids.SelectMany(grid => Cells(grid, settings, name)).Take(LargestGrid + 1).DistinctBy(cell => cell.Id).ToList();
        if (cells.Count > LargestGrid)
        {
            throw new EmbeddingException($"the grid has more than {LargestGrid} runs; give fewer values or seeds");
        }

        var tasks = cells.Select(cell => new CollapseTask(cell, settings.Data, threads)).OrderBy(task => task.Cost).ToList();
        return tasks.Count > 0
            ? tasks
            : throw new EmbeddingException("the grid is empty: every combination has fewer than two classes of two points, or more than the data holds");
    }

    private static IEnumerable<CollapseCell> Cells(CollapseGrid grid, CollapseSettings settings, string? dataName) =>
        from model in grid.Models
        from points in grid.Points
        from dimension in grid.Dimensions
        where (long)points * dimension <= LargestInstance
            ? true
            : throw new EmbeddingException($"the grid has {points} points of {dimension} coordinates, more than {LargestInstance} numbers; give smaller values")
        from plan in grid.Plans
        where Fits(model, points, dimension, plan, settings.Data)
        from noise in model.HasClasses ? grid.LabelNoise : [0]
        from seed in Enumerable.Range(settings.Seed, grid.Seeds)
        select new CollapseCell(
            model, points, dimension, plan, noise, seed, grid.WithBounds, model.Kind == PointKind.Data ? dataName : null);

    private static bool Fits(PointModel model, int points, int dimension, ClassPlan plan, Embedding? data) =>
        plan.CountFor(points) is { } classes
        && (model.Kind != PointKind.Data || DataSample.Fits(
            data ?? throw new EmbeddingException("the model data needs a file with labelled points"), points, classes, dimension));
}
