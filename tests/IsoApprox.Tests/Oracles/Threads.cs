namespace IsoApprox.Tests.Oracles;

/// <summary>Runs a computation with a limited number of threads.</summary>
internal static class Threads
{
    /// <summary>Parallel loops take the current task scheduler, so a scheduler of limited concurrency limits them.</summary>
    internal static T Run<T>(int threads, Func<T> compute)
    {
        var pair = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads);
        return Task.Factory.StartNew(compute, CancellationToken.None, TaskCreationOptions.None, pair.ConcurrentScheduler).GetAwaiter()
            .GetResult();
    }
}
