using System.Text;

namespace IsoApprox.Studies.Figures;

/// <summary>An HTML page of figures and tables without links to other files.</summary>
internal sealed class StudyPage
{
    private const string Style =
        "body{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;color:#222;max-width:1040px;margin:2em auto;padding:0 1em;line-height:1.4}"
        + "table{border-collapse:collapse;font-size:.85em}th,td{border:1px solid #ccc;padding:.25em .5em;text-align:right}svg{max-width:100%;height:auto}";

    private readonly StringBuilder _html = new();

    /// <summary>Starts a page; texts are plain text.</summary>
    public StudyPage(string title, string heading) => _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>IsoApprox: ")
        .Append(SvgText.Escape(title)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<h1>")
        .Append(SvgText.Escape(heading)).Append("</h1>\n");

    /// <summary>A section heading.</summary>
    public void Heading(string text) => _html.Append("<h2>").Append(SvgText.Escape(text)).Append("</h2>\n");

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text) => _html.Append("<p>").Append(SvgText.Escape(text)).Append("</p>\n");

    /// <summary>A figure as an SVG element.</summary>
    public void Figure(string svg) => _html.Append(svg);

    /// <summary>A table.</summary>
    public void Table(IEnumerable<string> heads, IEnumerable<string[]> rows)
    {
        _html.Append("<table>\n<tr>").Append(string.Concat(heads.Select(head => $"<th>{SvgText.Escape(head)}</th>"))).Append("</tr>\n");
        foreach (var row in rows)
        {
            _html.Append("<tr>").Append(string.Concat(row.Select(cell => $"<td>{SvgText.Escape(cell)}</td>"))).Append("</tr>\n");
        }

        _html.Append("</table>\n");
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => _html + "</body>\n</html>\n";
}
