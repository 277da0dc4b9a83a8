using System.Text;

namespace IsoApprox.Studies.Plotting;

/// <summary>
/// An SVG document under construction, in pixels with y downwards. The output depends on the calls only: coordinates have three decimals
/// and no culture. It has a title and a description for readers that cannot see it, and ids that start with its own id, so that several fit
/// into one page.
/// </summary>
/// <param name="id">Letters, digits and dashes; unique within a page.</param>
/// <param name="title">Short name.</param>
/// <param name="description">What can be seen.</param>
/// <param name="width">Width, pixels.</param>
internal sealed class SvgCanvas(string id, string title, string description, double width)
{
    private readonly StringBuilder _body = new();

    /// <summary>Width, pixels.</summary>
    public double Width { get; } = width;

    /// <summary>Height, pixels; set when the layout is known.</summary>
    public double Height { get; set; }

    /// <summary>A segment; the title of this and of the following marks is what a browser shows when the pointer rests on them.</summary>
    public void Line(double x1, double y1, double x2, double y2, Paint paint, string? title = null) =>
        Mark("line", $"x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"", paint, title);

    /// <summary>A circle.</summary>
    public void Circle(double x, double y, double radius, Paint paint, string? title = null) =>
        Mark("circle", $"cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"", paint, title);

    /// <summary>An invisible disc that says something under the pointer, over a line without dots.</summary>
    public void Place(double x, double y, double radius, string title) => Element(
        $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"none\" pointer-events=\"all\">{Title(title)}</circle>");

    /// <summary>An ellipse turned by <paramref name="degrees"/> (clockwise on the page).</summary>
    public void Ellipse(double x, double y, double first, double second, double degrees, Paint paint, string? title = null)
    {
        var turn = $"transform=\"rotate({N(degrees)} {N(x)} {N(y)})\"";
        Mark("ellipse", $"cx=\"{N(x)}\" cy=\"{N(y)}\" rx=\"{N(first)}\" ry=\"{N(second)}\" {turn}", paint, title);
    }

    /// <summary>A rectangle with sides along the axes.</summary>
    public void Rectangle(double x, double y, double width, double height, Paint paint, string? title = null) =>
        Mark("rect", $"x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"", paint, title);

    /// <summary>A closed polygon.</summary>
    public void Polygon(IEnumerable<(double X, double Y)> points, Paint paint, string? title = null) =>
        Mark("polygon", $"points=\"{Points(points)}\"", paint, title);

    /// <summary>An open line through points.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, Paint paint, string? title = null) =>
        Mark("polyline", $"points=\"{Points(points)}\"", paint, title);

    /// <summary>
    /// A circular arc, from angle <paramref name="start"/> counter-clockwise on the page by <paramref name="sweep"/> radians, less than 2
    /// pi.
    /// </summary>
    public void Arc(double x, double y, double radius, double start, double sweep, Paint paint, string? title = null)
    {
        var end = start + sweep;
        var from = $"M{N(x + (radius * Math.Cos(start)))} {N(y - (radius * Math.Sin(start)))}";
        var to = $"{N(x + (radius * Math.Cos(end)))} {N(y - (radius * Math.Sin(end)))}";
        Mark("path", $"d=\"{from} A{N(radius)} {N(radius)} 0 {(sweep > Math.PI ? 1 : 0)} 0 {to}\"", paint, title);
    }

    /// <summary>A text; subscripts <c>_{...}</c> and superscripts <c>^{...}</c>. x and y are the anchor on the base line.</summary>
    public void Text(double x, double y, string markup, TextStyle style)
    {
        var anchor = style.Anchor switch
        {
            TextAnchor.Middle => " text-anchor=\"middle\"",
            TextAnchor.End => " text-anchor=\"end\"",
            _ => string.Empty,
        };
        var bold = style.Bold ? " font-weight=\"bold\"" : string.Empty;
        var halo = style.Halo
            ? $" stroke=\"{FigureStyle.Ground}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
            : string.Empty;
        var turn = style.Upright ? string.Empty : $" transform=\"rotate(-90 {N(x)} {N(y)})\"";
        var space = markup.Contains('{', StringComparison.Ordinal) ? " xml:space=\"preserve\"" : string.Empty;
        var content = SvgText.ToTspans(markup, style.Size);
        Element(
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(style.Size)}\" "
                + $"fill=\"{style.Colour}\"{anchor}{bold}{halo}{turn}{space}>{content}</text>");
    }

    /// <summary>
    /// Starts a group of shapes that are one mark, faded as a whole, so that overlapping shapes do not darken each other. Close it with
    /// <see cref="EndGroup"/>.
    /// </summary>
    public void BeginGroup(string? title, double opacity = 1) =>
        Element((opacity < 1 ? $"<g opacity=\"{N(opacity)}\">" : "<g>") + Title(title));

    /// <summary>Ends the innermost group.</summary>
    public void EndGroup() => Element("</g>");

    /// <summary>The document: one svg element on a white ground.</summary>
    public string ToSvg()
    {
        var size = $"{N(Width)} {N(Height)}";
        var head =
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"0 0 {size}\" "
                + $"width=\"{N(Width)}\" height=\"{N(Height)}\" role=\"img\""
            + $" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n"
            + $"<title id=\"{id}-title\">{SvgText.Escape(SvgText.ToPlain(title))}</title>\n"
            + $"<desc id=\"{id}-desc\">{SvgText.Escape(SvgText.ToPlain(description))}</desc>\n"
            + $"<rect x=\"0\" y=\"0\" width=\"{N(Width)}\" height=\"{N(Height)}\" fill=\"{FigureStyle.Ground}\"/>\n";
        return head + _body + "</svg>\n";
    }

    private static string N(double value) => SvgText.Number(value);

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(p => N(p.X) + "," + N(p.Y)));

    // Texts are markup as everywhere; labels of the user's data come through SvgText.Literal.
    private static string Title(string? title) =>
        title is null ? string.Empty : $"<title>{SvgText.Escape(SvgText.ToPlain(title))}</title>";

    private void Mark(string name, string shape, Paint paint, string? title) =>
        Element($"<{name} {shape}{paint.Attributes()}" + (title is null ? "/>" : $">{Title(title)}</{name}>"));

    private void Element(string text) => _body.Append(text).Append('\n');
}
