using System.Runtime.ExceptionServices;

namespace IsoApprox.Kernels;

/// <summary>
/// Independent items handed to all cores one by one, each worker with its own state. Merging must not depend on the order, so the result
/// does not depend on the threads.
/// </summary>
internal static class WorkQueue
{
    /// <summary>Multiply-adds below which one thread is faster than several.</summary>
    internal const double SerialWork = 1e6;

    /// <summary>Runs body(item) for item = 0..items-1; the items must not depend on one another.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="work">Multiply-adds in all; small work stays on the calling thread.</param>
    /// <param name="body">Handles an item.</param>
    internal static void Each(int items, double work, Action<int> body) =>
        Run(items, work, () => body, (handle, item) => handle(item), _ => { }, null, default);

    /// <summary>Runs body(state, item) for item = 0..items-1 and then merge(state) for every worker, one after the other.</summary>
    /// <param name="items">Number of items; the expensive ones should come first.</param>
    /// <param name="work">Multiply-adds in all; small work stays on the calling thread.</param>
    /// <param name="create">Makes a worker's state.</param>
    /// <param name="body">Handles an item.</param>
    /// <param name="merge">Takes a worker's result.</param>
    /// <param name="progress">Told the finished share of items, in increasing order, from worker threads.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">Cancelled. What an item throws is thrown too, by the first that fails.</exception>
    internal static void Run<TState>(
        int items,
        double work,
        Func<TState> create,
        Action<TState, int> body,
        Action<TState> merge,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var workers = work < SerialWork ? 1 : Math.Min(items, Environment.ProcessorCount);
        var (next, finished) = (-1, 0);
        var gate = new Lock();
        ExceptionDispatchInfo? failure = null;

        void Work()
        {
            try
            {
                var state = create();
                for (var item = Interlocked.Increment(ref next); item < items; item = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    body(state, item);
                    if (progress is not null)
                    {
                        lock (gate)
                        {
                            progress.Report(++finished / (double)items);
                        }
                    }
                }

                lock (gate)
                {
                    merge(state);
                }
            }
            catch (Exception e) when (workers > 1)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                Volatile.Write(ref next, items);
            }
        }

        if (workers <= 1)
        {
            Work();
        }
        else if (!WorkerTeam.TryRun(Work, workers - 1))
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }

        failure?.Throw();
    }
}
