using System.Globalization;

namespace IsoApprox.Studies.Reports;

/// <summary>A table of results as text.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Heads">Column names.</param>
/// <param name="Rows">One text for each column.</param>
public sealed record StudyTable(string Title, IReadOnlyList<string> Heads, IReadOnlyList<string[]> Rows)
{
    /// <summary>Three digits; "-" for a number that is missing or not finite.</summary>
    internal static string Number(double? value) => value is { } x && double.IsFinite(x)
        ? x.ToString("G3", CultureInfo.InvariantCulture)
        : "-";
}
