using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.StudyCommands;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli;

/// <summary>Turns parse errors into one line that says what is wrong and where to look.</summary>
internal static class UsageError
{
    /// <summary>The error that helps most: a word that is not understood comes before what is missing.</summary>
    internal static string Describe(ParseResult parse)
    {
        if (parse.CommandResult.Command is not VerbCommand verb)
        {
            var (kind, kinds) = parse.CommandResult.Command is StudiesCommand ? ("study", "studies") : ("verb", "verbs");
            var names = string.Join(", ", parse.CommandResult.Command.Subcommands.Select(command => command.Name));
            return parse.UnmatchedTokens.Count > 0
                ? $"'{parse.UnmatchedTokens[0]}' is not a {kind}; the {kinds} are {names}. See '{ToolName.Text} --help'."
                : $"a {kind} is missing; the {kinds} are {names}. See '{ToolName.Text} --help'.";
        }

        var message = parse.UnmatchedTokens.Count > 0
            ? $"'{parse.UnmatchedTokens[0]}' is not an option or argument of {verb.Name}."
            : $"{parse.Errors[0].Message.TrimEnd('.')}.";
        var group = string.Concat(verb.Parents.OfType<Command>().Where(parent => parent.Parents.Any()).Select(parent => parent.Name + " "));
        return $"{message} See '{ToolName.Text} {group}{verb.Name} --help'.";
    }
}
