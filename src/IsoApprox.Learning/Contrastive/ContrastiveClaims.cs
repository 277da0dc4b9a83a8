using System.Globalization;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Contrastive;

/// <summary>What the intervals say about an inequality "left &lt;= right" on one embedding.</summary>
public enum ContrastiveVerdict
{
    /// <summary>Proved on this embedding.</summary>
    Holds,

    /// <summary>Disproved on this embedding.</summary>
    Violated,

    /// <summary>The hypotheses fail.</summary>
    Vacuous,

    /// <summary>The intervals overlap.</summary>
    Undecided,
}

/// <summary>A theorem of arXiv 2311.05139 evaluated on one embedding.</summary>
/// <param name="Id">Stable name; heading of docs/contrastive.md.</param>
/// <param name="Statement">The inequality "left &lt;= right".</param>
/// <param name="Left">Enclosure of the left side; null when the hypotheses fail.</param>
/// <param name="Right">Enclosure of the right side; null when the hypotheses fail.</param>
/// <param name="Verdict">What they say.</param>
/// <param name="Note">Why.</param>
public sealed record ContrastiveClaimResult(
    string Id, string Statement, Interval? Left, Interval? Right, ContrastiveVerdict Verdict, string Note);

/// <summary>
/// The theorems of Jiang, Nguyen, Ishwar and Aeron (arXiv 2311.05139) on finite sets with k negatives. Both sides are enclosures with
/// outward rounding (exp and log with an assumed error of 2^-50 relative), so that Violated would refute the theorem, its proof in
/// docs/contrastive.md or this software.
/// </summary>
public static class ContrastiveClaims
{
    /// <summary>Evaluates all claims. Cost O(N^2 (n + m)) interval operations with classes of m points and k = 1.</summary>
    /// <param name="f">Any embedding; it need not be normalised.</param>
    /// <param name="hardness">beta >= 0.</param>
    /// <param name="penalty">psi; null for InfoNCE with alpha = 1.</param>
    /// <param name="negatives">k >= 1. For large k the enclosures are wider (docs/contrastive.md): more verdicts are Undecided.</param>
    public static IReadOnlyList<ContrastiveClaimResult> Evaluate(
        Embedding f, double hardness, ContrastivePenalty? penalty = null, int negatives = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        if (!(hardness >= 0) || !double.IsFinite(hardness))
        {
            throw new ArgumentOutOfRangeException(nameof(hardness), hardness, "the hardness beta is a finite number, at least 0");
        }

        penalty ??= new InfoNcePenalty();
        var supervised = ContrastiveEnclosure.Loss(f, NegativeSource.OtherClasses, 0, penalty, negatives);
        var hardSupervised = ContrastiveEnclosure.Loss(f, NegativeSource.OtherClasses, hardness, penalty, negatives);
        var unsupervised = ContrastiveEnclosure.Loss(f, NegativeSource.AllPoints, 0, penalty, negatives);
        var hardUnsupervised = ContrastiveEnclosure.Loss(f, NegativeSource.AllPoints, hardness, penalty, negatives);
        Interval? floor = supervised is not null && IsBalanced(f) ? Floor(f, penalty) : null;
        var floorNote = IsBalanced(f) ? RadiusNote(f) : "the classes are not of equal size";
        return
        [
            Result("hscl-scl", "SCL(f) <= HSCL(f)", supervised, hardSupervised, NoTerms, hardness == 0),
            Result("hucl-ucl", "UCL(f) <= HUCL(f)", unsupervised, hardUnsupervised, NoTerms, hardness == 0),
            Result("scl-frame", "psi(-R^2 C/(C-1)) <= SCL(f), R = max ||f_i||", floor, supervised, floorNote, false),
            Result("hscl-frame", "psi(-R^2 C/(C-1)) <= HSCL(f), R = max ||f_i||", floor, hardSupervised, floorNote, false),
        ];
    }

    private const string NoTerms = "no point has both a positive and a negative";

    private static ContrastiveClaimResult Result(
        string id, string statement, Interval? left, Interval? right, string note, bool sameNumber) =>
        left is { } l && right is { } r
            ? new(id, statement, l, r, Decide(l, r, sameNumber), note == NoTerms ? "" : note)
            : new(id, statement, null, null, ContrastiveVerdict.Vacuous, note);

    private static ContrastiveVerdict Decide(Interval left, Interval right, bool sameNumber) =>
        sameNumber || left.Upper <= right.Lower ? ContrastiveVerdict.Holds
        : left.Lower > right.Upper ? ContrastiveVerdict.Violated
        : ContrastiveVerdict.Undecided;

    private static bool IsBalanced(Embedding f) => f.ClassCount > 1 && f.ClassCount * f.LargestClassSize == f.Count;

    private static Interval Floor(Embedding f, ContrastivePenalty penalty) =>
        ContrastiveEnclosure.Psi(penalty, -(SquaredRadius(f) * f.ClassCount / (f.ClassCount - 1)));

    private static Interval SquaredRadius(Embedding f) =>
        Enumerable.Range(0, f.Count).Select(i => ContrastiveEnclosure.Product(f, i, i)).Aggregate(Interval.Zero, Interval.Max);

    private static string RadiusNote(Embedding f) =>
        string.Create(CultureInfo.InvariantCulture, $"R^2 <= {SquaredRadius(f).Upper:G6}, C = {f.ClassCount}");
}
