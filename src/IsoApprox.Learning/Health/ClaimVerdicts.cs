using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;

namespace IsoApprox.Learning.Health;

/// <summary>
/// The inequalities of arXiv 2311.05139 on the points, or on a seeded part of them (<see cref="BalancedSample"/>) where all would take
/// long. What is judged is then a statement about that part.
/// </summary>
internal static class ClaimVerdicts
{
    /// <summary>Largest N^2 (n + m) of each of four losses, m points in the largest class; below a second.</summary>
    private const double LargestWork = 2.5e6;

    /// <summary>The verdicts, and the number of points they are about when these are not all.</summary>
    internal static (IReadOnlyList<ContrastiveClaimResult> Claims, int? Sample) Of(Embedding f, HealthSettings settings)
    {
        var rows = BalancedSample.Rows(f, settings.Seed, LargestWork, f.Count);
        return (
            ContrastiveClaims.Evaluate(rows.Length < f.Count ? f.Rows(rows) : f, settings.Hardness),
            rows.Length < f.Count ? rows.Length : null);
    }
}
