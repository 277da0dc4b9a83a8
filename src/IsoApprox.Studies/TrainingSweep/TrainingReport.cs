using System.Globalization;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>The page of the study and its figures.</summary>
internal static class TrainingReport
{
    /// <summary>Draws everything that the rows allow.</summary>
    internal static void Draw(StudyReport report, IReadOnlyList<TrainingRow> rows, int total, IReadOnlyList<TrainingFinding> findings)
    {
        var page = report.Begin("training", "Does training collapse where the nearest Triplet-Separated embedding says so?");
        page.Paragraph(
            string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {total} cells. Definitions and reading: docs/training.md."));
        var question = rows.Where(row => row.Group == "question").ToArray();
        var grid = rows.Where(row => row.Group == "grid").ToArray();
        if (question.Length > 0)
        {
            page.Heading("One network, two batch sizes");
            report.Figure("training-batch-size", BatchSizeFigure.Draw(question));
            page.Table(TrainingTables.Runs(question));
        }

        if (grid.Length > 0)
        {
            page.Heading("Prediction and training");
            foreach (var (name, svg) in Figures(grid))
            {
                report.Figure("training-" + name, svg);
            }

            page.Table(TrainingTables.Outcomes(grid));
            page.Heading("Batch size and dimension");
            page.Table(TrainingTables.Phases(grid));
            page.Heading("Spearman's rank correlations");
            page.Table(TrainingTables.Findings(findings));
            page.Heading("All runs");
            page.Table(TrainingTables.Runs(grid));
        }
    }

    private static IEnumerable<(string Name, string Svg)> Figures(TrainingRow[] grid)
    {
        if (TrainedPhaseFigure.HasShape(grid))
        {
            yield return ("phase-diameter", TrainedPhaseFigure.Draw("phase-diameter", "diameter", grid, ratios => ratios.Diameter));
            yield return ("phase-within", TrainedPhaseFigure.Draw("phase-within", "within-class spread", grid, ratios => ratios.Within));
        }

        yield return ("prediction-rms", PredictionFigure.Draw(
            "prediction-rms", "Root mean square radius: f* and the trained embedding", grid, "f* over f", row => row.Prediction?.Ratios.Rms,
            "trained over untrained", run => run.Ratios.Rms,
            "If training went to f*, the dots would lie on a rising line. Values below 10^{-4} lie along the lower edge."));
        yield return ("prediction-within", PredictionFigure.Draw(
            "prediction-within", "Within-class spread: f* and the trained embedding", grid, "f* over f",
            row => row.Prediction?.Ratios.Within, "trained over untrained", run => run.Ratios.Within,
            "Values below 10^{-4} lie along the lower edge."));
        yield return ("contraction-slope", PredictionFigure.Draw(
            "contraction-slope", "Root mean square radius against the contraction slope", grid, "contraction slope",
            row => row.State.ContractionSlope, "trained over untrained", run => run.Ratios.Rms,
            "Contraction slope: mean of farthest positive minus nearest negative on the untrained first batch, over the root mean square "
                + "radius."));
    }
}
