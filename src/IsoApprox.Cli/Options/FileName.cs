using System.CommandLine;
using System.CommandLine.Parsing;

namespace IsoApprox.Cli.Options;

/// <summary>Arguments and options that name a file; a mistyped option is not taken for a file, an empty name is refused.</summary>
internal static class FileName
{
    /// <summary>An argument that names an input file.</summary>
    internal static Argument<string> Argument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result => Check(result, name));
        return argument;
    }

    /// <summary>An option that names a file or a folder.</summary>
    internal static Option<string?> Option(string name, string valueName, string description)
    {
        var option = new Option<string?>(name) { HelpName = valueName, Description = description };
        option.Validators.Add(result => Check(result, name));
        return option;
    }

    private static void Check(SymbolResult result, string name)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                result.AddError($"{name}: the file name is empty.");
            }
            else if (text.StartsWith('-') && !File.Exists(text))
            {
                result.AddError($"{name}: '{text}' is neither an option nor a file.");
            }
        }
    }
}
