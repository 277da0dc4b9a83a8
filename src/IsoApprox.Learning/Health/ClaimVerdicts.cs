using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;

namespace IsoApprox.Learning.Health;

/// <summary>
/// The inequalities of arXiv 2311.05139 on the points, or on a seeded part of them where all would take long: as many classes as have two
/// points each, of every class the same number of points where it has so many. What is judged is then a statement about that part.
/// </summary>
internal static class ClaimVerdicts
{
    /// <summary>Largest 4 N^2 (n + m): four losses, m points in the largest class; below a second.</summary>
    private const double LargestWork = 1e7;

    /// <summary>The verdicts, and the number of points they are about when these are not all.</summary>
    internal static (IReadOnlyList<ContrastiveClaimResult> Claims, int? Sample) Of(Embedding f, HealthSettings settings)
    {
        var rows = Rows(f, settings.Seed);
        return (
            ContrastiveClaims.Evaluate(rows.Length < f.Count ? f.Rows(rows) : f, settings.Hardness),
            rows.Length < f.Count ? rows.Length : null);
    }

    private static int[] Rows(Embedding f, int seed)
    {
        var count = f.Count;
        while (count > 2 && 4.0 * count * count * (f.Dimension + Math.Ceiling((double)f.LargestClassSize * count / f.Count)) > LargestWork)
        {
            count = Math.Max(2, (int)(count * 0.9));
        }

        if (count == f.Count)
        {
            return [.. Enumerable.Range(0, f.Count)];
        }

        var classes = PairSample.Rows(f.ClassCount, Math.Max(1, count / 2), seed);
        var each = Math.Max(2, count / classes.Length);
        return
        [
            .. classes.SelectMany(c =>
            {
                var members = f.Members(c).ToArray();
                return PairSample.Rows(members.Length, each, seed).Select(k => members[k]);
            }).Order(),
        ];
    }
}
