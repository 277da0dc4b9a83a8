using IsoApprox.Certificates.Branch;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Shortens the rows of a leaf: small multipliers are left out and the others get few decimals, as far as the trusted
/// <see cref="BranchRelaxation.Bound"/> still proves what is required. A row that is left out or changed costs its change times the
/// width of the box, so a leaf with a slack of 1e-3 keeps its proof with two or three digits.
/// </summary>
internal static class LeafRounding
{
    /// <summary>
    /// Relative slack of the bound from which on an attempt is made, share of the largest multiplier below which one is left out, digits
    /// of the largest one.
    /// </summary>
    private static readonly (double Slack, double Share, int Digits)[] Attempts =
    [
        (3e-2, 3e-2, 2), (1e-2, 1e-2, 2), (3e-3, 3e-3, 3), (1e-3, 1e-3, 3), (1e-4, 1e-4, 4), (1e-5, 1e-5, 5), (1e-6, 1e-6, 6),
        (1e-8, 1e-8, 8),
    ];

    /// <summary>Shorter rows that prove the required bound, or the given ones, and what they prove.</summary>
    /// <param name="relaxation">The trusted bound.</param>
    /// <param name="rows">Rows as <see cref="BranchRelaxation.Bound"/> takes them.</param>
    /// <param name="cones">Cones of the leaf.</param>
    /// <param name="bound">What the rows prove.</param>
    /// <param name="required">What they shall prove.</param>
    internal static (double Bound, double[] Rows) Shorten(
        BranchRelaxation relaxation, double[] rows, DirectionCone?[] cones, double bound, double required)
    {
        var (slack, generators) = (required > 0 ? (bound / required) - 1 : -1, NodeSolver.Generators(cones));
        foreach (var (_, share, digits) in Attempts.SkipWhile(a => slack < a.Slack))
        {
            var shorter = Round(relaxation, rows, cones, share, digits);
            if (relaxation.Bound(shorter, generators) is var proved && proved >= required)
            {
                return (proved, shorter);
            }
        }

        return (bound, rows);
    }

    private static double[] Round(BranchRelaxation relaxation, double[] rows, DirectionCone?[] cones, double share, int digits)
    {
        var n = relaxation.Dimension;
        var largest = 0.0;
        for (var (r, length) = (0, 0); r < rows.Length; r += length)
        {
            length = BranchRelaxation.RowLength(rows[r], n);
            largest = Math.Max(largest, Size(rows.AsSpan(r + 3, length - 3)));
        }

        if (largest == 0)
        {
            return [];
        }

        var decimals = digits - 1 - (int)Math.Floor(Math.Log10(largest));
        var unit = Math.Pow(10, -decimals);
        var result = new List<double>(rows.Length);
        for (var (r, length) = (0, 0); r < rows.Length; r += length)
        {
            length = BranchRelaxation.RowLength(rows[r], n);
            var values = rows.AsSpan(r + 3, length - 3);
            if (Size(values) < share * largest)
            {
                continue;
            }

            result.AddRange(rows.AsSpan(r, 3));
            var chord = rows[r] == 5 ? cones[relaxation.Pair((int)rows[r + 1], (int)rows[r + 2])]!.Chord : null;
            for (var v = 0; v < values.Length; v++)
            {
                // The vector of a cone is pushed inwards by what rounding may take, the sums of the others rounded down.
                var value = chord is null ? values[v] : v < 3 ? Math.Max(0, values[v] - (0.5 * unit)) : values[v] + (unit * chord[v - 3]);
                result.Add(Rounded(value, decimals, unit));
            }
        }

        return [.. result];
    }

    /// <summary>To a number of decimals whose text is short; negative ones are powers of ten.</summary>
    private static double Rounded(double value, int decimals, double unit) =>
        decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : Math.Round(value / unit) * unit;

    private static double Size(ReadOnlySpan<double> values)
    {
        var size = 0.0;
        foreach (var value in values)
        {
            size = Math.Max(size, Math.Abs(value));
        }

        return size;
    }
}
