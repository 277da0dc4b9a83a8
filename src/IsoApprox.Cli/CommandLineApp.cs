using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using IsoApprox.Cli.Commands;
using IsoApprox.Cli.Hosting;
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
        using var output = OpenText(Console.OpenStandardOutput());
        using var error = OpenText(Console.OpenStandardError());
        error.AutoFlush = true;
        using var interrupt = new InterruptSignal(TimeProvider.System);
        var exitCode = Run(args, new CliStreams(output, error, Console.IsOutputRedirected, Console.IsErrorRedirected), interrupt.Token);
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The reader of the pipe has gone; there is nobody left to tell.
        }

        return exitCode;
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
        catch (Exception e) when (IsBadInput(e))
        {
            return Fail(streams, e.Message, ExitCode.BadInput);
        }
        catch (OperationCanceledException)
        {
            return Fail(streams, "cancelled before anything was finished", ExitCode.Cancelled);
        }
        catch (Exception e)
        {
            return Fail(streams, $"internal error, please report it: {e.GetType().Name}: {e.Message}", ExitCode.InternalError);
        }
    }

    private static Command CreateRoot(CliStreams streams, CancellationToken cancellation)
    {
        var root = new Command(
            ToolName.Text, "Measures labelled embeddings and finds the nearest Triplet-Separated embedding, as a proved interval.");
        VerbCommand[] verbs =
        [
            new MeasureCommand(), new DistanceCommand(), new NearestCommand(), new CertifyCommand(), new VerifyCommand(),
            new PaperCommand(),
                new AuditCommand(), new RefuteCommand(), new DiagnoseCommand(), new InfoCommand(),
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

    private static bool IsBadInput(Exception e) => e is EmbeddingException or UsageException or IOException or UnauthorizedAccessException;

    private static int Fail(CliStreams streams, string message, int exitCode)
    {
        var line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        streams.Error.WriteLine($"{ToolName.Text}: {line}");
        return exitCode;
    }

    private static StreamWriter OpenText(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
    {
        NewLine = "\n",
    };
}
