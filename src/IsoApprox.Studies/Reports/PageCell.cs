using System.Globalization;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Reports;

/// <summary>A cell of an HTML table.</summary>
/// <param name="Html">Its content, escaped.</param>
internal readonly record struct PageCell(string Html)
{
    /// <summary>Plain text.</summary>
    public static PageCell Of(string text) => new(SvgText.Escape(text));

    /// <summary>An integer.</summary>
    public static PageCell Of(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Four digits, with the whole number behind them (data element); "-" for none.</summary>
    public static PageCell Of(double? value) => value is { } x ? Data(x, ProvedText.About(x)) : Of("-");

    /// <summary>A share in percent, with the whole number behind it (data element); "-" for none.</summary>
    public static PageCell Percent(double? share) => share is { } x ? Data(x, x.ToString("P1", CultureInfo.InvariantCulture)) : Of("-");

    /// <summary>The lower end of a proved interval, six digits rounded down.</summary>
    public static PageCell Lower(double value) => Data(value, ProvedText.Down(value, 6));

    /// <summary>The upper end of a proved interval, six digits rounded up.</summary>
    public static PageCell Upper(double value) => Data(value, ProvedText.Up(value, 6));

    private static PageCell Data(double value, string markup) => new(
        double.IsFinite(value)
            ? $"<data value=\"{value.ToString("R", CultureInfo.InvariantCulture)}\">{SvgText.ToHtml(markup)}</data>"
            : "-");
}
