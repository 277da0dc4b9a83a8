using IsoApprox.Embeddings.Formats;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Contrastive;

/// <summary>What the study left.</summary>
/// <param name="Rows">The finished runs in the order of the grid.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Files">Written files: rows, figures, index.html.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record ContrastiveStudyResult(IReadOnlyList<ContrastiveRow> Rows, int Total, int Computed, IReadOnlyList<string> Files,
    RowRepairs Repairs);

/// <summary>
/// The sweep of arXiv 2311.05139: hardness x normalisation x {SCL, UCL} on synthetic classes (free embeddings, a network on a Gaussian mixture) and on given
/// data.
/// Finished runs are kept in rows.jsonl and not computed again; a cancelled study keeps what is finished and draws it.
/// </summary>
public static class ContrastiveStudy
{
    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grid and the folder.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Stops between steps of the runs.</param>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">The folder cannot be written.</exception>
    public static ContrastiveStudyResult Run(ContrastiveSettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var file = RowFile<ContrastiveRow>.OpenFolder(settings.OutputDirectory, settings.Shard, row => row.Id, ContrastiveRow.DefectOf);
        var sweep = Sweep.Run(Tasks(settings), file, settings.Shard, settings.Jobs, progress, cancellation);
        var files = new List<string>(File.Exists(file.Path) ? [file.Path] : []);
        if (settings.Shard == Shard.Whole)
        {
            files.AddRange(ContrastiveReport.Write(settings, sweep.Rows, sweep.Total));
        }

        return new ContrastiveStudyResult(sweep.Rows, sweep.Total, sweep.Computed, files, sweep.Repairs);
    }

    private static List<ContrastiveTask> Tasks(ContrastiveSettings settings)
    {
        var tasks = new List<ContrastiveTask>();
        foreach (var set in ContrastiveSets.Of(settings))
        {
            foreach (var negatives in Enum.GetValues<NegativeSource>())
            {
                foreach (var normalisation in Enum.GetValues<Normalisation>())
                {
                    tasks.AddRange(settings.Hardness.SelectMany(beta =>
                        Enumerable.Range(settings.Seed, settings.Seeds).Select(seed => new ContrastiveTask(set, negatives, beta, normalisation, seed))));
                }
            }
        }

        return tasks;
    }
}
