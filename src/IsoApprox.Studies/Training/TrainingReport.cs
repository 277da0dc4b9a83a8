using System.Globalization;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Figures;
using IsoApprox.Studies.Figures.Training;

namespace IsoApprox.Studies.Training;

/// <summary>The figures and index.html, one page without links to other files.</summary>
internal static class TrainingReport
{
    /// <summary>Writes everything that the rows allow and returns the files.</summary>
    internal static IReadOnlyList<string> Write(string folder, IReadOnlyList<TrainingRow> rows, int total, IReadOnlyList<TrainingFinding> findings)
    {
        var page = new StudyPage("training", "Does training collapse where the nearest Triplet-Separated embedding says so?");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {total} cells. Definitions and reading: docs/training.md."));
        var files = new List<string>();
        var question = rows.Where(row => row.Group == "question").ToArray();
        var grid = rows.Where(row => row.Group == "grid").ToArray();
        if (question.Length > 0)
        {
            page.Heading("One network, two batch sizes");
            Add("batch-size", BatchSizeFigure.Draw(question));
            page.Table(TrainingTable.RunHeads, question.SelectMany(TrainingTable.RunCells));
        }

        if (grid.Length > 0)
        {
            page.Heading("Prediction and training");
            foreach (var (name, svg) in Figures(grid))
            {
                Add(name, svg);
            }

            page.Table(TrainingTable.OutcomeHeads, TrainingTable.Outcomes(grid));
            page.Heading("Spearman's rank correlations");
            page.Table(TrainingTable.FindingHeads, TrainingTable.FindingRows(findings));
            page.Heading("All runs");
            page.Table(TrainingTable.RunHeads, grid.SelectMany(TrainingTable.RunCells));
        }

        files.Add(SafeFile.ReplaceText(folder, "index.html", page.ToString()));
        return files;

        void Add(string name, string svg)
        {
            files.Add(SafeFile.ReplaceText(folder, $"training-{name}.svg", svg));
            page.Figure(svg);
        }
    }

    private static IEnumerable<(string Name, string Svg)> Figures(TrainingRow[] grid)
    {
        yield return ("prediction-rms", PredictionFigure.Draw(
            "prediction-rms", "Root mean square radius: f* and the trained embedding", grid, "f* over f", row => row.Prediction?.Ratios.Rms, "trained over untrained",
            run => run.Ratios.Rms, "If training went to f*, the dots would lie on a rising line. Values below 10^{-4} lie along the lower edge."));
        yield return ("prediction-within", PredictionFigure.Draw(
            "prediction-within", "Within-class spread: f* and the trained embedding", grid, "f* over f", row => row.Prediction?.Ratios.Within, "trained over untrained",
            run => run.Ratios.Within, "Values below 10^{-4} lie along the lower edge."));
        yield return ("contraction-slope", PredictionFigure.Draw(
            "contraction-slope", "Root mean square radius against the contraction slope", grid, "contraction slope", row => row.State.ContractionSlope,
            "trained over untrained", run => run.Ratios.Rms,
            "Contraction slope: mean of farthest positive minus nearest negative on the untrained first batch, over the root mean square radius."));
    }
}

/// <summary>The results as text.</summary>
public static class TrainingTable
{
    /// <summary>Columns of <see cref="RunCells"/>.</summary>
    public static IReadOnlyList<string> RunHeads { get; } =
    [
        "data", "N", "n", "method", "seed", "slope", "L/diam", "d_haus/R", "f* rms", "f* within", "loss/collapsed", "stuck", "rms", "between", "within", "diameter",
        "violated", "kind",
    ];

    /// <summary>Columns of <see cref="FindingRows"/>: measures after training by predictor.</summary>
    public static IReadOnlyList<string> FindingHeads { get; } =
        ["model", "method", "measure", "f*, same measure", .. TrainingFinding.Variables.Select(v => v.Name)];

    /// <summary>Columns of <see cref="Outcomes"/>.</summary>
    public static IReadOnlyList<string> OutcomeHeads { get; } = ["data", "method", "runs", "f* total", "f* class", "trained total", "trained class", "stuck at the margin"];

    /// <summary>One line for each method of a cell.</summary>
    /// <param name="row">A cell.</param>
    public static IEnumerable<string[]> RunCells(TrainingRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Runs.Select(run => new[]
        {
            row.Data, Number(row.BatchSize), Number(row.Dimension), TrainingMethods.Words(run.Method), Number(row.Seed), Number(row.State.ContractionSlope),
            Number(row.State.LossOverDiameter), Number(row.Prediction?.Upper / row.State.EnclosingRadius), Number(row.Prediction?.Ratios.Rms),
            Number(row.Prediction?.Ratios.Within), Number(run.FinalLoss / run.CollapsedLoss), run.IsStuck ? "yes" : "no", Number(run.Ratios.Rms),
            Number(run.Ratios.Between), Number(run.Ratios.Within), Number(run.Ratios.Diameter), Number(run.ViolatedTriplets), KindName(run.Ratios.Kind),
        });
    }

    /// <summary>How many runs collapse, as predicted and as trained, by data and method.</summary>
    /// <param name="rows">Cells.</param>
    public static IEnumerable<string[]> Outcomes(IReadOnlyList<TrainingRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.SelectMany(row => row.Runs.Select(run => (Row: row, Run: run))).GroupBy(p => (p.Row.Data, p.Run.Method)).Select(group => new[]
        {
            group.Key.Data, TrainingMethods.Words(group.Key.Method), Number(group.Count()),
            Number(group.Count(p => p.Row.Prediction?.Ratios.Kind == CollapseKind.Total)), Number(group.Count(p => p.Row.Prediction?.Ratios.Kind == CollapseKind.Class)),
            Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Total)), Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Class)),
            Number(group.Count(p => p.Run.IsStuck)),
        });
    }

    /// <summary>The correlations, one line for each model, method and measure.</summary>
    /// <param name="findings">The correlations.</param>
    public static IEnumerable<string[]> FindingRows(IReadOnlyList<TrainingFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return findings.GroupBy(f => (f.Model, f.Method, f.Measure)).Select(group => (string[])
        [
            group.Key.Model, TrainingMethods.Words(group.Key.Method), group.Key.Measure,
            .. group.Select(f => f.Rho is { } rho ? rho.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-"),
        ]);
    }

    private static string KindName(CollapseKind kind) => kind.ToString().ToLowerInvariant();

    private static string Number(double? value) => value is { } x ? x.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
