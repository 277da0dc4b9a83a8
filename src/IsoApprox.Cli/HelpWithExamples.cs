using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli;

/// <summary>The library's help followed by examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string RootExamples = """
        Examples:
          isoapprox measure notebooks/data/iris.csv --label-column species
          isoapprox nearest embeddings.npy --labels labels.npy --metric haus --out nearest.npy
          isoapprox verify embeddings.npz --json
          isoapprox paper --out paper-out

        Embeddings are .npy, .npz, .csv, .tsv or .json files. Exit codes: 0 success, 1 a claim is refuted or a
        certificate is rejected, 2 bad input or usage, 3 the gap asked for was not reached, 70 internal error,
        74 a result could not be written, 130 cancelled. 'isoapprox VERB --help' explains a verb.
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        parseResult.InvocationConfiguration.Output.WriteLine(
            command is VerbCommand verb ? "Examples:\n  " + string.Join("\n  ", verb.Examples) + "\n" : RootExamples + "\n");
        return exitCode;
    }
}
