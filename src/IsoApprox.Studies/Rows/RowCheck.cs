namespace IsoApprox.Studies.Rows;

/// <summary>
/// What a number of a row can be. A row of the right form whose numbers no run can have given (a file edited by hand, another unit) would
/// break figures.
/// </summary>
internal static class RowCheck
{
    /// <summary>
    /// Lengths of data that a study takes are at most this; what is trained may grow, but a figure of it would show nothing.
    /// </summary>
    private const double Largest = 1e101;

    private const int LargestCount = 1 << 26;

    /// <summary>Why a row cannot be used: the first field that cannot be; null when all can.</summary>
    internal static string? FirstOf(params ReadOnlySpan<(string Field, bool IsPossible)> fields)
    {
        foreach (var (field, isPossible) in fields)
        {
            if (!isPossible)
            {
                return $"has a value that no run gives in '{field}'";
            }
        }

        return null;
    }

    /// <summary>1 or more, and not more than fits.</summary>
    internal static bool Count(int value) => value is >= 1 and <= LargestCount;

    /// <summary>A length or a ratio: at least 0, not out of all proportion.</summary>
    internal static bool Size(double? value) => value is null or (>= 0 and <= Largest);

    /// <summary>0..1.</summary>
    internal static bool Share(double? value) => value is null or (>= 0 and <= 1);

    /// <summary>Of either sign, not out of all proportion.</summary>
    internal static bool Signed(double? value) => value is null or (>= -Largest and <= Largest);
}
