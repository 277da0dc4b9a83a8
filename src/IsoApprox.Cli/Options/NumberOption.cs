using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IsoApprox.Cli.Options;

/// <summary>Options that take a number, with an error that says what was given and what is allowed.</summary>
internal static class NumberOption
{
    /// <summary>An integer option.</summary>
    internal static Option<int?> Integer(
        string name, string valueName, string description, int minimum, int maximum = int.MaxValue) => new(name)
        {
            Description = description,
            HelpName = valueName,
            CustomParser = result =>
            {
                if (int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum && value <= maximum)
                {
                    return value;
                }

                result.AddError($"{name}: '{Text(result)}' is not an integer" + (minimum, maximum) switch
                {
                    (int.MinValue, int.MaxValue) => ".",
                    (_, int.MaxValue) => $" of at least {minimum}.",
                    _ => $" from {minimum} to {maximum}.",
                });
                return null;
            },
        };

    /// <summary>A finite number; 0 is allowed when <paramref name="zeroAllowed"/> is set, negative numbers never are.</summary>
    internal static Option<double?> NonNegative(string name, string valueName, string description, bool zeroAllowed) => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result =>
        {
            if (double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) && (value > 0 || (zeroAllowed && value == 0)))
            {
                return value;
            }

            result.AddError($"{name}: '{Text(result)}' is not a finite number {(zeroAllowed ? "of at least 0" : "above 0")}.");
            return null;
        },
    };

    private static string Text(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
}
