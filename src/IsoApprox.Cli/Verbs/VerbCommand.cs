using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;

namespace IsoApprox.Cli.Verbs;

/// <summary>A verb of the tool: its options, its examples, and what it does.</summary>
internal abstract class VerbCommand : Command
{
    protected VerbCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Example command lines for the help.</summary>
    internal IReadOnlyList<string> Examples { get; }

    /// <summary>Name of the result's schema.</summary>
    protected virtual string ResultName => Name;

    /// <summary>The common options.</summary>
    protected RunOptions Common { get; } = new();

    /// <summary>Runs the verb and prints its result, also when it was stopped before it had one.</summary>
    /// <returns>The exit code.</returns>
    internal int Execute(ParseResult parse, CliStreams streams, CancellationToken cancellation)
    {
        OutputGuard.RequireDistinct(parse);
        if (parse.GetValue(Common.Threads) is { } threads)
        {
            ProcessorLimit.Apply(threads);
        }

        using var run = new VerbRun(ResultName, Common, parse, streams, cancellation);
        try
        {
            return run.Finish(Run(run));
        }
        catch (Exception e) when (run.Cancellation.IsCancellationRequested && IsStop(e))
        {
            run.Result.Note("stopped before anything was finished");
            return run.Finish(ExitCode.Success);
        }
    }

    private static bool IsStop(Exception e) =>
        e is OperationCanceledException || (e is AggregateException all && all.InnerExceptions.All(IsStop));

    /// <summary>The folder that --out names.</summary>
    /// <exception cref="UsageException">It is a file, or nothing can be written there.</exception>
    protected string OutputFolder(VerbRun run, string defaultFolder)
    {
        var folder = run.Parse.GetValue(Common.Out) ?? defaultFolder;
        OutputTarget.RequireFolder(folder);
        return folder;
    }

    /// <summary>Does the work: fills the result and the report of <paramref name="run"/>.</summary>
    /// <returns>The exit code of a run that was not cancelled.</returns>
    protected abstract int Run(VerbRun run);
}
