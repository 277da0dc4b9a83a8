namespace IsoApprox.Certificates.Gram;

/// <summary>
/// Sparse multipliers of comparisons. A cut is an anchor with a boundary l between levels: rows of a level below l are at most as far from
/// the anchor (less the margin) as rows of level l or above. Entry e is the number Values[e] >= 0 on row Row[e] of the cut (Anchor[e],
/// Boundary[e]). The arrays are not copied and must not be changed afterwards.
/// </summary>
/// <param name="Anchor">The anchor.</param>
/// <param name="Boundary">l, from 1 to the number of levels less 1; 1 between the own class and the rest.</param>
/// <param name="Row">The row compared.</param>
/// <param name="Values">Finite, not negative.</param>
public sealed record CutMultipliers(int[] Anchor, int[] Boundary, int[] Row, double[] Values)
{
    /// <summary>No multipliers.</summary>
    public static CutMultipliers Empty { get; } = new([], [], [], []);

    /// <summary>Number of entries.</summary>
    public int Count => Values.Length;

    /// <summary>The same numbers on the pairs (anchor, row).</summary>
    public PairMultipliers Pairs => new(Anchor, Row, Values);

    /// <summary>Collects the positive entries.</summary>
    /// <param name="entries">Anchor, boundary, row, value; values that are not above 0 are left out.</param>
    public static CutMultipliers From(IEnumerable<(int Anchor, int Boundary, int Row, double Value)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var kept = entries.Where(e => e.Value > 0).ToArray();
        return new CutMultipliers(
            [.. kept.Select(e => e.Anchor)], [.. kept.Select(e => e.Boundary)], [.. kept.Select(e => e.Row)],
            [.. kept.Select(e => e.Value)]);
    }

    /// <summary>Multipliers between the own class of the anchor and the rest.</summary>
    /// <param name="pairs">Anchor, row.</param>
    public static CutMultipliers OfClasses(PairMultipliers pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var boundary = new int[pairs.First?.Length ?? 0];
        Array.Fill(boundary, 1);
        return new CutMultipliers(pairs.First!, boundary, pairs.Second, pairs.Values);
    }

    /// <summary>The cut of entry e as one number.</summary>
    internal long Cut(int e) => ((long)Anchor[e] << 32) | (uint)Boundary[e];

    /// <summary>The anchor and the boundary of a cut.</summary>
    internal static (int Anchor, int Boundary) Parts(long cut) => ((int)(cut >> 32), (int)cut);
}
