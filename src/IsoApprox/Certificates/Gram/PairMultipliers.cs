namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Sparse multipliers of pairs of rows: entry e is the number Values[e] >= 0 on the pair (First[e], Second[e]). A pair may occur more than
/// once (the values add up). The arrays are not copied and must not be changed afterwards.
/// </summary>
/// <param name="First">The anchor of lambda and nu; either row of alpha and beta.</param>
/// <param name="Second">The positive (lambda), the negative (nu), the other row (alpha, beta).</param>
/// <param name="Values">Finite, not negative.</param>
public sealed record PairMultipliers(int[] First, int[] Second, double[] Values)
{
    /// <summary>No multipliers.</summary>
    public static PairMultipliers Empty { get; } = new([], [], []);

    /// <summary>Number of entries.</summary>
    public int Count => Values.Length;

    /// <summary>Collects the positive entries of a function of ordered pairs.</summary>
    /// <param name="pairs">Row, row, value; values that are not above 0 are left out.</param>
    public static PairMultipliers From(IEnumerable<(int First, int Second, double Value)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var kept = pairs.Where(p => p.Value > 0).ToArray();
        return new PairMultipliers([.. kept.Select(p => p.First)], [.. kept.Select(p => p.Second)], [.. kept.Select(p => p.Value)]);
    }
}
