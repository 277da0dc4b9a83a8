using System.Globalization;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Figures;
using IsoApprox.Studies.Figures.Margins;

namespace IsoApprox.Studies.Margins;

/// <summary>The figures and index.html, one page without links to other files.</summary>
internal static class MarginReport
{
    /// <summary>Writes everything that the rows allow and returns the files.</summary>
    internal static IReadOnlyList<string> Write(string folder, IReadOnlyList<MarginRow> rows, int total)
    {
        var page = new StudyPage("margin", "The nearest Triplet-Separated embedding with a margin or a floor");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {total} runs. Definitions and reading: docs/training.md."));
        var files = new List<string>();
        foreach (var (name, svg) in rows.Count == 0 ? [] : MarginFigures.Draw(rows))
        {
            files.Add(SafeFile.ReplaceText(folder, name + ".svg", svg));
            page.Figure(svg);
        }

        page.Table(MarginTable.Heads, rows.Select(MarginTable.Cells));
        files.Add(SafeFile.ReplaceText(folder, "index.html", page.ToString()));
        return files;
    }
}

/// <summary>The results as text; lengths over diam(f).</summary>
public static class MarginTable
{
    /// <summary>Column names.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    [
        "points", "N", "n", "c", "seed", "asked", "level", "L/D", "d_haus/D", "proved from", "d_iso/D", "proved from", "diameter", "rms", "between", "within",
        "collapse",
    ];

    /// <summary>One row.</summary>
    /// <param name="row">A finished run.</param>
    public static string[] Cells(MarginRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var d = row.Diameter;
        return
        [
            row.Model, Number(row.Points), Number(row.Dimension), Number(row.Classes), Number(row.Seed), row.Kind.ToString(), Number(row.Level),
            Number(row.Loss / d), Number(row.Hausdorff.Upper / d), Number(row.Hausdorff.Lower / d), Number(row.Isometric?.Upper / d), Number(row.Isometric?.Lower / d),
            Number(row.Ratios.Diameter), Number(row.Ratios.Rms), Number(row.Ratios.Between), Number(row.Ratios.Within), row.Ratios.Kind.ToString(),
        ];
    }

    private static string Number(double? value) => value is { } x && double.IsFinite(x) ? x.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
