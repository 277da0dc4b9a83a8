using System.Globalization;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>The results as text.</summary>
internal static class TrainingTables
{
    /// <summary>One line for each method of a cell.</summary>
    internal static StudyTable Runs(IReadOnlyList<TrainingRow> rows) => new(
        "All runs",
        [
            "data", "N", "n", "method", "seed", "slope", "L/diam", "d_haus/R", "f* rms", "f* within", "loss/collapsed", "stuck", "rms",
            "between", "within", "diameter", "violated", "kind",
        ],
        [.. rows.SelectMany(row => row.Runs.Select(run => RunCells(row, run)))]);

    /// <summary>How many runs of the grid collapse, as predicted and as trained, by data and method.</summary>
    internal static StudyTable Outcomes(IReadOnlyList<TrainingRow> grid) => new(
        "Collapse by data and method",
        ["data", "method", "runs", "f* total", "f* class", "trained total", "trained class", "stuck at the margin"],
        [
            .. grid.SelectMany(row => row.Runs.Select(run => (Row: row, Run: run))).GroupBy(p => (p.Row.Data, p.Run.Method))
                .Select(group => new[]
                {
                    group.Key.Data, TrainingMethods.Words(group.Key.Method), Number(group.Count()),
                    Number(group.Count(p => p.Row.Prediction?.Ratios.Kind == CollapseKind.Total)),
                    Number(group.Count(p => p.Row.Prediction?.Ratios.Kind == CollapseKind.Class)),
                    Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Total)),
                    Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Class)),
                    Number(group.Count(p => p.Run.IsStuck)),
                }),
        ]);

    /// <summary>Means over the seeds by data, batch size, dimension and method.</summary>
    internal static StudyTable Phases(IReadOnlyList<TrainingRow> grid) => new(
        "Collapse by batch size and dimension, means over seeds",
        [
            "data", "method", "N", "n", "seeds", "f* diameter", "trained diameter", "f* within", "trained within", "trained total",
            "trained class", "stuck",
        ],
        [
            .. grid.SelectMany(row => row.Runs.Select(run => (Row: row, Run: run)))
                .GroupBy(p => (p.Row.Data, p.Run.Method, p.Row.BatchSize, p.Row.Dimension))
                .OrderBy(group => (group.Key.Data, group.Key.Method, group.Key.BatchSize, group.Key.Dimension))
                .Select(group => new[]
                {
                    group.Key.Data, TrainingMethods.Words(group.Key.Method), Number(group.Key.BatchSize), Number(group.Key.Dimension),
                    Number(group.Count()), Mean(group, p => p.Row.Prediction?.Ratios.Diameter), Mean(group, p => p.Run.Ratios.Diameter),
                    Mean(group, p => p.Row.Prediction?.Ratios.Within), Mean(group, p => p.Run.Ratios.Within),
                    Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Total)),
                    Number(group.Count(p => p.Run.Ratios.Kind == CollapseKind.Class)), Number(group.Count(p => p.Run.IsStuck)),
                }),
        ]);

    /// <summary>The correlations, one line for each model, method and measure after training, one column for each predictor.</summary>
    internal static StudyTable Findings(IReadOnlyList<TrainingFinding> findings) => new(
        "Spearman's rank correlation with measures after training",
        ["model", "method", "measure", "f*, same measure", .. TrainingFinding.Variables.Select(v => v.Name)],
        [
            .. findings.GroupBy(f => (f.Model, f.Method, f.Measure)).Select(group => (string[])
            [
                group.Key.Model, TrainingMethods.Words(group.Key.Method), group.Key.Measure,
                .. group.Select(f => f.Rho is { } rho ? rho.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-"),
            ]),
        ]);

    private static string[] RunCells(TrainingRow row, TrainedRun run)
    {
        var (state, predicted, ratios) = (row.State, row.Prediction, run.Ratios);
        return
        [
            row.Data, Number(row.BatchSize), Number(row.Dimension), TrainingMethods.Words(run.Method), Number(row.Seed),
            Number(state.ContractionSlope), Number(state.LossOverDiameter), Number(predicted?.Upper / state.EnclosingRadius),
            Number(predicted?.Ratios.Rms), Number(predicted?.Ratios.Within), Number(run.FinalLoss / run.CollapsedLoss),
            run.IsStuck ? "yes" : "no", Number(ratios.Rms), Number(ratios.Between), Number(ratios.Within), Number(ratios.Diameter),
            Number(run.ViolatedTriplets), ratios.Kind.ToString().ToLowerInvariant(),
        ];
    }

    private static string Mean(
        IEnumerable<(TrainingRow Row, TrainedRun Run)> runs, Func<(TrainingRow Row, TrainedRun Run), double?> value) =>
        Number(runs.Average(value));

    private static string Number(double? value) => StudyTable.Number(value);
}
