using System.Diagnostics;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Paper;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Contrastive;

/// <summary>What the study left.</summary>
/// <param name="Rows">The finished runs in the order of the grid.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Files">Written files: rows, figures, index.html.</param>
public sealed record ContrastiveStudyResult(IReadOnlyList<ContrastiveRow> Rows, int Total, int Computed, IReadOnlyList<string> Files);

/// <summary>
/// The sweep of arXiv 2311.05139: hardness x normalisation x {SCL, UCL} on synthetic classes (free embeddings, a network on a Gaussian mixture) and on given
/// data.
/// Finished runs are kept in rows.jsonl and not computed again; a cancelled study keeps what is finished and draws it.
/// </summary>
public static class ContrastiveStudy
{
    /// <summary>Name of the file with one line for each finished run.</summary>
    public const string RowsFile = "rows.jsonl";

    /// <summary>Runs what is missing and writes the figures.</summary>
    /// <param name="settings">The grid and the folder.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Stops between steps of the runs.</param>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">The folder cannot be written.</exception>
    public static ContrastiveStudyResult Run(ContrastiveSettings settings, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        ReportFolder.Prepare(settings.OutputDirectory);
        var path = Path.Combine(Path.GetFullPath(settings.OutputDirectory), RowsFile);
        var file = RowFile<ContrastiveRow>.Open(path, row => row.Id);
        var tasks = Tasks(settings);
        var computed = Compute(tasks, file, settings.Threads, progress, cancellation);
        var rows = tasks.Select(task => file.Find(task.Id)).OfType<ContrastiveRow>().ToArray();
        var files = new List<string>(File.Exists(path) ? [path] : []);
        files.AddRange(ContrastiveReport.Write(settings, rows, tasks.Count));
        return new ContrastiveStudyResult(rows, tasks.Count, computed, files);
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

    private static int Compute(
        List<ContrastiveTask> tasks, RowFile<ContrastiveRow> file, int? threads, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        var missing = tasks.Where(task => file.Find(task.Id) is null).ToArray();
        var (clock, done, gate) = (Stopwatch.StartNew(), 0, new Lock());
        progress?.Report(new StudyProgress(tasks.Count - missing.Length, tasks.Count, null));

        // One by one, not in ranges: runs of one data set take equally long, those of different sets do not.
        var order = System.Collections.Concurrent.Partitioner.Create(missing, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(order, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount }, (task, loop) =>
        {
            if (cancellation.IsCancellationRequested || task.Run(cancellation) is not { } row)
            {
                loop.Stop();
                return;
            }

            file.Append(row);
            lock (gate)
            {
                done++;
                var remaining = clock.Elapsed / done * (missing.Length - done);
                progress?.Report(new StudyProgress(tasks.Count - missing.Length + done, tasks.Count, remaining));
            }
        });
        return done;
    }
}
