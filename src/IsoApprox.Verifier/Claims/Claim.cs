using IsoApprox.Arithmetic;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier.Claims;

/// <summary>
/// A claim of the paper, or a corrected form of one, as data: an inequality "left &lt;= right" between numbers that are known as intervals.
/// </summary>
public sealed class Claim
{
    private readonly Func<VerifierInputs, ClaimStanding> _standing;
    private readonly Func<VerifierInputs, ClaimSides> _sides;

    internal Claim(string id, string statement, Func<VerifierInputs, ClaimStanding> standing, Func<VerifierInputs, ClaimSides> sides)
    {
        (Id, Statement, _standing, _sides) = (id, statement, standing, sides);
    }

    /// <summary>Stable name, for example "thm3-upper"; section heading of docs/claims.md.</summary>
    public string Id { get; }

    /// <summary>The formula with its number in the paper or in docs/claims.md.</summary>
    public string Statement { get; }

    /// <summary>Evaluates both sides and the verdict. Cost O(n).</summary>
    /// <param name="inputs">The numbers that the claim relates.</param>
    public ClaimResult Evaluate(VerifierInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var standing = _standing(inputs);
        var sides = _sides(inputs);
        var decided = Decide(sides);
        var isByProof = decided == Verdict.Undecided && standing == ClaimStanding.Proved;
        var verdict = isByProof ? Verdict.Holds : decided;
        return new ClaimResult(
            Id, Statement, sides.Left, sides.Right, verdict, standing, NoteFor(sides, verdict, standing, isByProof), isByProof);
    }

    private static Verdict Decide(ClaimSides sides) => sides switch
    {
        { HypothesesMet: false } => Verdict.Vacuous,
        { SameNumber: true } => Verdict.Holds,
        _ when double.IsPositiveInfinity(sides.Right.Lower) => Verdict.Vacuous,
        _ when sides.Left.Lower > sides.Right.Upper => Verdict.Violated,
        { Trivial: { } trivial } when sides.Right.Lower > trivial.Upper => Verdict.Vacuous,
        _ when sides.Left.Upper <= sides.Right.Lower => Verdict.Holds,
        _ => Verdict.Undecided,
    };

    private static string NoteFor(ClaimSides sides, Verdict verdict, ClaimStanding standing, bool isByProof)
    {
        var parts = new List<string>();
        if (verdict == Verdict.Violated && standing == ClaimStanding.Proved)
        {
            parts.Add("contradicts a proof: a computed bound or the proof is wrong; please report this embedding");
        }

        if (verdict == Verdict.Vacuous && sides.HypothesesMet && sides.Trivial is { } trivial && sides.Right.Lower > trivial.Upper)
        {
            parts.Add(Text.Invariant($"the right side exceeds the trivial bound {trivial.Upper:G6}"));
        }

        if (isByProof)
        {
            parts.Add("by proof; the intervals alone do not decide");
        }

        parts.Add(sides.Note);
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}

/// <summary>Both sides of a claim on one embedding.</summary>
/// <param name="Left">Enclosure of the left side.</param>
/// <param name="Right">Enclosure of the right side; [+inf, +inf] when it is infinite.</param>
/// <param name="Note">Which case applies and why.</param>
/// <param name="HypothesesMet">False when the claim makes no statement on this embedding.</param>
/// <param name="Trivial">A bound of the left side that is true for every embedding; a claim that is weaker is vacuous. Null: not
/// compared.</param>
/// <param name="SameNumber">True when both sides are the same real number by construction, so that they are equal whatever their
/// enclosures.</param>
internal readonly record struct ClaimSides(
    Interval Left, Interval Right, string Note = "", bool HypothesesMet = true, Interval? Trivial = null, bool SameNumber = false);

/// <summary>A claim evaluated on one embedding.</summary>
/// <param name="Id">Stable name of the claim, see <see cref="Claim.Id"/>.</param>
/// <param name="Statement">The formula "left &lt;= right" with its number.</param>
/// <param name="Left">Enclosure of the left side.</param>
/// <param name="Right">Enclosure of the right side. Ends can be infinite.</param>
/// <param name="Verdict">What the two intervals say, or the proof where they say nothing.</param>
/// <param name="Standing">What is known about the claim in general, under the hypotheses that this embedding meets.</param>
/// <param name="Note">Why: the case that applies, the hypothesis that fails, the constant that was used.</param>
/// <param name="IsByProof">True when the claim is proved in general and the two intervals alone would not decide it.</param>
public sealed record ClaimResult(
    string Id, string Statement, Interval Left, Interval Right, Verdict Verdict, ClaimStanding Standing, string Note, bool IsByProof);
