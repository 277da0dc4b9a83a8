using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Embeddings.Files;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Rows;

/// <summary>What a study left.</summary>
/// <typeparam name="TRow">A row.</typeparam>
/// <param name="Rows">The rows that are reported, in the order of the study.</param>
/// <param name="Finished">Finished runs of this call's grid, whichever process computed them.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Files">Written files: rows, figures, index.html.</param>
/// <param name="Summary">What the rows say.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record StudyResult<TRow>(
    IReadOnlyList<TRow> Rows,
    int Finished,
    int Total,
    int Computed,
    IReadOnlyList<string> Files,
    StudySummary Summary,
    RowRepairs Repairs);

/// <summary>What the rows of a study say, for people and for machines.</summary>
/// <param name="Tables">Tables for people.</param>
/// <param name="Fields">Fields of the JSON result; names are stable.</param>
public sealed record StudySummary(IReadOnlyList<StudyTable> Tables, IReadOnlyList<(string Name, JsonNode? Value)> Fields);

/// <summary>
/// A study: a grid of runs with names, each of which leaves one row; a page with figures over the rows. Finished runs are kept in
/// rows.jsonl and not computed again; a cancelled study keeps what is finished and draws it; several processes share a folder by parts.
/// </summary>
/// <typeparam name="TSettings">What it can be told.</typeparam>
/// <typeparam name="TRow">What a run leaves.</typeparam>
public abstract class Study<TSettings, TRow>
    where TSettings : StudySettings
    where TRow : class, IStudyRow
{
    private readonly JsonTypeInfo<TRow> _format;

    private protected Study(string name, JsonTypeInfo<TRow> format) => (Name, _format) = (name, format);

    /// <summary>Name of the study: of its subcommand, of its folder, in the schema of its JSON result.</summary>
    public string Name { get; }

    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grid and the folder.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">The folder cannot be written, or the data does not fit the
    /// grid.</exception>
    public StudyResult<TRow> Run(TSettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds ?? 1, 1, nameof(settings));
        var tasks = Tasks(settings);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var file = RowFile<TRow>.OpenFolder(
            settings.OutputDirectory, settings.Shard, _format, row => row.Id, row => row.FindDefect());
        var sweep = Sweep.Run(tasks, file, settings.Shard, settings.Jobs, progress, cancellation);
        var rows = Reported(sweep.Rows, file.All);
        var report = new StudyReport(settings.OutputDirectory);
        if (settings.Shard == Shard.Whole)
        {
            Draw(report, rows, sweep.Total);
        }

        string[] files = [.. File.Exists(file.Path) ? [file.Path] : Array.Empty<string>(), .. report.Finish()];
        return new StudyResult<TRow>(rows, sweep.Rows.Count, sweep.Total, sweep.Computed, files, Summarise(rows), sweep.Repairs);
    }

    /// <summary>The runs of the grid in the order in which they are started.</summary>
    internal abstract IReadOnlyList<IStudyTask<TRow>> Tasks(TSettings settings);

    /// <summary>The rows that are reported: those of the grid, or for a study that says so all rows in the folder.</summary>
    internal virtual IReadOnlyList<TRow> Reported(IReadOnlyList<TRow> grid, IReadOnlyList<TRow> folder) => grid;

    /// <summary>Draws everything that the rows allow.</summary>
    internal abstract void Draw(StudyReport report, IReadOnlyList<TRow> rows, int total);

    /// <summary>What the rows say in tables and fields.</summary>
    internal abstract StudySummary Summarise(IReadOnlyList<TRow> rows);
}
