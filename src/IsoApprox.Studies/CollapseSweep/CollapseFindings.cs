using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Statistics;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>How a measure of collapse moves with a variable, over all finished runs.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Variable">The variable.</param>
/// <param name="Rows">Runs in which both are defined.</param>
/// <param name="Rho">Spearman's rank correlation; null when one of them is constant.</param>
/// <param name="Boundary">The best threshold of the variable that tells runs with a measure below <see cref="CollapsePrediction.Half"/>
/// from the others; null when there is only one kind.</param>
public sealed record CollapseFinding(string Measure, string Variable, int Rows, double? Rho, ThresholdRule? Boundary);

/// <summary>Which variable collapse depends on, and where its boundary is.</summary>
/// <param name="Groups">Findings for "all" runs, for the "converged" ones (canonical f*), and for each model of points when there are
/// several. Runs of the figure with proof bands are left out.</param>
public sealed record CollapseFindings(IReadOnlyList<KeyValuePair<string, IReadOnlyList<CollapseFinding>>> Groups)
{
    private const int FewestRows = 8;

    /// <summary>The measures: name and value. d_haus/R is 1 when nothing is better than sending all points to one.</summary>
    internal static readonly (string Name, Func<CollapseRow, double?> Value)[] Measures =
    [
        ("rmsRatio", row => row.RmsRatio),
        ("diameterRatio", row => row.DiameterRatio),
        ("withinRatio", row => row.WithinRatio),
        ("betweenRatio", row => row.BetweenRatio),
        ("effectiveRankRatio", row => row.EffectiveRankRatio),
        ("distanceOverRadius", row => row.DistanceOverRadius),
    ];

    /// <summary>The variables that the issue of collapse is discussed in.</summary>
    internal static readonly (string Name, Func<CollapseRow, double?> Value)[] Variables =
    [
        ("N", row => row.Points),
        ("n", row => row.Dimension),
        ("N/n", row => (double)row.Points / row.Dimension),
        ("ln N/n", row => Math.Log(row.Points) / row.Dimension),
        ("m/n", row => (double)row.ClassSize / row.Dimension),
        ("ln m/n", row => Math.Log(row.ClassSize) / row.Dimension),
        ("classes", row => row.Classes),
        ("violatedTriplets", row => row.ViolatedTriplets),
        ("labelNoise", row => row.LabelNoise),
        ("L/diam", row => row.LossOverDiameter),
    ];

    /// <summary>Findings over rows.</summary>
    /// <param name="rows">Finished runs.</param>
    public static CollapseFindings Of(IReadOnlyList<CollapseRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var used = rows.Where(row => !row.WithBounds).ToArray();
        var groups = new List<(string Name, CollapseRow[] Rows)> { ("all", used), ("converged", [.. used.Where(row => row.Canonical)]) };
        var models = used.GroupBy(row => row.Model).Select(group => (group.Key, group.ToArray())).ToArray();
        if (models.Length > 1)
        {
            groups.AddRange(models);
        }

        return new CollapseFindings(
        [
            .. groups.Where(group => group.Rows.Length >= FewestRows)
                .Select(group => new KeyValuePair<string, IReadOnlyList<CollapseFinding>>(group.Name, Of(group.Rows)))
        ]);
    }

    /// <summary>The finding of a group, or null.</summary>
    internal CollapseFinding? Find(string group, string measure, string variable) =>
        Groups.FirstOrDefault(g => g.Key == group).Value?.FirstOrDefault(f => f.Measure == measure && f.Variable == variable);

    private static List<CollapseFinding> Of(CollapseRow[] rows)
    {
        var findings = new List<CollapseFinding>();
        foreach (var (measure, y) in Measures)
        {
            foreach (var (variable, x) in Variables)
            {
                var pairs = rows.Select(row => (X: x(row), Y: y(row))).Where(p => p.X is not null && p.Y is not null)
                    .Select(p => (p.X!.Value, p.Y!.Value)).ToArray();

                // d_haus/R grows where the other measures fall.
                var (grows, half) = (measure == "distanceOverRadius", CollapsePrediction.Half);
                var cases = pairs.Select(p => (p.Item1, grows ? p.Item2 >= half : p.Item2 < half)).ToArray();
                findings.Add(
                    new CollapseFinding(measure, variable, pairs.Length, RankCorrelation.Spearman(pairs), ThresholdRule.Best(cases)));
            }
        }

        return findings;
    }
}
