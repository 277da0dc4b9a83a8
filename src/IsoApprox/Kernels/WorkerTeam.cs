using System.Diagnostics;

namespace IsoApprox.Kernels;

/// <summary>
/// Threads that share one job at a time with its caller. After a job they watch for the next one a millisecond before they sleep, because
/// waking a sleeping thread takes as long as all distances of a thousand points. A thread that wakes when the job is over does not hold it
/// up.
/// </summary>
internal sealed class WorkerTeam
{
    /// <summary>Behind this value no thread may enter; above it stands the number of those inside.</summary>
    private const int Closed = int.MinValue;

    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(1);
    private static readonly Lazy<WorkerTeam> Shared = new(() => new WorkerTeam(Environment.ProcessorCount - 1));
    private readonly object _asleep = new();
    private readonly object _left = new();
    private Action? _work;
    private int _busy;
    private int _jobs;
    private int _sleepers;
    private int _seats;
    private int _inside = Closed;

    private WorkerTeam(int size)
    {
        for (var k = 0; k < size; k++)
        {
            new Thread(Serve) { IsBackground = true, Name = "IsoApprox kernels" }.Start();
        }
    }

    /// <summary>Runs the same action on the calling thread and on up to helpers others, and waits for all that began it.</summary>
    /// <param name="work">Takes items until none is left; must not throw.</param>
    /// <param name="helpers">At least 1.</param>
    /// <returns>False when the team works for another caller; nothing was run.</returns>
    internal static bool TryRun(Action work, int helpers) => Shared.Value.Run(work, helpers);

    private bool Run(Action work, int helpers)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            return false;
        }

        (_work, _seats) = (work, helpers);
        Volatile.Write(ref _inside, 0);
        Interlocked.Increment(ref _jobs);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_asleep)
            {
                Monitor.PulseAll(_asleep);
            }
        }

        work();
        Interlocked.Add(ref _inside, Closed);
        AwaitLeaving();
        _work = null;
        Volatile.Write(ref _busy, 0);
        return true;
    }

    private void AwaitLeaving()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _inside) != Closed && Stopwatch.GetElapsedTime(start) < Watch)
        {
            Thread.SpinWait(10);
        }

        lock (_left)
        {
            while (Volatile.Read(ref _inside) != Closed)
            {
                Monitor.Wait(_left);
            }
        }
    }

    private void Serve()
    {
        for (var seen = 0; ;)
        {
            AwaitJob(seen);
            seen = Volatile.Read(ref _jobs);
            if (Enter())
            {
                if (Interlocked.Decrement(ref _seats) >= 0)
                {
                    _work!();
                }

                Leave();
            }
        }
    }

    private void AwaitJob(int seen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _jobs) == seen && Stopwatch.GetElapsedTime(start) < Watch)
        {
            Thread.SpinWait(10);
        }

        if (Volatile.Read(ref _jobs) != seen)
        {
            return;
        }

        lock (_asleep)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _jobs) == seen)
            {
                Monitor.Wait(_asleep);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    private bool Enter()
    {
        for (var inside = Volatile.Read(ref _inside); inside >= 0; inside = Volatile.Read(ref _inside))
        {
            if (Interlocked.CompareExchange(ref _inside, inside + 1, inside) == inside)
            {
                return true;
            }
        }

        return false;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == Closed)
        {
            lock (_left)
            {
                Monitor.PulseAll(_left);
            }
        }
    }
}
