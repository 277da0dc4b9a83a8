using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Verbs;

/// <summary>One run of a verb: its options, its limits, and the result in both forms (JSON, tables).</summary>
internal sealed class VerbRun : IDisposable
{
    private const int DefaultSeed = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CliStreams _streams;
    private readonly CancellationToken _interrupt;
    private readonly CancellationTokenSource _limit;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly bool _json;
    private readonly bool _quiet;
    private OutputException? _lost;

    internal VerbRun(string verb, RunOptions common, ParseResult parse, CliStreams streams, CancellationToken interrupt)
    {
        (Parse, _streams, _interrupt) = (parse, streams, interrupt);
        _limit = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        if (parse.GetValue(common.TimeLimit) is { } seconds)
        {
            TimeLimit = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(24).TotalSeconds));
            _limit.CancelAfter(TimeLimit.Value);
        }

        Seed = parse.GetValue(common.Seed) ?? DefaultSeed;
        Threads = parse.GetValue(common.Threads);
        _json = parse.GetValue(common.Json);
        _quiet = parse.GetValue(common.Quiet);
        ShowProgress = !_quiet && !streams.ErrorIsPiped;
        ResultFile = common.OutIsResultFile ? parse.GetValue(common.Out) : null;
        if (ResultFile is not null)
        {
            OutputTarget.RequireWritable(ResultFile);
        }

        Report = new Report(_json ? TextWriter.Null : streams.Output, _json || streams.OutputIsPiped);
        Result["schema"] = $"isoapprox/{verb}/1";
        Result["version"] = Version;
        Result["status"] = null;
        Result["seed"] = Seed;
        Result["seconds"] = 0.0;
    }

    /// <summary>Version of the tool.</summary>
    internal static string Version { get; } =
        typeof(VerbRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal ParseResult Parse { get; }

    internal int Seed { get; }

    internal int? Threads { get; }

    internal TimeSpan? TimeLimit { get; }

    internal bool ShowProgress { get; }

    internal TextWriter Error => _streams.Error;

    /// <summary>Cancelled by Ctrl-C and by the time limit.</summary>
    internal CancellationToken Cancellation => _limit.Token;

    /// <summary>Cancelled by Ctrl-C only.</summary>
    internal CancellationToken Interrupt => _interrupt;

    /// <summary>The verb's own status; null for complete, timeLimit or cancelled as it happened.</summary>
    internal string? Status { get; set; }

    /// <summary>File that receives the JSON result; null for none.</summary>
    internal string? ResultFile { get; set; }

    internal ResultDocument Result { get; } = new();

    internal Report Report { get; }

    /// <summary>Notes the input in the result.</summary>
    internal void SetInput(string file, Embedding embedding) => Result["input"] = ResultDocument.Input(file, embedding);

    /// <summary>Computes one field, or leaves it null with a note once the run was stopped.</summary>
    /// <returns>Null when the run was stopped before.</returns>
    internal T? Step<T>(string field, Func<T> compute)
        where T : class
    {
        if (!Cancellation.IsCancellationRequested)
        {
            try
            {
                return compute();
            }
            catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
            {
                // Noted below: nothing of this field was finished.
            }
        }

        Result[field] = null;
        Result.Note($"{field} was not computed: {StopReason}");
        return null;
    }

    /// <summary>
    /// Reads files that the command line names. A pipe is waited for, which a signal and the time limit end; after a second a line on
    /// stderr says what is waited for, unless the run is quiet.
    /// </summary>
    /// <param name="read">Reads them.</param>
    /// <param name="paths">The files; null for one that is not given.</param>
    /// <exception cref="OperationCanceledException">The run was stopped while it waited.</exception>
    internal T Read<T>(Func<T> read, params IEnumerable<string?> paths)
    {
        var pipes = paths.OfType<string>().Where(path => FileSystemEntry.KindOf(path) == FileKind.Pipe).ToArray();
        if (pipes.Length == 0)
        {
            return read();
        }

        // Opening a pipe cannot be interrupted: it is left to its thread, which ends with the process.
        var reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!((IAsyncResult)reading).AsyncWaitHandle.WaitOne(Patience) && !_quiet)
        {
            var (they, write) = pipes.Length == 1 ? ("a pipe", "has") : ("pipes", "have");
            Error.WriteLine(
                $"{ToolName.Text}: waiting for {VisibleText.Of(string.Join(", ", pipes))}: {they} that nothing {write} written "
                    + "and closed yet");
        }

        WaitHandle.WaitAny([((IAsyncResult)reading).AsyncWaitHandle, Cancellation.WaitHandle]);
        return reading.IsCompleted ? reading.GetAwaiter().GetResult() : throw new OperationCanceledException(Cancellation);
    }

    /// <summary>
    /// Writes files of results. When the disk is full the run goes on, so that the result is at least printed; it then ends with code 74.
    /// </summary>
    /// <param name="field">Field that is null when nothing could be written.</param>
    /// <param name="write">Writes them.</param>
    /// <returns>True when they were written.</returns>
    internal bool Write(string field, Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (OutputException e)
        {
            _lost ??= e;
            Result[field] = null;
            Result.Note(e.Message);
            return false;
        }
    }

    /// <summary>Writes the result file, prints the result, and gives the exit code.</summary>
    /// <exception cref="OutputException">The result was printed, but a file could not be written.</exception>
    internal int Finish(int exitCode)
    {
        Result["seconds"] = _clock.Elapsed.TotalSeconds;
        Result["status"] = Status
            ?? (_interrupt.IsCancellationRequested ? "cancelled" : Cancellation.IsCancellationRequested ? "timeLimit" : "complete");
        if (ResultFile is not null)
        {
            try
            {
                SafeFile.ReplaceText(ResultFile, Result.ToJson() + "\n");
            }
            catch (OutputException e)
            {
                _lost ??= e;
            }
        }

        if (_json)
        {
            _streams.Output.WriteLine(Result.ToJson());
        }
        else
        {
            foreach (var note in Result.Notes)
            {
                Report.Line($"note: {note}");
            }
        }

        return _lost is not null ? throw _lost : _interrupt.IsCancellationRequested ? ExitCode.Cancelled : exitCode;
    }

    public void Dispose() => _limit.Dispose();

    private string StopReason => _interrupt.IsCancellationRequested ? "cancelled" : "the time limit was reached";
}
