using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>What a sweep left.</summary>
/// <typeparam name="TRow">A row.</typeparam>
/// <param name="Rows">The finished runs of the whole grid in its order, whichever process computed them.</param>
/// <param name="Total">Runs of the whole grid.</param>
/// <param name="Computed">Runs that this call computed.</param>
/// <param name="Repairs">What was wrong with the row files.</param>
public sealed record SweepResult<TRow>(IReadOnlyList<TRow> Rows, int Total, int Computed, RowRepairs Repairs);

/// <summary>Runs the tasks of a study that are not finished yet, several at a time, and appends their rows as they end.</summary>
public static class Sweep
{
    /// <summary>Runs what is missing. A cancelled sweep keeps what is finished.</summary>
    /// <typeparam name="TRow">A row.</typeparam>
    /// <param name="tasks">The whole grid; runs are started in this order.</param>
    /// <param name="rows">Rows that are finished already; receives the new ones.</param>
    /// <param name="shard">The part that this call computes.</param>
    /// <param name="jobs">Runs at the same time; null for all cores.</param>
    /// <param name="progress">Told at the start and after every run, about the part.</param>
    /// <param name="cancellation">Stops the runs.</param>
    /// <exception cref="EmbeddingException">The rows may not be written.</exception>
    /// <exception cref="OutputException">Writing the rows failed.</exception>
    public static SweepResult<TRow> Run<TRow>(
        IReadOnlyList<IStudyTask<TRow>> tasks,
        RowFile<TRow> rows,
        Shard shard,
        int? jobs,
        IProgress<StudyProgress>? progress,
        CancellationToken cancellation)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(rows);
        var part = tasks.Where(task => shard.Contains(task.Id)).ToArray();
        var missing = part.Where(task => rows.Find(task.Id) is null).ToArray();
        var (clock, done, cost, gate) = (Stopwatch.StartNew(), 0, 0.0, new Lock());
        var total = missing.Sum(task => task.Cost);
        progress?.Report(new StudyProgress(part.Length - missing.Length, part.Length, null));

        // One by one, not in ranges: runs differ in length.
        var order = Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering);
        var options = new ParallelOptions { MaxDegreeOfParallelism = jobs ?? Environment.ProcessorCount };
        try
        {
            Parallel.ForEach(order, options, (task, loop) =>
            {
                if (cancellation.IsCancellationRequested || task.Run(cancellation) is not { } row)
                {
                    loop.Stop();
                    return;
                }

                rows.Append(row);
                lock (gate)
                {
                    (done, cost) = (done + 1, cost + task.Cost);
                    var remaining = cost > 0 ? clock.Elapsed * ((total - cost) / cost) : TimeSpan.Zero;
                    progress?.Report(new StudyProgress(part.Length - missing.Length + done, part.Length, remaining));
                }
            });
        }
        catch (AggregateException error)
            when (error.InnerExceptions.FirstOrDefault(inner => inner is EmbeddingException or OutputException) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return new SweepResult<TRow>([.. tasks.Select(task => rows.Find(task.Id)).OfType<TRow>()], tasks.Count, done, rows.Repairs);
    }
}
