using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>Theorem 2 (d_haus against d_iso) and what stands beside it.</summary>
internal static class HausdorffClaims
{
    internal static Claim Lower { get; } = new(
        "thm2-lower",
        "Theorem 2, lower half: d_iso(f, F_TS) <= 2 d_haus(f, F_TS)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.Isometric, Lengths.Twice(x.Hausdorff)));

    internal static Claim UpperPrinted { get; } = new(
        "thm2-upper-printed",
        "Theorem 2, upper half, printed (19): d_haus(f, F_TS) <= (c_n/theta) d_iso(f, F_TS), no diameter: "
            + "sup over s > 0 of s d_haus theta/d_iso <= c_n",
        _ => ClaimStanding.FalseInGeneral,
        PrintedSides);

    internal static Claim UpperCorrected { get; } = new(
        "thm2-upper-corrected",
        "Theorem 2, upper half, corrected (Theorems P4, P6, P11), t = d_iso(f, F_TS): d_haus(f, F_TS) <= "
        + "min{1.554 N (1 + t/2D)(D/theta) t, (2n)^(1/4) sqrt(N D t (1 + t/2D)), 2 delta t}, "
        + "delta = 3/4 on a line, 1/(sqrt(2 + 2/nu) - sqrt 2) otherwise, nu = min(rank f, m - 1)",
        _ => ClaimStanding.Proved,
        CorrectedSides);

    internal static Claim Displacement { get; } = new(
        "eq23",
        "Eq. (23) at the infimum: max_i ||f_i - g'_i|| <= d_haus(f, g) for Triplet-Separated g, g'_i = the point of g(class of i) nearest "
            + "to f_i",
        _ => ClaimStanding.Proved,
        x => x.Reassignment is { } r
            ? new ClaimSides(r.Displacement, r.HausdorffLike, DisplacementNote(r), SameNumber: r.Attained)
            : new ClaimSides(Interval.Zero, Lengths.Infinite, "no Triplet-Separated g was given", HypothesesMet: false));

    internal static Claim ClassRadius { get; } = new(
        "elementary-radius",
        "Elementary: d_haus(f, F_TS) <= largest radius of a class's smallest enclosing ball",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.Hausdorff, x.ClassRadius));

    internal static Claim Diameter { get; } = new(
        "elementary-diameter",
        "Elementary: d_iso(f, F_TS) <= diam f",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.Isometric, x.Diameter));

    private static ClaimSides PrintedSides(VerifierInputs x)
    {
        if (Bounds.HasNoThickness(x))
        {
            return new ClaimSides(
                x.Hausdorff, Lengths.Infinite, Bounds.ThicknessNote(x) + ": the printed constant is infinite", HypothesesMet: false);
        }

        var needed = x.Isometric.Upper == 0
            ? Interval.Zero
            : Lengths.Divide(Lengths.Multiply(x.Hausdorff, x.Thickness), x.Isometric);
        var dimensionless = Lengths.Divide(needed, x.Diameter);
        return LemmaClaims.AtEveryScale(
            needed,
            Text.Invariant($"f needs c_n >= d_haus theta/d_iso in [{needed.Lower:G6}, {needed.Upper:G6}], a length; ")
                + "s f needs s times as much, so no constant serves all s; "
                + Text.Invariant($"with the diameter, c_n D/theta, it needs [{dimensionless.Lower:G6}, {dimensionless.Upper:G6}]; ")
                + Bounds.ThicknessNote(x),
            "d_iso = 0");
    }

    private static ClaimSides CorrectedSides(VerifierInputs x)
    {
        var t = x.Isometric;
        (string Name, Interval Value)[] terms =
        [
            ("thickness law", Bounds.ThicknessLaw(x, t)),
            ("square-root law", Bounds.SquareRootLaw(x, t)),
            ("2 delta t", Lengths.Twice(Lengths.Multiply(Bounds.HausdorffConstant(x), t))),
        ];
        var smallest = terms.MinBy(term => term.Value.Lower);
        var right = terms.Select(term => term.Value).Aggregate(Interval.Min);
        return new ClaimSides(x.Hausdorff, right, $"smallest bound: {smallest.Name}", Trivial: x.ClassRadius);
    }

    private static string DisplacementNote(Reassignment r) => r.Attained
        ? "both sides are the same distance; the embedding g' is a choice of points of g, so it is Triplet-Separated"
        : "the embedding g' is a choice of points of g, so it is Triplet-Separated";
}
