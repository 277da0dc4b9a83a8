using System.Text;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Reports;

/// <summary>An HTML page of figures and tables without links to other files.</summary>
internal sealed class StudyPage
{
    private readonly StringBuilder _html = new();

    /// <summary>Starts a page; texts are plain text. A browser loads it again every so many seconds, unless they are null.</summary>
    public StudyPage(string title, string heading, int? refreshSeconds = null) =>
        _html.Append(PageStyle.Head("IsoApprox: " + title, refreshSeconds))
        .Append("<h1>").Append(SvgText.Escape(heading)).Append("</h1>\n");

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
    public void Figure(string svg) => _html.Append("<figure>\n").Append(svg).Append("</figure>\n");

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
