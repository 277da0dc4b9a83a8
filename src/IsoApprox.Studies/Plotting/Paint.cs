namespace IsoApprox.Studies.Plotting;

/// <summary>How a shape is filled and stroked.</summary>
/// <param name="Fill">Colour of the inside, or none.</param>
/// <param name="Stroke">Colour of the line, or none.</param>
/// <param name="Width">Width of the line, pixels.</param>
/// <param name="Dash">Dash pattern in pixels, for example "6 4"; null for a solid line.</param>
/// <param name="Opacity">0..1.</param>
internal sealed record Paint(string Fill = "none", string Stroke = "none", double Width = 1, string? Dash = null, double Opacity = 1)
{
    /// <summary>A solid line.</summary>
    public static Paint Line(string colour, double width = 1.5) => new(Stroke: colour, Width: width);

    /// <summary>A dashed line.</summary>
    public static Paint Dashed(string colour, double width = 1.5, string dash = "6 4") => new(Stroke: colour, Width: width, Dash: dash);

    /// <summary>A filled shape without a line.</summary>
    public static Paint Solid(string colour, double opacity = 1) => new(Fill: colour, Opacity: opacity);

    /// <summary>The attributes of an SVG element.</summary>
    public string Attributes()
    {
        var line = Stroke == "none"
            ? string.Empty
            : $" stroke=\"{Stroke}\" stroke-width=\"{SvgText.Number(Width)}\" stroke-linejoin=\"round\"";
        var dash = Dash is null ? string.Empty : $" stroke-dasharray=\"{Dash}\"";
        var opacity = Opacity < 1 ? $" opacity=\"{SvgText.Number(Opacity)}\"" : string.Empty;
        return $" fill=\"{Fill}\"{line}{dash}{opacity}";
    }
}

/// <summary>How a text is written.</summary>
/// <param name="Size">Font size, pixels.</param>
/// <param name="Anchor">Side on which x lies.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Bold">Bold face.</param>
/// <param name="Halo">White outline, for a text over lines.</param>
/// <param name="Upright">False turns the text by a quarter, reading upwards.</param>
internal sealed record TextStyle(
    double Size = 12, TextAnchor Anchor = TextAnchor.Start, string Colour = FigureStyle.Ink, bool Bold = false, bool Halo = false,
    bool Upright = true);
