namespace IsoApprox.Studies.Plotting;

/// <summary>Legend and caption below the panels of a figure.</summary>
internal static class FigureFoot
{
    /// <summary>Draws them, wrapped to the width of the canvas.</summary>
    /// <returns>The height that the canvas needs.</returns>
    public static double Draw(SvgCanvas canvas, IEnumerable<LegendEntry> legend, string caption, double margin, double top)
    {
        var style = new TextStyle(12);
        var width = canvas.Width - (2 * margin);
        var (left, y) = (margin, top);
        foreach (var entry in legend)
        {
            var room = 38 + SvgText.Width(entry.Text, style.Size) + 14;
            if (left > margin && left + room > margin + width)
            {
                (left, y) = (margin, y + 22);
            }

            entry.Draw(canvas, left + 16, y - 4);
            canvas.Text(left + 38, y, entry.Text, style);
            left += room;
        }

        y += 14;
        foreach (var line in SvgText.Wrap(caption, 13, width))
        {
            y += 18;
            canvas.Text(margin, y, line, new TextStyle(13));
        }

        return Math.Ceiling(y + 16);
    }
}
