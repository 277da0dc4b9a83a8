using System.Globalization;
using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Studies.Watching;

/// <summary>
/// When a snapshot counts as collapsed: all rules and thresholds of a watch. The first snapshot, the one with the smallest step, is what a
/// later one is compared with. docs/watch.md says why each number is what it is.
/// </summary>
public static class CollapseRules
{
    /// <summary>Ratio of lengths that counts as vanished, <see cref="CollapseMeasures.DefaultThreshold"/>.</summary>
    public const double Shrunk = CollapseMeasures.DefaultThreshold;

    /// <summary>Total: share of anchors whose hinge is above 0. What has shrunk and separates its triplets has not collapsed.</summary>
    public const double ActiveShare = 0.5;

    /// <summary>Class: trace(S_W)/trace(S_B), squared lengths.</summary>
    public const double ClassSpread = Shrunk * Shrunk;

    /// <summary>Dimensional: what is needed at the start, min(participation ratio, C - 1), for the rule to apply.</summary>
    public const double FewestDimensions = 2;

    /// <summary>
    /// The sentence when a snapshot is near one point: all points coincide; or the diameter is at most <see cref="Shrunk"/> of the margin,
    /// so that every hinge is active; or it is at most <see cref="Shrunk"/> of that of the first snapshot and (with labels)
    /// <see cref="ActiveShare"/> of the anchors or more are active.
    /// </summary>
    internal static string? Total(WatchRow first, WatchRow row, double margin)
    {
        if (row.Points < 2 || row["diameter"] is not { } diameter)
        {
            return null;
        }

        if (diameter == 0 || diameter <= Shrunk * margin)
        {
            return diameter == 0
                ? "total collapse: all points coincide"
                : $"total collapse: diameter {Text(diameter)} is below {Text(Shrunk)} of the margin {Text(margin)}";
        }

        var isActive = !row.Labelled || row["active-share"] is not { } active || active >= ActiveShare;
        return isActive && first["diameter"] is { } before && diameter <= Shrunk * before
            ? $"total collapse: diameter {Text(diameter)}, {Text(before)} at step {Text(first.Step)}"
                + (row["active-share"] is { } share ? $"; {Text(100 * share)} % of the anchors violate the margin" : "")
            : null;
    }

    /// <summary>The sentence when every class is near its mean, trace(S_W) &lt;= <see cref="ClassSpread"/> trace(S_B).</summary>
    internal static string? Class(WatchRow row) =>
        row.Labelled && row.Classes < row.Points && row["nc1-quotient"] is { } quotient && quotient <= ClassSpread
            ? $"class collapse: spread within classes over spread between them (nc1-quotient) {Text(quotient)}"
            : null;

    /// <summary>
    /// The sentence when one direction is left: the participation ratio has come down to 1 + <see cref="Shrunk"/> (m - 1), m being that
    /// of the first snapshot, with labels at most C - 1 (C class means need no more), and m >= <see cref="FewestDimensions"/>.
    /// </summary>
    internal static string? Dimensional(WatchRow first, WatchRow row)
    {
        const string Id = "participation-ratio";
        if (first[Id] is not { } before || row[Id] is not { } now)
        {
            return null;
        }

        var needed = row.Labelled ? Math.Min(before, row.Classes - 1) : before;
        return needed >= FewestDimensions && now <= 1 + (Shrunk * (needed - 1))
            ? $"dimensional collapse: participation ratio {Text(now)}, {Text(before)} at step {Text(first.Step)}"
            : null;
    }

    /// <summary>
    /// The plateau when the loss is stuck at what one point gives, the margin or ln(1 + e^margin): <see cref="LossCurveDiagnosis"/>.
    /// </summary>
    internal static (double Onset, string Sentence)? Stuck(IReadOnlyList<LossPoint> losses, double margin, bool soft) =>
        LossCurveDiagnosis.Of(losses, margin, squared: false, soft) is { End: CurveEnd.StuckAtOnePoint, Onset: { } onset } found
            ? (onset, $"stuck: loss {Text(found.Level)} since step {Text(onset)}; one point gives {Text(found.OnePointValue)}")
            : null;

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
