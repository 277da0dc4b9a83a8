using IsoApprox.Solver.Nearest;

namespace IsoApprox.Native;

/// <summary>Progress of a search, told to a C function one call at a time.</summary>
internal sealed unsafe class ProgressCallback(NativeNearestOptions options, StopFlag stop) : IProgress<SolveProgress>
{
    private readonly Lock _lock = new();
    private readonly delegate* unmanaged<void*, long, long, double, double, int> _function = options.Progress;
    private readonly void* _user = options.User;
    private bool _isStopped;

    /// <inheritdoc/>
    public void Report(SolveProgress value)
    {
        lock (_lock)
        {
            if (_function is not null && !_isStopped && _function(_user, value.Finished, value.Total, value.Lower, value.Upper) != 0)
            {
                _isStopped = true;
                stop.Stop();
            }
        }
    }
}
