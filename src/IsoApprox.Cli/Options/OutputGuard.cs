using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Options;

/// <summary>No output may replace an input or another output of the same run, under whatever name or link.</summary>
internal static class OutputGuard
{
    private static readonly string[] Outputs = ["--out", "--certificate"];
    private static readonly string[] Inputs = ["--labels", "--levels", "--data"];

    /// <summary>Checks the files that the command line names, before anything is read.</summary>
    /// <exception cref="UsageException">An output is also an input or another output.</exception>
    internal static void RequireDistinct(ParseResult parse)
    {
        var taken = InputsOf(parse);

        foreach (var name in Outputs)
        {
            foreach (var path in Values(parse, name))
            {
                if (!taken.TryAdd(FileSystemEntry.IdentityOf(path), name))
                {
                    throw new UsageException(
                        $"{name} {path}: this is also {taken[FileSystemEntry.IdentityOf(path)]}, which would be lost; give another file");
                }
            }
        }
    }

    /// <summary>Checks a file that is written into the folder of --out.</summary>
    /// <exception cref="UsageException">It is also an input.</exception>
    internal static void RequireDistinct(ParseResult parse, string file)
    {
        if (InputsOf(parse).ContainsKey(FileSystemEntry.IdentityOf(file)))
        {
            throw new UsageException($"--out: {file} is also the input, which would be lost; give another folder");
        }
    }

    private static Dictionary<string, string> InputsOf(ParseResult parse)
    {
        var named = parse.CommandResult.Command.Arguments.SelectMany(
            argument => parse.GetResult(argument)?.Tokens.Select(token => token.Value) ?? []);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in named.Concat(Inputs.SelectMany(name => Values(parse, name))))
        {
            taken[FileSystemEntry.IdentityOf(path)] = "the input";
        }

        return taken;
    }

    private static IEnumerable<string> Values(ParseResult parse, string option) =>
        parse.CommandResult.Command.Options.FirstOrDefault(o => o.Name == option) is { } found && parse.GetResult(found) is { } result
            ? result.Tokens.Select(token => token.Value)
            : [];
}
