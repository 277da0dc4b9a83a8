namespace IsoApprox.Solver.Linear;

/// <summary>
/// Chooses the constraint that leaves the basis: the first multiplier that would fall below 0. Artificial constraints leave first,
/// equations never.
/// </summary>
internal static class RatioTest
{
    /// <summary>The position in the basis that leaves, -1 when none can: the program is infeasible.</summary>
    /// <param name="source">The constraints.</param>
    /// <param name="basis">Constraint numbers of the basis.</param>
    /// <param name="multipliers">y of the basis; entries below 0 by rounding count as 0.</param>
    /// <param name="image">The entering constraint in terms of the basis.</param>
    /// <param name="tolerance">Entries of the image that count as 0.</param>
    /// <param name="bland">Bland's rule: among the smallest ratios the lowest constraint number. Otherwise the largest image among nearly
    /// equal ratios.</param>
    internal static int Leaving(
        IConstraintSource source, ReadOnlySpan<int> basis, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> image, double tolerance,
        bool bland)
    {
        var artificial = LargestArtificial(source, basis, image, tolerance);
        if (artificial >= 0)
        {
            return artificial;
        }

        // Bland's rule cannot prefer large pivots, so it must not accept tiny ones.
        var least = bland ? 100 * tolerance : tolerance;
        var (leaving, best) = (-1, double.PositiveInfinity);
        for (var k = 0; k < basis.Length; k++)
        {
            if (image[k] <= least || source.Kind(basis[k]) != ConstraintKind.Inequality)
            {
                continue;
            }

            var ratio = Math.Max(multipliers[k], 0) / image[k];
            var better = bland
                ? ratio < best || (ratio == best && basis[k] < basis[leaving])
                : ratio < best - 1e-14 || (leaving >= 0 && ratio <= best + 1e-14 && image[k] > image[leaving]);
            if (better)
            {
                (leaving, best) = (k, Math.Min(best, ratio));
            }
        }

        return leaving;
    }

    private static int LargestArtificial(IConstraintSource source, ReadOnlySpan<int> basis, ReadOnlySpan<double> image, double tolerance)
    {
        var (best, size) = (-1, tolerance);
        for (var k = 0; k < basis.Length; k++)
        {
            if (Math.Abs(image[k]) > size && source.Kind(basis[k]) == ConstraintKind.Artificial)
            {
                (best, size) = (k, Math.Abs(image[k]));
            }
        }

        return best;
    }
}
