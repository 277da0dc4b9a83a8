using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>Theorem 3 (d_iso against L), its corrections, and Corollary 1 (d_haus against L).</summary>
internal static class LossClaims
{
    internal static Claim IsometricLower { get; } = new(
        "thm3-lower",
        "Theorem 3, lower half: L(f) <= 2 d_iso(f, F_TS)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.HardLoss, Lengths.Twice(x.Isometric)));

    internal static Claim IsometricUpper { get; } = new(
        "thm3-upper",
        "Theorem 3, upper half, printed: d_iso(f, F_TS) <= 2 L(f)",
        x => x.IsFree || x.IsOnLine ? ClaimStanding.Proved : ClaimStanding.FalseInGeneral,
        x => new ClaimSides(
            x.Isometric,
            Lengths.Twice(x.HardLoss),
            FreedomNote(x) + (x.IsFree ? ", Theorem P3 applies" : x.IsOnLine ? "; points on a line, Theorem P11 applies"
                : ", where embeddings that violate it are known")));

    internal static Claim Lift { get; } = new(
        "thm3-lift",
        "Theorem 3, upper half, corrected (Theorem P3): d_iso(f, F_TS) <= 1.275 L(f) if n >= N - 1, <= sqrt(3) L(f) if n >= rank f + c - 1",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(
            x.Isometric,
            Lengths.Multiply(Bounds.LiftConstant(x), x.HardLoss),
            (x.IsFree ? "" : "hypotheses fail: ") + FreedomNote(x),
            HypothesesMet: x.IsFree));

    internal static Claim LineHausdorff { get; } = new(
        "thm3-line-haus",
        "Theorem 3 on a line (Theorem P11): d_haus(f, F_TS) <= (3/4) L(f) if the points are collinear",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.Hausdorff, Lengths.Multiply(0.75, x.HardLoss), LineNote(x), HypothesesMet: x.IsOnLine));

    internal static Claim LineIsometric { get; } = new(
        "thm3-line",
        "Theorem 3 on a line (Theorem P11): d_iso(f, F_TS) <= (3/2) L(f) if the points are collinear",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.Isometric, Lengths.Multiply(1.5, x.HardLoss), LineNote(x), HypothesesMet: x.IsOnLine));

    internal static Claim Contraction { get; } = new(
        "thm3-contract",
        "Theorem 3 in every dimension (Theorem P4): d_haus(f, F_TS) <= delta L(f), "
            + "delta = 1/(sqrt(2 + 2/nu) - sqrt 2), nu = min(rank f, m - 1)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(
            x.Hausdorff, Lengths.Multiply(Bounds.HausdorffConstant(x), x.HardLoss), ConstantNote(x), Trivial: x.ClassRadius));

    internal static Claim ContractionIsometric { get; } = new(
        "thm3-contract-iso",
        "Theorem 3 in every dimension (Theorem P4): d_iso(f, F_TS) <= 2 delta L(f), delta as in thm3-contract",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(
            x.Isometric,
            Lengths.Twice(Lengths.Multiply(Bounds.HausdorffConstant(x), x.HardLoss)),
            ConstantNote(x),
            Trivial: x.Diameter));

    internal static Claim DimensionOnly { get; } = new(
        "p5",
        "Theorem 3 for every class size (Theorem P4): d_haus(f, F_TS) <= delta L(f), delta = 1/(sqrt(2 + 2/n) - sqrt 2)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(
            x.Hausdorff,
            Lengths.Multiply(Bounds.DimensionConstant(x), x.HardLoss),
            Text.Invariant($"n = {x.Dimension}"),
            Trivial: x.ClassRadius));

    internal static Claim CorollaryLower { get; } = new(
        "corollary1-lower",
        "Corollary 1, lower half: L(f) <= 4 d_haus(f, F_TS)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(x.HardLoss, Lengths.Twice(Lengths.Twice(x.Hausdorff))));

    internal static Claim CorollaryUpperPrinted { get; } = new(
        "corollary1-upper-printed",
        "Corollary 1, upper half, with the constant of (19): d_haus(f, F_TS) <= 2 (c_n/theta) L(f), no diameter: "
            + "sup over s > 0 of s d_haus theta/(2 L) <= c_n",
        _ => ClaimStanding.FalseInGeneral,
        PrintedCorollary);

    internal static Claim CorollaryUpperCorrected { get; } = new(
        "corollary1-upper-corrected",
        "Corollary 1, upper half, corrected (Theorems P4, P11): d_haus(f, F_TS) <= delta L(f), delta = 3/4 on a line, "
            + "1/(sqrt(2 + 2/nu) - sqrt 2) otherwise, nu = min(rank f, m - 1)",
        _ => ClaimStanding.Proved,
        x => new ClaimSides(
            x.Hausdorff, Lengths.Multiply(Bounds.HausdorffConstant(x), x.HardLoss), ConstantNote(x), Trivial: x.ClassRadius));

    private static ClaimSides PrintedCorollary(VerifierInputs x)
    {
        if (Bounds.HasNoThickness(x))
        {
            return new ClaimSides(
                x.Hausdorff, Lengths.Infinite, Bounds.ThicknessNote(x) + ": the printed constant is infinite", HypothesesMet: false);
        }

        var needed = x.HardLoss.Upper == 0
            ? Interval.Zero
            : Lengths.Divide(Lengths.Multiply(x.Hausdorff, x.Thickness), Lengths.Twice(x.HardLoss));
        return LemmaClaims.AtEveryScale(
            needed,
            Text.Invariant($"f needs c_n >= d_haus theta/(2 L) in [{needed.Lower:G6}, {needed.Upper:G6}], a length; ")
                + "s f needs s times as much, so no constant serves all s; "
                + (x.IsFree || x.IsOnLine ? "" : "its proof also uses the printed Theorem 3, which fails in rank-limited dimension; ")
                + Bounds.ThicknessNote(x),
            "L = 0: f is Triplet-Separated");
    }

    private static string ConstantNote(VerifierInputs x) => Text.Invariant(
        $"m = {x.LargestClassSize}, rank <= {x.RankBound}, delta <= {Bounds.HausdorffConstant(x).Upper:G6}");

    private static string LineNote(VerifierInputs x) => x.IsOnLine
        ? "the points are collinear" : Text.Invariant($"the points are not collinear for certain: rank <= {x.RankBound}");

    private static string FreedomNote(VerifierInputs x) => x.IsFree
        ? Text.Invariant($"free dimension: n = {x.Dimension}, N = {x.Points}, rank <= {x.RankBound}, c = {x.Classes}")
        : Text.Invariant(
            $"rank-limited: n = {x.Dimension} < min(N - 1, rank + c - 1) with N = {x.Points}, rank <= {x.RankBound}, c = {x.Classes}");
}
