using System.Globalization;
using System.Text;

namespace IsoApprox.Embeddings;

/// <summary>
/// Text of the user's data (labels, names of files and columns) as it may be shown: on one line, without effect on a terminal.
/// </summary>
public static class VisibleText
{
    /// <summary>
    /// The text with every character that is no picture shown as an escape: control characters (C0, DEL, C1) as \t, \n, \r, \0 or \x1b;
    /// line and paragraph separators, marks that reorder text from right to left, byte-order marks, language tags and lone surrogates as
    /// \u202e. All else stays as it is, the backslash too: applying it twice changes nothing more. Returns the same string when there is
    /// nothing to escape. Cost O(length).
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var isRune = Rune.TryGetRuneAt(text, i, out var rune);
            var (value, length) = isRune ? (rune.Value, rune.Utf16SequenceLength) : (text[i], 1);
            if (isRune && !IsHidden(rune))
            {
                visible.Append(text, i, length);
            }
            else
            {
                visible.Append(Escape(value));
            }

            i += length;
        }

        return visible.ToString();
    }

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF
            or (>= 0xFFF9 and <= 0xFFFB)
            or (>= 0xE0000 and <= 0xE007F);

    private static string Escape(int value) => value switch
    {
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        '\0' => "\\0",
        < 0x100 => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        < 0x10000 => string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };
}
