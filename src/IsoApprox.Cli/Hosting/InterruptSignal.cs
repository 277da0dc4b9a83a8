using System.Runtime.InteropServices;

namespace IsoApprox.Cli.Hosting;

/// <summary>
/// Ctrl-C (SIGINT) and SIGTERM: the first asks the run to stop and print what it has, a later one ends the process at once. Signals in
/// quick succession count as one: <c>timeout</c> and supervisors signal the process and then its group. SIGXFSZ is passed over: a write
/// beyond the limit of file sizes then fails and is reported like one on a full disk, where the signal would end the process without a
/// word.
/// </summary>
internal sealed class InterruptSignal : IDisposable
{
    private static readonly TimeSpan QuickSuccession = TimeSpan.FromSeconds(0.5);

    /// <summary>The same number on Linux and macOS.</summary>
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    /// <summary>Never taken back: the runtime looks for a handler some time after the write has failed.</summary>
    private static readonly PosixSignalRegistration? PassedOver =
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileSizeExceeded, static context => context.Cancel = true);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long? _first;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal InterruptSignal(TimeProvider time)
    {
        _time = time;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
        GC.KeepAlive(PassedOver);
    }

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    /// <summary>Handles a signal: <c>context.Cancel</c> keeps the process alive.</summary>
    internal void OnSignal(PosixSignalContext context)
    {
        lock (_lock)
        {
            _first ??= _time.GetTimestamp();
            context.Cancel = _time.GetElapsedTime(_first.Value) < QuickSuccession;
        }

        _source.Cancel();
    }
}
