using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Bounds;
using IsoApprox.Solver.Nearest.Lagrangian;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// Certificates from the multipliers of a run. HAUS: a grid of mixes and dampings, so only a residual that has dropped well below the last
/// one is worth it. ISO: multipliers vary from one outer iteration to the next and a tighter tolerance does not always give a better bound,
/// so all are tried.
/// </summary>
internal sealed class MultiplierOffers(SearchState state)
{
    private const double ResidualOfHausdorff = 1e-3;
    private const double ResidualOfIsometric = 1e-2;
    private const double LessResidual = 0.2;

    private double _offeredAt = double.PositiveInfinity;

    /// <summary>After an outer iteration; true when the interval is closed.</summary>
    internal bool Offer(OuterLoop loop)
    {
        var limit = IsHausdorff ? Math.Min(ResidualOfHausdorff, LessResidual * _offeredAt) : ResidualOfIsometric;
        if (loop.Residual < limit)
        {
            _offeredAt = loop.Residual;
            OfferLast(loop);
        }

        return state.IsClosed;
    }

    /// <summary>Whatever the residual is.</summary>
    internal void OfferLast(OuterLoop loop) => state.Incumbent.Offer(
        IsHausdorff ? MultiplierChoice.BestOfAll(loop.Lagrangian, () => state.IsStopped)?.Certificate
            : GramMultipliers.Of(loop.Lagrangian).Certificate(),
        "Gram certificate");

    private bool IsHausdorff => state.Problem.Metric == NearestMetric.HausdorffLike;
}
