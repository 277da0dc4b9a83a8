using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Formats;

namespace IsoApprox.Cli.Verbs;

/// <summary>One run of a verb: its options, its limits, and the result in both forms (JSON, tables).</summary>
internal sealed class VerbRun : IDisposable
{
    private const int DefaultSeed = 1;

    private readonly CliStreams _streams;
    private readonly CancellationToken _interrupt;
    private readonly CancellationTokenSource _limit;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly bool _json;

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
        ShowProgress = !parse.GetValue(common.Quiet) && !streams.ErrorIsPiped;
        ResultFile = common.OutIsResultFile ? parse.GetValue(common.Out) : null;
        if (ResultFile is not null)
        {
            OutputTarget.RequireWritableFolder(ResultFile);
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

    /// <summary>Prints the result, writes the result file, and gives the exit code.</summary>
    internal int Finish(int exitCode)
    {
        Result["seconds"] = _clock.Elapsed.TotalSeconds;
        Result["status"] = Status
            ?? (_interrupt.IsCancellationRequested ? "cancelled" : Cancellation.IsCancellationRequested ? "timeLimit" : "complete");
        if (ResultFile is not null)
        {
            SafeFile.ReplaceText(ResultFile, Result.ToJson() + "\n");
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

        return _interrupt.IsCancellationRequested ? ExitCode.Cancelled : exitCode;
    }

    public void Dispose() => _limit.Dispose();

    private string StopReason => _interrupt.IsCancellationRequested ? "cancelled" : "the time limit was reached";
}
