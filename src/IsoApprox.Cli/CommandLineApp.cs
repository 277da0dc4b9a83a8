using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using IsoApprox.Cli.Commands;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.StudyCommands;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;

namespace IsoApprox.Cli;

/// <summary>The composition root: verbs, streams, Ctrl-C, and the mapping from failures to one line on stderr and an exit code.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs the tool on the process's own streams.</summary>
    internal static int Run(string[] args)
    {
        using var stdout = new GuardedStream(Console.OpenStandardOutput());
        using var output = OpenText(stdout);
        using var error = OpenText(new GuardedStream(Console.OpenStandardError()));
        error.AutoFlush = true;
        using var interrupt = new InterruptSignal(TimeProvider.System);
        var streams = new CliStreams(output, error, Console.IsOutputRedirected, Console.IsErrorRedirected);
        var exitCode = Run(args, streams, interrupt.Token);
        output.Flush();
        return stdout.Failure is { } failure
            ? Fail(
                streams, $"stdout: the result cannot be written ({failure.Message}); free space or redirect it elsewhere",
                ExitCode.OutputFailed)
            : exitCode;
    }

    /// <summary>Runs the tool on given streams.</summary>
    internal static int Run(string[] args, CliStreams streams, CancellationToken cancellation)
    {
        OptionalEngines.Register();
        try
        {
            var parse = CreateRoot(streams, cancellation).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parse.Action is ParseErrorAction)
            {
                return Fail(streams, UsageError.Describe(parse), ExitCode.BadInput);
            }

            return parse.Invoke(new InvocationConfiguration
            {
                Output = streams.Output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (Cause(e) is OutputException)
        {
            return Fail(streams, Cause(e).Message, ExitCode.OutputFailed);
        }
        catch (Exception e) when (IsBadInput(Cause(e)))
        {
            return Fail(streams, Cause(e).Message, ExitCode.BadInput);
        }
        catch (OperationCanceledException)
        {
            return Fail(streams, "cancelled before anything was finished", ExitCode.Cancelled);
        }
        catch (Exception e) when (Cause(e) is OutOfMemoryException)
        {
            return Fail(streams, "the run does not fit into memory; use fewer points, coordinates or runs", ExitCode.BadInput);
        }
        catch (Exception e)
        {
            return Fail(
                streams, $"internal error, please report it: {Cause(e).GetType().Name}: {Cause(e).Message.ReplaceLineEndings(" ")}",
                ExitCode.InternalError);
        }
    }

    private static Command CreateRoot(CliStreams streams, CancellationToken cancellation)
    {
        var root = new Command(
            ToolName.Text, "Measures labelled embeddings and finds the nearest Triplet-Separated embedding, as a proved interval.");
        VerbCommand[] verbs =
        [
            new MeasureCommand(), new DistanceCommand(), new NearestCommand(), new CertifyCommand(), new VerifyCommand(),
            new HealthCommand(), new WatchCommand(), new PaperCommand(), new AuditCommand(), new RefuteCommand(), new DiagnoseCommand(),
            new InfoCommand(),
        ];
        foreach (var verb in verbs)
        {
            verb.SetAction(parse => verb.Execute(parse, streams, cancellation));
            root.Subcommands.Add(verb);
        }

        var study = new StudiesCommand();
        foreach (var verb in study.Subcommands.OfType<VerbCommand>())
        {
            verb.SetAction(parse => verb.Execute(parse, streams, cancellation));
        }

        root.Subcommands.Add(study);
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        return root;
    }

    /// <summary>What happened on another thread is told as if it had happened here.</summary>
    private static Exception Cause(Exception e) => e is AggregateException { InnerException: { } inner } ? Cause(inner) : e;

    private static bool IsBadInput(Exception e) => e is EmbeddingException or UsageException or IOException or UnauthorizedAccessException;

    private static int Fail(CliStreams streams, string message, int exitCode)
    {
        streams.Error.WriteLine($"{ToolName.Text}: {VisibleText.Of(message)}");
        return exitCode;
    }

    private static StreamWriter OpenText(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
    {
        NewLine = "\n",
    };
}
