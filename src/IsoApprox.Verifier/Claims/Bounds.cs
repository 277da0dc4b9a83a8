using IsoApprox.Arithmetic;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>The explicit constants of docs/claims.md as enclosures.</summary>
internal static class Bounds
{
    /// <summary>sqrt 2 / sqrt(2 (sqrt 2 - 1)) = 1 / sqrt(sqrt 2 - 1) = 1.5537739...</summary>
    internal static Interval ThicknessConstant { get; } = 1 / (new Interval(2, 2).Sqrt() - 1).Sqrt();

    /// <summary>D eps (1 + eps / (2 D)) = D eps + eps^2 / 2; the last form is defined for D = 0 too.</summary>
    internal static Interval Stretch(VerifierInputs x, Interval error) =>
        Lengths.Add(Lengths.Multiply(x.Diameter, error), Lengths.Half(Lengths.Multiply(error, error)));

    /// <summary>Theorem P6, first bound: 1.554 N (1 + eps / (2 D)) eps D / theta; infinite when theta = 0.</summary>
    internal static Interval ThicknessLaw(VerifierInputs x, Interval error) =>
        Lengths.Divide(Lengths.Multiply(Lengths.Multiply(ThicknessConstant, x.Points), Stretch(x, error)), Thickness(x));

    /// <summary>Theorem P6, second bound: (2 n)^(1/4) sqrt(N D eps (1 + eps / (2 D))).</summary>
    internal static Interval SquareRootLaw(VerifierInputs x, Interval error)
    {
        var root = Lengths.Twice(x.Dimension).Sqrt().Sqrt();
        return Lengths.Multiply(root, Lengths.Multiply(x.Points, Stretch(x, error)).Sqrt());
    }

    /// <summary>
    /// The least proved constant of d_haus &lt;= constant L: 3/4 on a line (Theorem P11), otherwise delta_nu, nu = min(rank f, m - 1)
    /// (Theorem P4).
    /// </summary>
    internal static Interval HausdorffConstant(VerifierInputs x) =>
        BallRepair.LeastConstant(x.IsOnLine, Math.Min(x.RankBound, x.LargestClassSize - 1));

    /// <summary>Theorem P4 for every class size: delta_nu with nu = n.</summary>
    internal static Interval DimensionConstant(VerifierInputs x) => BallRepair.Constant(x.Dimension);

    /// <summary>
    /// The least proved constant of d_iso &lt;= constant L in free dimension: 1.275 when n >= N - 1 (an enclosure of 51/40), otherwise
    /// sqrt 3 (Theorem P3).
    /// </summary>
    internal static Interval LiftConstant(VerifierInputs x) =>
        x.Dimension >= x.Points - 1 ? new Interval(51, 51) / 40 : new Interval(3, 3).Sqrt();

    /// <summary>theta(f), exactly 0 when N &lt;= n: N points span at most N - 1 dimensions.</summary>
    internal static Interval Thickness(VerifierInputs x) => HasNoThickness(x) ? Interval.Zero : x.Thickness;

    internal static bool HasNoThickness(VerifierInputs x) => x.RankBound < x.Dimension || x.Points <= x.Dimension || x.Thickness.Upper == 0;

    internal static string ThicknessNote(VerifierInputs x) => x.Points <= x.Dimension
        ? Text.Invariant($"theta = 0 because N = {x.Points} <= n = {x.Dimension}")
        : HasNoThickness(x) ? "theta = 0 because the points lie in a hyperplane" : Text.Invariant(
            $"theta in [{x.Thickness.Lower:G6}, {x.Thickness.Upper:G6}]");
}
