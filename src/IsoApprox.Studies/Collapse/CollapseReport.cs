using System.Globalization;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Figures;
using IsoApprox.Studies.Figures.Collapse;

namespace IsoApprox.Studies.Collapse;

/// <summary>The figures and index.html, one page without links to other files.</summary>
internal static class CollapseReport
{
    /// <summary>Writes everything that the rows allow and returns the files.</summary>
    internal static IReadOnlyList<string> Write(string folder, IReadOnlyList<CollapseRow> rows, CollapseFindings findings)
    {
        var files = new List<string>();
        var page = new StudyPage("collapse study", "Collapse of the nearest Triplet-Separated embedding");
        page.Paragraph($"{rows.Count} runs. Definitions and reading: docs/collapse.md.");
        foreach (var (name, svg) in Figures(rows, findings))
        {
            files.Add(SafeFile.ReplaceText(folder, name, svg));
            page.Figure(svg);
        }

        foreach (var (group, found) in findings.Groups)
        {
            page.Heading($"Rank correlations: {group}");
            page.Table(CollapseTable.Heads, found.Select(CollapseTable.Cells));
        }

        files.Add(SafeFile.ReplaceText(folder, "index.html", page.ToString()));
        return files;
    }

    private static IEnumerable<(string Name, string Svg)> Figures(IReadOnlyList<CollapseRow> rows, CollapseFindings findings)
    {
        var plain = rows.Where(row => !row.WithBounds && row.LabelNoise == 0).ToArray();
        if (plain.Length > 0)
        {
            foreach (var measure in CollapseMeasure.All)
            {
                yield return ($"phase-{measure.Name}.svg", PhaseFigure.Draw(plain, measure));
            }
        }

        foreach (var model in plain.GroupBy(row => row.Model).Where(group => group.GroupBy(row => row.Plan).Any(PhaseFigure.HasShape)))
        {
            CollapseRow[] own = [.. model];
            foreach (var againstPoints in new[] { true, false })
            {
                var name = $"cuts-{(againstPoints ? "points" : "dimension")}-{CutFigure.Slug(model.Key)}.svg";
                yield return (name, CutFigure.Draw(own, againstPoints));
            }
        }

        var unbounded = rows.Where(row => !row.WithBounds).ToArray();
        foreach (var measure in unbounded.Length > 0 ? new[] { "rmsRatio", "distanceOverRadius" } : [])
        {
            yield return ($"variables-{measure}.svg", VariableFigure.Draw(unbounded, measure, findings));
        }

        var bounded = rows.Where(row => row.WithBounds).ToArray();
        if (bounded.Length > 0)
        {
            yield return ("bands.svg", BandFigure.Draw(bounded));
        }
    }
}

/// <summary>Findings as text.</summary>
public static class CollapseTable
{
    /// <summary>Column names.</summary>
    public static IReadOnlyList<string> Heads { get; } = ["measure", "variable", "runs", "Spearman", "collapsed where", "accuracy", "collapsed runs"];

    /// <summary>One row.</summary>
    /// <param name="finding">A finding.</param>
    public static string[] Cells(CollapseFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var rule = finding.Boundary;
        return
        [
            finding.Measure, finding.Variable, finding.Rows.ToString(CultureInfo.InvariantCulture), Number(finding.Rho, "0.00"),
            rule is null ? "-" : $"{finding.Variable} {(rule.Above ? ">=" : "<=")} {Number(rule.Threshold, "G3")}", Number(rule?.Accuracy, "0.00"),
            rule is null ? "-" : rule.Positives.ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static string Number(double? value, string format) => value is { } x ? x.ToString(format, CultureInfo.InvariantCulture) : "-";
}
