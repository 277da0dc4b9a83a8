using System.CommandLine;
using System.Globalization;

namespace IsoApprox.Cli.Options;

/// <summary>An option that takes a time: seconds, or a number with ms, s, m or h.</summary>
internal static class DurationOption
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    /// <summary>The option; its value is in seconds, above 0 and at most a day.</summary>
    internal static Option<double?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            var (unit, seconds) = Units.First(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
            if (double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value > 0 && value * seconds <= TimeSpan.FromDays(1).TotalSeconds)
            {
                return value * seconds;
            }

            result.AddError($"{name}: '{text}' is not a time above 0 and up to a day; give seconds, or a number with ms, s, m or h.");
            return null;
        },
    };
}
