using System.Globalization;
using System.Text;
using IsoApprox.Studies.Figures;
using IsoApprox.Studies.Paper;

namespace IsoApprox.Studies.Contrastive;

/// <summary>The figures and index.html, one page without links to other files.</summary>
internal static class ContrastiveReport
{
    private const string Style =
        "body{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;color:#222;max-width:1040px;margin:2em auto;padding:0 1em;line-height:1.4}"
        + "table{border-collapse:collapse;font-size:.85em}th,td{border:1px solid #ccc;padding:.25em .5em;text-align:right}svg{max-width:100%;height:auto}";

    /// <summary>Writes everything that the rows allow and returns the files.</summary>
    internal static IReadOnlyList<string> Write(ContrastiveSettings settings, IReadOnlyList<ContrastiveRow> rows, int total)
    {
        var (files, html) = (new List<string>(), new StringBuilder());
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>IsoApprox: contrastive study</title>\n<style>").Append(Style)
            .Append("</style>\n</head>\n<body>\n<h1>Hardness and normalisation in contrastive learning</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>{rows.Count} of {total} runs. Definitions and reading: docs/contrastive.md.</p>\n");
        foreach (var set in rows.GroupBy(row => row.Data))
        {
            html.Append("<h2>").Append(SvgText.Escape(set.Key)).Append("</h2>\n");
            Table(html, [.. set]);
            foreach (var (name, svg) in ContrastiveFigures.Draw(set.Key, [.. set]))
            {
                files.Add(ReportFolder.Write(settings.OutputDirectory, name, svg));
                html.Append(svg);
            }
        }

        files.Add(ReportFolder.Write(settings.OutputDirectory, "index.html", html.Append("</body>\n</html>\n").ToString()));
        return files;
    }

    private static void Table(StringBuilder html, ContrastiveRow[] rows)
    {
        html.Append("<table>\n<tr>").Append(string.Concat(ContrastiveTable.Heads.Select(head => $"<th>{SvgText.Escape(head)}</th>"))).Append("</tr>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>").Append(string.Concat(ContrastiveTable.Cells(row).Select(cell => $"<td>{SvgText.Escape(cell)}</td>"))).Append("</tr>\n");
        }

        html.Append("</table>\n");
    }
}

/// <summary>The results of runs as text.</summary>
public static class ContrastiveTable
{
    /// <summary>Column names.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    [
        "data", "loss", "normalisation", "beta", "seed", "loss value", "zero-sum", "unit-norm", "equal inner product", "NC1", "frame error",
        "effective rank", "ln(s_C-1/s_1)",
    ];

    /// <summary>One row.</summary>
    /// <param name="row">A finished run.</param>
    public static string[] Cells(ContrastiveRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var last = row.Curve[^1];
        var hard = row.Hardness > 0 ? "H" : "";
        return
        [
            row.Data, hard + ContrastiveFigures.LossName(row.Negatives), ContrastiveFigures.Words(row.Normalisation), Number(row.Hardness), Number(row.Seed),
            Number(last.Loss), Number(last.ZeroSum), Number(last.UnitNorm), Number(last.EqualInnerProduct), Number(last.Nc1), Number(last.SimplexFrameError),
            Number(last.EffectiveRank), Number(last.DimensionalCollapse),
        ];
    }

    private static string Number(double? value) => value is { } x ? x.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
