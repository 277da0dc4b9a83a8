using System.Globalization;
using System.Text;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Plotting;

/// <summary>Where a text stands relative to its x coordinate.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>
/// Numbers and texts of an SVG: three decimals, invariant culture, escaped XML. Texts may hold <c>_{...}</c> (subscript) and <c>^{...}</c>
/// (superscript). Widths are estimated from the advance widths of a wide sans-serif face, so a layout made with them does not overflow in
/// narrower ones.
/// </summary>
internal static class SvgText
{
    private const double ScriptSize = 0.75;

    /// <summary>A number with at most three decimals, never an exponent, never "-0".</summary>
    /// <exception cref="ArgumentException">Not finite: a figure never holds such a coordinate.</exception>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("a coordinate of a figure is not finite", nameof(value));
        }

        var text = value.ToString("0.###", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>
    /// XML-escaped text, the one way of texts into SVG and HTML: control characters are shown as by <see cref="VisibleText"/>, characters
    /// that XML 1.0 cannot hold become U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in VisibleText.Of(text).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                0xFFFE or 0xFFFF => result.Append('\uFFFD'),
                _ => result.Append(rune.ToString()),
            };
        }

        return result.ToString();
    }

    /// <summary>
    /// A label of the user's data made visible, safe for the little markup and cut to <paramref name="length"/> characters.
    /// </summary>
    public static string Literal(string text, int length = 24)
    {
        var runes = VisibleText.Of(text).Replace("_{", "_ {", StringComparison.Ordinal).Replace("^{", "^ {", StringComparison.Ordinal)
            .EnumerateRunes().ToArray();
        return runes.Length <= length ? string.Concat(runes) : string.Concat(runes.Take(length - 1)) + "…";
    }

    /// <summary>The markup as escaped content of an SVG text element of the given font size.</summary>
    public static string ToTspans(string markup, double size)
    {
        var result = new StringBuilder();
        var shift = 0.0;
        foreach (var (text, script) in Runs(markup))
        {
            var target = script switch { '_' => 0.25 * size, '^' => -0.38 * size, _ => 0 };
            if (script == ' ' && shift == 0)
            {
                result.Append(Escape(text));
                continue;
            }

            result.Append("<tspan dy=\"").Append(Number(target - shift)).Append('"');
            result.Append(script == ' ' ? ">" : $" font-size=\"{Number(ScriptSize * size)}\">").Append(Escape(text)).Append("</tspan>");
            shift = target;
        }

        return result.ToString();
    }

    /// <summary>The markup as escaped HTML with sub and sup elements.</summary>
    public static string ToHtml(string markup) => string.Concat(Runs(markup).Select(run => run.Script switch
    {
        '_' => $"<sub>{Escape(run.Text)}</sub>",
        '^' => $"<sup>{Escape(run.Text)}</sup>",
        _ => Escape(run.Text),
    }));

    /// <summary>The markup without its marks, for title and desc elements.</summary>
    public static string ToPlain(string markup) =>
        string.Concat(Runs(markup).Select(run => run.Script == ' ' ? run.Text : run.Script + run.Text));

    /// <summary>Estimated width in pixels at a font size, from above.</summary>
    public static double Width(string markup, double size, bool bold = false)
    {
        var width = 0.0;
        foreach (var (text, script) in Runs(markup))
        {
            width += text.EnumerateRunes().Sum(Advance) * size * (script == ' ' ? 1 : ScriptSize);
        }

        return bold ? 1.1 * width : width;
    }

    /// <summary>Lines that are at most <paramref name="width"/> pixels wide; a word that is too long is cut.</summary>
    public static IReadOnlyList<string> Wrap(string markup, double size, double width)
    {
        var lines = new List<string>();
        var line = string.Empty;
        foreach (var word in markup.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            while (Width(rest, size) > width && rest.Length > 1)
            {
                var length = rest.Length - 1;
                while (length > 1 && Width(rest[..length], size) > width)
                {
                    length--;
                }

                lines.AddRange(line.Length > 0 ? [line, rest[..length]] : [rest[..length]]);
                (line, rest) = (string.Empty, rest[length..]);
            }

            var longer = line.Length == 0 ? rest : line + " " + rest;
            if (Width(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = rest;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static IEnumerable<(string Text, char Script)> Runs(string markup)
    {
        var position = 0;
        while (position < markup.Length)
        {
            var open = NextMark(markup, position);
            var close = open < 0 ? -1 : markup.IndexOf('}', open);
            if (close < 0)
            {
                yield return (markup[position..], ' ');
                yield break;
            }

            if (open > position)
            {
                yield return (markup[position..open], ' ');
            }

            yield return (markup[(open + 2)..close], markup[open]);
            position = close + 1;
        }
    }

    private static int NextMark(string markup, int from)
    {
        for (var i = from; i + 1 < markup.Length; i++)
        {
            if (markup[i] is '_' or '^' && markup[i + 1] == '{')
            {
                return i;
            }
        }

        return -1;
    }

    private static double Advance(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '\'' => 0.28,
        ' ' or '.' or ',' or ':' or ';' or '|' or 'I' => 0.34,
        '(' or ')' or '[' or ']' or '-' or 't' or 'f' or 'r' or '!' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' => 1.0,
        '+' or '=' or '<' or '>' or '\u2212' or '×' or '→' or '≤' or '≥' or '∈' => 0.86,
        >= 'A' and <= 'Z' => 0.78,
        >= 0x2E80 => 1.1,
        _ => 0.64,
    };
}
