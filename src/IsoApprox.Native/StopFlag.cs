namespace IsoApprox.Native;

/// <summary>A cancellation token that follows a flag in the caller's memory (read every 10 ms) and, where asked, a time limit.</summary>
internal sealed unsafe class StopFlag : IDisposable
{
    private const int PeriodInMilliseconds = 10;

    private readonly CancellationTokenSource _source = new();
    private readonly Timer? _timer;
    private readonly int* _flag;

    /// <summary>Starts watching.</summary>
    /// <param name="flag">Non-zero: stop; null: there is no flag.</param>
    /// <param name="limit">Time until the token is cancelled; null for none.</param>
    internal StopFlag(int* flag, TimeSpan? limit = null)
    {
        _flag = flag;
        if (limit is { } time)
        {
            _source.CancelAfter(time);
        }

        if (flag is not null && !Look())
        {
            _timer = new Timer(static state => ((StopFlag)state!).Look(), this, PeriodInMilliseconds, PeriodInMilliseconds);
        }
    }

    /// <summary>Cancelled by the flag, by the limit, or by <see cref="Stop"/>.</summary>
    internal CancellationToken Token => _source.Token;

    /// <summary>"cancelled" when the flag is set, else "the time limit was reached".</summary>
    internal string Reason => _flag is not null && Volatile.Read(ref *_flag) != 0 ? "cancelled" : "the time limit was reached";

    /// <summary>Cancels the token.</summary>
    internal void Stop() => _source.Cancel();

    /// <summary>Stops watching; the flag is not read any more once this returns.</summary>
    public void Dispose()
    {
        if (_timer is not null)
        {
            using var finished = new ManualResetEvent(false);
            if (_timer.Dispose(finished))
            {
                finished.WaitOne();
            }
        }

        _source.Dispose();
    }

    private bool Look()
    {
        if (Volatile.Read(ref *_flag) == 0)
        {
            return false;
        }

        _source.Cancel();
        return true;
    }
}
