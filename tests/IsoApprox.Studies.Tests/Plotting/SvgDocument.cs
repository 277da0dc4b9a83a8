using System.Globalization;
using System.Xml.Linq;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Tests.Plotting;

/// <summary>A parsed figure: shapes with their numbers, and the box that every shape occupies.</summary>
internal sealed class SvgDocument
{
    internal static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    internal SvgDocument(string text)
    {
        Root = XDocument.Parse(text).Root!;
        var box = Root.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
        (Width, Height) = (box[2], box[3]);
    }

    internal XElement Root { get; }

    internal double Width { get; }

    internal double Height { get; }

    internal IEnumerable<XElement> All(string name) => Root.Descendants(Svg + name);

    /// <summary>Centres of the dots of f, in drawing order (legend dots come last).</summary>
    internal (double X, double Y)[] Dots(int count) => [.. All("circle")
        .Where(c => c.Attribute("stroke")?.Value == "#ffffff").Take(count).Select(c => (Number(c, "cx"), Number(c, "cy")))];

    /// <summary>Length of the first black bar that stands for a distance; null when there is none but the legend's.</summary>
    internal double? Bar()
    {
        var bars = All("line").Where(l => l.Attribute("stroke-width")?.Value == "6").ToArray();
        return bars.Length < 2
            ? null
            : double.Hypot(Number(bars[0], "x1") - Number(bars[0], "x2"), Number(bars[0], "y1") - Number(bars[0], "y2"));
    }

    internal void AssertInside()
    {
        foreach (var element in Root.Descendants())
        {
            foreach (var (x, y) in Extent(element))
            {
                Assert.True(x >= 0 && x <= Width && y >= 0 && y <= Height, $"outside at ({x}, {y}): {element}");
            }
        }
    }

    /// <summary>Every mark above the legend says what it is under the pointer: by a title of its own, or by that of its group.</summary>
    internal void AssertTitled()
    {
        var panels = All("rect").Where(r => r.Attribute("stroke")?.Value == FigureStyle.Axis).ToArray();
        var bottom = panels.Select(r => Number(r, "y") + Number(r, "height")).DefaultIfEmpty(0).Max();
        string[] marks = ["circle", "ellipse", "polygon", "polyline", "path"];
        foreach (var mark in Root.Descendants().Where(e => marks.Contains(e.Name.LocalName) && Extent(e).Min(p => p.Y) <= bottom))
        {
            var titled = mark.AncestorsAndSelf().TakeWhile(e => e != Root).Any(e => e.Element(Svg + "title")?.Value.Length > 0);
            Assert.True(titled, $"no title: {mark}");
        }
    }

    /// <summary>The titles of marks.</summary>
    internal IReadOnlyList<string> Titles() => [.. All("title").Where(t => t.Parent != Root).Select(t => t.Value)];

    internal static double Number(XElement element, string name) => Number(element.Attribute(name)!.Value);

    internal static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<(double X, double Y)> Extent(XElement e) => e.Name.LocalName switch
    {
        "line" => [(Number(e, "x1"), Number(e, "y1")), (Number(e, "x2"), Number(e, "y2"))],
        "circle" => Around(Number(e, "cx"), Number(e, "cy"), Number(e, "r"), Number(e, "r")),
        "ellipse" => EllipseBox(e),
        "rect" => [(Number(e, "x"), Number(e, "y")), (Number(e, "x") + Number(e, "width"), Number(e, "y") + Number(e, "height"))],
        "polygon" or "polyline" => e.Attribute("points")!.Value.Split(' ').Select(p => (Number(p.Split(',')[0]), Number(p.Split(',')[1]))),
        "path" => ArcPoints(e.Attribute("d")!.Value),
        "text" => TextBox(e),
        "svg" or "title" or "desc" or "g" or "tspan" => [],
        var other => throw new InvalidOperationException($"a figure holds no {other}"),
    };

    private static IEnumerable<(double X, double Y)> Around(double x, double y, double halfX, double halfY) =>
        [(x - halfX, y - halfY), (x + halfX, y + halfY)];

    private static IEnumerable<(double X, double Y)> EllipseBox(XElement e)
    {
        var angle = Number(e.Attribute("transform")!.Value.Split('(', ' ')[1]) * Math.PI / 180;
        var (first, second) = (Number(e, "rx"), Number(e, "ry"));
        var halfX = double.Hypot(first * Math.Cos(angle), second * Math.Sin(angle));
        var halfY = double.Hypot(first * Math.Sin(angle), second * Math.Cos(angle));
        return Around(Number(e, "cx"), Number(e, "cy"), halfX, halfY);
    }

    private static List<(double X, double Y)> ArcPoints(string path)
    {
        var p = path.Replace("M", "", StringComparison.Ordinal).Replace("A", "", StringComparison.Ordinal).Split(' ').Select(Number)
            .ToArray();
        var (x1, y1, r, large, x2, y2) = (p[0], p[1], p[2], p[5] == 1, p[7], p[8]);
        var (dx, dy) = (x2 - x1, y2 - y1);
        var chord = double.Hypot(dx, dy);
        if (chord == 0)
        {
            return [(x1, y1)];
        }

        var height = Math.Sqrt(Math.Max(0, (r * r) - (chord * chord / 4)));
        var side = large ? -1 : 1;
        var (cx, cy) = ((x1 + x2) / 2 + (side * height * dy / chord), (y1 + y2) / 2 - (side * height * dx / chord));
        var (start, end) = (Math.Atan2(cy - y1, x1 - cx), Math.Atan2(cy - y2, x2 - cx));
        var sweep = end - start;
        sweep += sweep < 0 ? 2 * Math.PI : 0;
        Assert.True(Math.Abs(chord) < 1 || sweep > Math.PI == large, "the arc's flags belong to its ends");
        return [.. Enumerable.Range(0, 65).Select(k => start + (k * sweep / 64))
            .Select(a => (cx + (r * Math.Cos(a)), cy - (r * Math.Sin(a))))];
    }

    private static IEnumerable<(double X, double Y)> TextBox(XElement e)
    {
        var (x, y, size) = (Number(e, "x"), Number(e, "y"), Number(e, "font-size"));
        var bold = e.Attribute("font-weight") is not null;
        var width = e.DescendantNodes().OfType<XText>()
            .Sum(run => SvgText.Width(
                run.Value, Number(run.Parent!.Attribute("font-size")?.Value ?? e.Attribute("font-size")!.Value), bold));
        var left = e.Attribute("text-anchor")?.Value switch { "middle" => -width / 2, "end" => -width, _ => 0 };
        return e.Attribute("transform") is null
            ? [(x + left, y - (0.8 * size)), (x + left + width, y + (0.25 * size))]
            : [(x - (0.8 * size), y - left), (x + (0.25 * size), y - left - width)];
    }
}
