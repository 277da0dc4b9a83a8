using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>
/// The smallest proved upper bound of d_haus(f, F_TS) or d_iso(f, F_TS) on one embedding, and how far the truth is below it.
/// </summary>
/// <param name="Metric">The distance.</param>
/// <param name="Source">The bound in words, with its theorem.</param>
/// <param name="Bound">Enclosure of the bound, length unit of f.</param>
/// <param name="Share">Enclosure of the distance over the bound, in [0, 1]; 0 when the bound is 0.</param>
public sealed record BestUpperBound(NearestMetric Metric, string Source, Interval Bound, Interval Share)
{
    /// <summary>The best bound among those that follow from the loss, the enclosing balls and the diameter (docs/theory.md). A pure
    /// function.</summary>
    /// <param name="x">The enclosures.</param>
    /// <param name="metric">The distance.</param>
    public static BestUpperBound Of(VerifierInputs x, NearestMetric metric)
    {
        ArgumentNullException.ThrowIfNull(x);
        var isHausdorff = metric == NearestMetric.HausdorffLike;
        var (source, bound) = (isHausdorff ? Hausdorff(x) : Isometric(x)).MinBy(candidate => candidate.Bound.Upper);
        var truth = isHausdorff ? x.Hausdorff : x.Isometric;
        return new BestUpperBound(metric, source, bound, bound.Upper == 0 ? Interval.Zero : ShareOf(truth, bound));
    }

    private static IEnumerable<(string Source, Interval Bound)> Hausdorff(VerifierInputs x)
    {
        yield return ("largest class enclosing radius", x.ClassRadius);
        yield return (Constant(x, ""), Lengths.Multiply(Delta(x), x.HardLoss));
        if (x.IsOnLine)
        {
            yield return ("(3/4) L (P11, line)", Lengths.Multiply(0.75, x.HardLoss));
        }
    }

    private static IEnumerable<(string Source, Interval Bound)> Isometric(VerifierInputs x)
    {
        yield return ("diameter", x.Diameter);
        yield return ("2 x largest class enclosing radius", Lengths.Twice(x.ClassRadius));
        yield return (Constant(x, "2 x "), Lengths.Twice(Lengths.Multiply(Delta(x), x.HardLoss)));
        if (x.IsOnLine)
        {
            yield return ("(3/2) L (P11, line)", Lengths.Multiply(1.5, x.HardLoss));
        }

        if (x.IsFree)
        {
            yield return (x.Dimension >= x.Points - 1 ? "1.275 L (P3, n >= N - 1)" : "sqrt(3) L (P3, n >= rank f + c - 1)",
                Lengths.Multiply(Bounds.LiftConstant(x), x.HardLoss));
        }
    }

    /// <summary>nu = min(rank f, m - 1), or the contact points of the enclosing balls less 1 where these are fewer.</summary>
    private static int Contacts(VerifierInputs x) =>
        Math.Min(Math.Min(x.RankBound, x.LargestClassSize - 1), x.ContactRank ?? int.MaxValue);

    private static Interval Delta(VerifierInputs x) => BallRepair.Constant(Contacts(x));

    private static string Constant(VerifierInputs x, string factor) =>
        Text.Invariant($"{factor}delta L, delta = {Delta(x).Upper:F4}, nu = {Contacts(x)} (P4)");

    private static Interval ShareOf(Interval truth, Interval bound)
    {
        var share = Lengths.Divide(truth, bound);
        return new Interval(Math.Clamp(share.Lower, 0, 1), Math.Clamp(share.Upper, 0, 1));
    }
}
