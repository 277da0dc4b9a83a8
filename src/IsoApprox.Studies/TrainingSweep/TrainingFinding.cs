using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Statistics;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>Rank correlation of a measure of trained embeddings with something known before training.</summary>
/// <param name="Model">network or free.</param>
/// <param name="Method">The method.</param>
/// <param name="Measure">rms, between, within, diameter: ratios after over before training; lossOverCollapsed.</param>
/// <param name="Predictor">The same measure of f*, or a variable of the untrained batch.</param>
/// <param name="Runs">Runs where both are defined.</param>
/// <param name="Rho">Spearman's rank correlation; null with fewer than 3 runs or a constant variable.</param>
public sealed record TrainingFinding(string Model, TrainingMethod Method, string Measure, string Predictor, int Runs, double? Rho)
{
    /// <summary>What is measured after training.</summary>
    internal static IReadOnlyList<(string Name, Func<TrainedRun, double?> Value, Func<SpreadRatios, double?> Predicted)> Measures { get; } =
    [
        ("rms", run => run.Ratios.Rms, ratios => ratios.Rms),
        ("between", run => run.Ratios.Between, ratios => ratios.Between),
        ("within", run => run.Ratios.Within, ratios => ratios.Within),
        ("diameter", run => run.Ratios.Diameter, ratios => ratios.Diameter),
        ("lossOverCollapsed", run => run.FinalLoss / run.CollapsedLoss, ratios => ratios.Rms),
    ];

    /// <summary>What is known before training, besides f*.</summary>
    internal static IReadOnlyList<(string Name, Func<TrainingRow, double?> Value)> Variables { get; } =
    [
        ("d_haus/R", row => row.Prediction is { } p && row.State.EnclosingRadius > 0 ? p.Upper / row.State.EnclosingRadius : null),
        ("L/diam", row => row.State.LossOverDiameter),
        ("contraction slope", row => row.State.ContractionSlope),
        ("violated triplets", row => row.State.ViolatedTriplets),
        ("N/n", row => (double)row.BatchSize / row.Dimension),
        ("N", row => row.BatchSize),
    ];

    /// <summary>All correlations of the grid.</summary>
    internal static IReadOnlyList<TrainingFinding> Of(IReadOnlyList<TrainingRow> rows)
    {
        var grid = rows.Where(row => row.Group == "grid").ToArray();
        var findings = new List<TrainingFinding>();
        foreach (var group in grid.SelectMany(row => row.Runs.Select(run => (Row: row, Run: run)))
            .GroupBy(p => (p.Row.Model, p.Run.Method)))
        {
            foreach (var (measure, value, predicted) in Measures)
            {
                Add(measure, measure == "lossOverCollapsed"
                    ? "f*: rms"
                    : "f*: " + measure, row => row.Prediction is { } p ? predicted(p.Ratios) : null);
                foreach (var (name, variable) in Variables)
                {
                    Add(measure, name, variable);
                }

                void Add(string of, string name, Func<TrainingRow, double?> x)
                {
                    var pairs = group.Select(p => (X: x(p.Row), Y: value(p.Run))).Where(p => p.X is not null && p.Y is not null)
                        .Select(p => (p.X!.Value, p.Y!.Value)).ToArray();
                    findings.Add(
                        new TrainingFinding(group.Key.Model, group.Key.Method, of, name, pairs.Length, RankCorrelation.Spearman(pairs)));
                }
            }
        }

        return findings;
    }
}
