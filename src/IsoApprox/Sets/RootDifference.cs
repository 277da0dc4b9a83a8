using IsoApprox.Arithmetic;

namespace IsoApprox.Sets;

/// <summary>sqrt Plus - sqrt Minus of a constraint at some rows: by how much it is violated but for what all constraints of its kind have
/// in common.</summary>
/// <param name="Plus">A squared length.</param>
/// <param name="Minus">A squared length.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RootDifference(ExactDyadic Plus, ExactDyadic Minus, int[] Rows)
{
    /// <summary>Exact sign of the difference to another.</summary>
    internal int CompareTo(RootDifference other) =>
        Plus == other.Plus && Minus == other.Minus ? 0 : RootSums.Sign(Plus, other.Minus, Minus, other.Plus);

    /// <summary>The largest one, the first on ties; null when there is none.</summary>
    internal static RootDifference? Largest(IEnumerable<RootDifference> differences)
    {
        RootDifference? largest = null;
        foreach (var difference in differences)
        {
            largest = largest is null || difference.CompareTo(largest) > 0 ? difference : largest;
        }

        return largest;
    }

    /// <summary>Encloses sqrt Plus + margin - sqrt Minus between neighbouring doubles, or [0, 0] when it is 0.</summary>
    internal Interval Enclose(double margin)
    {
        var (lower, upper) = RootSums.Bounds(Plus, EuclideanOrder.Square(margin), Minus, ExactDyadic.Zero);
        return new Interval(lower.RoundDown(), upper.RoundUp());
    }

    /// <summary>sqrt Plus + margin - sqrt Minus rounded to a double (an error below 1.001 half units in the last place), 0 only when it is
    /// 0.</summary>
    internal double Round(double margin)
    {
        var (lower, _) = RootSums.Bounds(Plus, EuclideanOrder.Square(margin), Minus, ExactDyadic.Zero);
        var nearest = lower.Nearest();
        return nearest == 0 ? lower.Sign * double.Epsilon : nearest;
    }
}
