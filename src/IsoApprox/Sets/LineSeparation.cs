using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>
/// The Triplet-Separated test on a line: sorted by their lower ends, neighbouring classes must be at least the larger of their two widths
/// plus the margin apart (docs/theory.md; classes that are one and the same point are 0 apart and 0 wide).
/// </summary>
public static class LineSeparation
{
    /// <summary>
    /// Decides exactly, as <see cref="TripletSeparation.IsSatisfied"/> does, for points with one coordinate. Cost O(N + c log c).
    /// </summary>
    /// <param name="f">The embedding, n = 1.</param>
    /// <param name="margin">alpha >= 0, length unit of the points, taken exactly as stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite, or n is not 1.</exception>
    public static bool IsSatisfied(Embedding f, double margin = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNotEqual(f.Dimension, 1, nameof(f));
        MarginGuard.ThrowIfInvalid(margin);
        var ranges = new ClassRanges(f, 0);
        for (var k = 1; k < ranges.Count; k++)
        {
            var (p, q) = (ranges.ByLow[k - 1], ranges.ByLow[k]);
            var (a, b, c, d) = (ranges.Low[p], ranges.High[p], ranges.Low[q], ranges.High[q]);
            if (ExactSum.Sign([c, b, a, margin], [1, -2, 1, -1]) < 0 || ExactSum.Sign([c, b, d, margin], [2, -1, -1, -1]) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
