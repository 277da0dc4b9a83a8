using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>Lemma 1 (isometric approximation), as printed and as corrected, on a pair (f, g).</summary>
internal static class LemmaClaims
{
    internal static Claim Printed { get; } = new(
        "lemma1-printed",
        "Lemma 1 as printed: sup over s > 0 of s e theta / eps <= c_n, where e = min over isometries U of max_i ||g_i - U f_i||",
        _ => ClaimStanding.FalseInGeneral,
        PrintedSides);

    internal static Claim Corrected { get; } = new(
        "lemma1-corrected",
        "Lemma 1 corrected (Theorem P6): min over U of max_i ||g_i - U f_i|| <= min{1.554 N (1 + eps/2D) eps D/theta, (2n)^(1/4) sqrt(N D "
            + "eps (1 + eps/2D))}",
        _ => ClaimStanding.Proved,
        CorrectedSides);

    private static ClaimSides PrintedSides(VerifierInputs x)
    {
        if (x.Pair is not { } pair)
        {
            return NoPair;
        }

        if (Bounds.HasNoThickness(x))
        {
            return new ClaimSides(
                Interval.Zero, Lengths.Infinite, Bounds.ThicknessNote(x) + ", so no q > 0 with theta >= q exists", HypothesesMet: false);
        }

        var needed = pair.IsometryDistance == Interval.Zero
            ? Interval.Zero
            : Lengths.Divide(Lengths.Multiply(pair.IsometryDistance, x.Thickness), pair.Error);
        return AtEveryScale(
            needed,
            Text.Invariant($"the pair (f, g) needs c_n >= e theta/eps in [{needed.Lower:G6}, {needed.Upper:G6}], a length; ")
                + "the pair (s f, s g) meets the same hypotheses and needs s times as much, so no constant serves all s",
            "g is an isometric image of f, so the inequality asks nothing of c_n");
    }

    /// <summary>
    /// sup over s > 0 of s needed &lt;= c_n, any finite number: the sides of a statement whose constant would have to be a length.
    /// </summary>
    /// <param name="needed">What this embedding asks of the constant; s times it on its copy scaled by s.</param>
    /// <param name="note">Said when it may be above 0.</param>
    /// <param name="noteAtZero">Said when it is 0.</param>
    internal static ClaimSides AtEveryScale(Interval needed, string note, string noteAtZero) => new(
        new Interval(needed.Lower > 0 ? double.PositiveInfinity : 0, needed.Upper > 0 ? double.PositiveInfinity : 0),
        new Interval(0, double.MaxValue),
        needed.Upper > 0 ? note : noteAtZero);

    private static ClaimSides CorrectedSides(VerifierInputs x)
    {
        if (x.Pair is not { } pair)
        {
            return NoPair;
        }

        var (linear, root) = (Bounds.ThicknessLaw(x, pair.Error), Bounds.SquareRootLaw(x, pair.Error));
        var smaller = linear.Lower < root.Lower ? "the thickness law" : "the square-root law, which needs no thickness,";
        return new ClaimSides(
            pair.IsometryDistance,
            Interval.Min(linear, root),
            Text.Invariant($"eps = d_iso(f, g) in [{pair.Error.Lower:G6}, {pair.Error.Upper:G6}]; ")
                + Text.Invariant($"{smaller} is the smaller bound; {Bounds.ThicknessNote(x)}"));
    }

    private static ClaimSides NoPair =>
        new(Interval.Zero, Lengths.Infinite, "no second embedding g in the same space was given", HypothesesMet: false);
}
