using System.Collections.Frozen;
using System.Globalization;

namespace IsoApprox.Embeddings;

/// <summary>What a text field is, for deciding between coordinate, label and header.</summary>
internal enum FieldKind
{
    /// <summary>Blank.</summary>
    Missing,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>NaN, an infinity, or a number beyond the range of double.</summary>
    NotFinite,

    /// <summary>Text that stands for a missing number, such as NA, ? or null; as a label it is a text like any other.</summary>
    Placeholder,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Number parsing and quoting for messages.</summary>
internal static class FieldText
{
    private const int LongestQuote = 40;

    /// <summary>
    /// What spreadsheets, R, pandas and the data sets of UCI write for a missing number, besides the empty field, nan and inf.
    /// </summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Placeholders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "#n/a n/a", "nat", "null", "#null!", "nil", "none", "missing", "empty", "?", "-", "--",
        ".", "*", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The offending text as it is shown in a message: quoted, control characters visible, cut at 40 characters.</summary>
    internal static string Quote(string text) =>
        $"'{VisibleText.Of(text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "...") : text)}'";

    /// <summary>A list of names for a message, at most twelve of them.</summary>
    internal static string QuoteAll(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(12).Select(Quote)) + (names.Count > 12 ? $", .. ({names.Count} in all)" : "");

    /// <summary>Parses a decimal number in invariant notation (nan and inf in Python's spelling are recognised as not finite).</summary>
    internal static FieldKind Parse(string field, out double value)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && field[^1] != '\0')
        {
            return double.IsFinite(value) ? FieldKind.Number : FieldKind.NotFinite;
        }

        var text = field.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return FieldKind.Missing;
        }

        var unsigned = text[0] is '+' or '-' ? text[1..] : text;
        var isSpecial = unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase);
        return isSpecial ? FieldKind.NotFinite : Placeholders.Contains(text) ? FieldKind.Placeholder : FieldKind.Other;
    }

    /// <summary>"1 label", "2 labels".</summary>
    internal static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>Why a field is not a coordinate.</summary>
    /// <param name="field">The text.</param>
    /// <param name="kind">What <see cref="Parse"/> made of it.</param>
    /// <param name="where">File, row and column.</param>
    internal static EmbeddingException NotACoordinate(string field, FieldKind kind, string where) => new(kind switch
    {
        FieldKind.Missing => $"{where}: the value is missing; remove or impute the row",
        FieldKind.Placeholder => $"{where}: the value is missing ({Quote(field)}); remove or impute the row",
        FieldKind.NotFinite => $"{where}: {Quote(field)} is not a finite number; remove or impute the row",
        _ => $"{where}: {Quote(field)} is not a number; correct it",
    });
}
