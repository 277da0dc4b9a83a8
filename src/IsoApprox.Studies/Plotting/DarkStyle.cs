namespace IsoApprox.Studies.Plotting;

/// <summary>
/// How figures inside a page look where the reader asks for dark pages: style rules that replace the colours of what is no datum, and the
/// two data colours that are too dark. Files with a figure alone stay light: they go into papers and slides.
/// </summary>
internal static class DarkStyle
{
    private static readonly (string Light, string Dark)[] Pairs =
    [
        (FigureStyle.Ground, "#16191d"), (FigureStyle.Ink, "#e2e2e2"), (FigureStyle.Black, "#f2f2f2"), (FigureStyle.Soft, "#c4c4c4"),
        (FigureStyle.Axis, "#a8a8a8"), (FigureStyle.Faint, "#5c6268"), (FigureStyle.Grid, "#2d3238"), (FigureStyle.Brown, "#b98230"),
        (FigureStyle.DarkGrey, "#9a9a9a"),
    ];

    /// <summary>Rules for svg elements of a page; they belong into a media query.</summary>
    public static string Rules { get; } = string.Concat(Pairs.SelectMany(pair => new[] { "fill", "stroke" }
        .Select(role => $"svg [{role}=\"{pair.Light}\"]{{{role}:{pair.Dark}}}")));
}
