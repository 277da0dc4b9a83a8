using System.Text;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Reports;

/// <summary>An HTML page of figures and tables without links to other files.</summary>
internal sealed class StudyPage
{
    private const string Style =
        "body{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;color:#222;max-width:1040px;margin:2em auto;padding:0 "
            + "1em;line-height:1.4}table{border-collapse:collapse;font-size:.85em}th,td{border:1px solid #ccc;padding:.25em "
            + ".5em;text-align:right}svg{max-width:100%;height:auto}.scroll{overflow-x:auto}.verdict{border-left:6px solid "
            + "#888;background:#f6f6f6;padding:.6em 1em;font-size:1.1em}.bad{border-color:#d62728}.good{border-color:#1f77b4}";

    private readonly StringBuilder _html = new();

    /// <summary>Starts a page; texts are plain text. A browser loads it again every so many seconds, unless they are null.</summary>
    public StudyPage(string title, string heading, int? refreshSeconds = null) =>
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .Append(refreshSeconds is { } seconds ? $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n" : "").Append("<title>IsoApprox: ")
        .Append(SvgText.Escape(title)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<h1>")
        .Append(SvgText.Escape(heading)).Append("</h1>\n");

    /// <summary>A section heading.</summary>
    public void Heading(string text) => _html.Append("<h2>").Append(SvgText.Escape(text)).Append("</h2>\n");

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text) => _html.Append("<p>").Append(SvgText.Escape(text)).Append("</p>\n");

    /// <summary>The answer of the page, set apart; <paramref name="isGood"/> chooses its colour.</summary>
    public void Verdict(string text, bool isGood) =>
        _html.Append("<p class=\"verdict ").Append(isGood ? "good" : "bad").Append("\">").Append(SvgText.Escape(text)).Append("</p>\n");

    /// <summary>A list; nothing when it is empty.</summary>
    public void List(IReadOnlyCollection<string> items)
    {
        if (items.Count > 0)
        {
            _html.Append("<ul>\n").Append(string.Concat(items.Select(item => $"<li>{SvgText.Escape(item)}</li>\n"))).Append("</ul>\n");
        }
    }

    /// <summary>A figure as an SVG element.</summary>
    public void Figure(string svg) => _html.Append(svg);

    /// <summary>A table without its title.</summary>
    public void Table(StudyTable table) => Table(table.Heads, table.Rows);

    /// <summary>A table of plain texts.</summary>
    public void Table(IEnumerable<string> heads, IEnumerable<string[]> rows) =>
        Table(heads, rows.Select(row => Array.ConvertAll(row, PageCell.Of)));

    /// <summary>A table that may hold numbers at full precision.</summary>
    public void Table(IEnumerable<string> heads, IEnumerable<PageCell[]> rows)
    {
        _html.Append("<div class=\"scroll\">\n<table>\n<tr>")
            .Append(string.Concat(heads.Select(head => $"<th>{SvgText.Escape(head)}</th>"))).Append("</tr>\n");
        foreach (var row in rows)
        {
            _html.Append("<tr>").Append(string.Concat(row.Select(cell => $"<td>{cell.Html}</td>"))).Append("</tr>\n");
        }

        _html.Append("</table>\n</div>\n");
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => _html + "</body>\n</html>\n";
}
