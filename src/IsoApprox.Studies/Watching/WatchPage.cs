using System.Globalization;
using IsoApprox.Learning.Health;
using IsoApprox.Studies.Diagnosing;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Watching;

/// <summary>index.html of a watch: verdict, what began when, curves, the figures of the last snapshot.</summary>
internal static class WatchPage
{
    private const int RefreshSeconds = 5;

    /// <summary>Writes page and figures.</summary>
    /// <param name="settings">Folder and loss.</param>
    /// <param name="rows">By increasing step.</param>
    /// <param name="onsets">The signs that began.</param>
    /// <param name="damaged">Snapshots that were skipped, with the reason.</param>
    /// <param name="isLive">True while the watch goes on: the page loads itself again.</param>
    /// <returns>The written files.</returns>
    internal static IReadOnlyList<string> Write(
        WatchSettings settings, IReadOnlyList<WatchRow> rows, IReadOnlyList<CollapseOnset> onsets,
        IReadOnlyCollection<DamagedSnapshot> damaged, bool isLive)
    {
        var report = new StudyReport(settings.Folder);
        var page = report.Begin("watch", "Health of a training", isLive ? RefreshSeconds : null);
        page.Verdict(WatchText.Verdict(rows, onsets), onsets.All(onset => onset.Until is not null));
        if (onsets.Count > 0)
        {
            page.Heading("What was seen");
            page.Table(["sign", "since step", "seen at step", "until step", "why"], onsets.Select(Cells));
        }

        if (rows.Count > 0)
        {
            page.Heading("Curves");
            double? onePoint = settings.Soft || settings.Margin > 0
                ? LossCurveDiagnosis.OnePoint(settings.Margin ?? 0, settings.Soft)
                : null;
            foreach (var (name, svg) in WatchFigure.Draw(rows, onsets, onePoint))
            {
                report.Figure(name, svg);
            }

            AddLast(page, rows[^1]);
        }

        if (damaged.Count > 0)
        {
            page.Heading("Skipped");
            page.List([.. damaged.Select(d => $"{d.File}: {d.Reason}")]);
        }

        return report.Finish();
    }

    private static string[] Cells(CollapseOnset onset) =>
    [
        WatchText.Name(onset.Sign), Number(onset.Step), Number(onset.SeenAt), onset.Until is { } until ? Number(until) : "-",
        onset.Sentence,
    ];

    private static void AddLast(StudyPage page, WatchRow row)
    {
        page.Heading("Last snapshot");
        var labels = row.Labelled ? $"{row.Classes} classes" : "no labels";
        page.Paragraph($"{row.File}: step {Number(row.Step)}, {row.Points} points in dimension {row.Dimension}, {labels}.");
        List<PageCell[]> cells = [];
        void Add(string name, double? value, string definition) =>
            cells.Add([PageCell.Of(name), PageCell.Of(value), PageCell.Of(definition)]);
        if (row.Loss is not null || row.Diverged)
        {
            Add("logged loss", row.Loss, row.Diverged ? "not finite: training diverged" : "as the snapshot says");
        }

        if (row.Upper is not null)
        {
            Add("d_haus, lower end", row.Lower, "proved lower end of the distance to the nearest Triplet-Separated embedding");
            Add("d_haus, upper end", row.Upper, "distance of the best one found");
        }

        foreach (var definition in HealthCatalogue.All.Where(definition => row.Measures.ContainsKey(definition.Id)))
        {
            Add(definition.Id, row[definition.Id], $"{definition.Formula} ({definition.Source})");
        }

        page.Table(["measure", "value", "definition"], cells);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
