using System.CommandLine;

namespace IsoApprox.Cli.Options;

/// <summary>No output may replace an input or another output of the same run.</summary>
internal static class OutputGuard
{
    private static readonly string[] Outputs = ["--out", "--certificate"];
    private static readonly string[] Inputs = ["--labels", "--levels"];

    /// <summary>Checks the files that the command line names, before anything is read.</summary>
    /// <exception cref="UsageException">An output is also an input or another output.</exception>
    internal static void RequireDistinct(ParseResult parse)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in parse.CommandResult.Command.Arguments)
        {
            Take(parse.GetResult(argument)?.Tokens.Select(token => token.Value), "the input");
        }

        foreach (var name in Inputs)
        {
            Take(Values(parse, name), "the input");
        }

        foreach (var name in Outputs)
        {
            foreach (var path in Values(parse, name))
            {
                if (!taken.TryAdd(Path.GetFullPath(path), name))
                {
                    throw new UsageException($"{name} {path}: this is also {taken[Path.GetFullPath(path)]}, which would be lost; give another file");
                }
            }
        }

        void Take(IEnumerable<string>? paths, string role)
        {
            foreach (var path in paths ?? [])
            {
                taken[Path.GetFullPath(path)] = role;
            }
        }
    }

    private static IEnumerable<string> Values(ParseResult parse, string option) =>
        parse.CommandResult.Command.Options.FirstOrDefault(o => o.Name == option) is { } found && parse.GetResult(found) is { } result
            ? result.Tokens.Select(token => token.Value)
            : [];
}
