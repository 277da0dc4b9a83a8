using IsoApprox.Solver.Collapse;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Predictions;

/// <summary>Measures of an embedding over those of another, see <see cref="CollapseMeasures"/>; null where undefined.</summary>
/// <param name="Diameter">Of the diameters.</param>
/// <param name="Rms">Of the root mean square radii.</param>
/// <param name="Between">Of the spreads of the class means.</param>
/// <param name="Within">Of the spreads within classes.</param>
/// <param name="EffectiveRank">Of the effective ranks.</param>
/// <param name="Kind">Total: diameter at most 0.1; class: within at most 0.1 and not total.</param>
public sealed record SpreadRatios(double? Diameter, double? Rms, double? Between, double? Within, double? EffectiveRank, CollapseKind Kind)
{
    internal static bool ArePossible(SpreadRatios ratios) => RowCheck.Size(ratios.Diameter) && RowCheck.Size(ratios.Rms)
        && RowCheck.Size(ratios.Between) && RowCheck.Size(ratios.Within) && RowCheck.Size(ratios.EffectiveRank);

    internal static SpreadRatios Of(CollapseMeasures m) =>
        new(m.Diameter.Value, m.RmsRadius.Value, m.BetweenClassSpread.Value, m.WithinClassSpread.Value, m.EffectiveRank.Value, m.Kind);
}
