using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Changes | ||f_i - f_j|| - ||g_i - g_j|| | of distances, enclosed; exact where the two distances cancel.</summary>
internal static class IsometricChanges
{
    /// <summary>A largest change is refined when it is known to less than this.</summary>
    private const double Coarse = 1e-9;

    /// <summary>The largest change over all pairs.</summary>
    internal static Interval Enclose(Embedding f, Embedding g)
    {
        var changes = new List<(Interval Change, int I, int J)>();
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                changes.Add((Enclose(f, g, i, j), i, j));
            }
        }

        var largest = changes.Aggregate(Interval.Zero, (a, b) => Interval.Max(a, b.Change));
        if (largest.Upper <= largest.Lower * (1 + Coarse))
        {
            return largest;
        }

        // The pairs that may have the largest change, by what is known best.
        var refined = Interval.Zero;
        foreach (var (change, i, j) in changes.OrderByDescending(c => c.Change.Lower).ThenByDescending(c => c.Change.Upper))
        {
            refined = Interval.Max(refined, change.Upper > refined.Lower ? Exact(f, g, i, j) : change);
        }

        return refined;
    }

    /// <summary>The change of a pair.</summary>
    internal static Interval Enclose(Embedding f, Embedding g, int i, int j)
    {
        if (f.Dimension == g.Dimension && f[i].SequenceEqual(g[i]) && f[j].SequenceEqual(g[j]))
        {
            return Interval.Zero;
        }

        return Magnitude(EnclosedDistance.Distance(f[i], f[j]) - EnclosedDistance.Distance(g[i], g[j]));
    }

    private static Interval Exact(Embedding f, Embedding g, int i, int j)
    {
        var (lower, upper) = RootSums.Bounds(
            ExactDistance.Squared(f[i], f[j]), ExactDyadic.Zero, ExactDistance.Squared(g[i], g[j]), ExactDyadic.Zero);
        return Magnitude(new Interval(lower.RoundDown(), upper.RoundUp()));
    }

    private static Interval Magnitude(Interval x) => x.Lower >= 0 ? x : x.Upper <= 0 ? -x : new Interval(0, Math.Max(-x.Lower, x.Upper));
}
