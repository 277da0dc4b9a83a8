namespace IsoApprox.Embeddings.Files;

/// <summary>The element type of a .npy array, NumPy's "descr": byte order, kind, size in bytes.</summary>
/// <param name="Kind">'f' float, 'i' int, 'u' unsigned int, 'b' bool, 'U' UTF-32 text, 'S' byte text.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="IsSwapped">True when the bytes of each number are in the order opposite to this machine's.</param>
internal readonly record struct NpyElementType(char Kind, int Size, bool IsSwapped)
{
    /// <summary>True for 'U' and 'S'.</summary>
    internal bool IsText => Kind is 'U' or 'S';

    /// <summary>Bytes of one byte-order unit: a number, or one code point of 'U'.</summary>
    internal int UnitSize => Kind switch
    {
        'U' => 4,
        'S' => 1,
        _ => Size,
    };

    /// <summary>Parses "&lt;f8", "|u1", ">U5", ..; refuses types that hold neither real numbers nor text.</summary>
    internal static NpyElementType Parse(string descr, string source)
    {
        if (descr.Length < 2 || descr[0] is not ('<' or '>' or '|' or '='))
        {
            throw Refused(descr, source, "is not a NumPy dtype; write the file again");
        }

        var reason = descr[1] switch
        {
            'f' or 'i' or 'u' or 'b' or 'U' or 'S' or '?' => null,
            'O' => "holds Python objects; convert the array to numbers or strings",
            'c' => "holds complex numbers; store real coordinates",
            'M' or 'm' => "holds dates or time spans; convert them to numbers",
            'V' => "holds structured or raw data; store a plain array",
            _ => "is not supported; convert the array to float64",
        };
        if (reason is not null)
        {
            throw Refused(descr, source, reason);
        }

        var kind = descr[1] == '?' ? 'b' : descr[1];
        var size = descr is [_, '?'] ? 1 : ParseSize(descr.AsSpan(2));
        var isKnown = kind switch
        {
            'f' => size is 2 or 4 or 8,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'b' => size is 1,
            'U' => size is >= 1 and <= int.MaxValue / 4,
            _ => size >= 1,
        };
        if (!isKnown)
        {
            throw Refused(descr, source, "has an unsupported size; convert the array to float64");
        }

        var isSwapped = descr[0] switch
        {
            '<' => !BitConverter.IsLittleEndian,
            '>' => BitConverter.IsLittleEndian,
            _ => false,
        };
        return new NpyElementType(kind, kind == 'U' ? 4 * size : size, isSwapped);
    }

    private static int ParseSize(ReadOnlySpan<char> digits)
    {
        var isNumber = digits.Length is > 0 and <= 9 && !digits.ContainsAnyExceptInRange('0', '9');
        return isNumber ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    private static EmbeddingException Refused(string descr, string source, string reason) =>
        new($"{source}: dtype {FieldText.Quote(descr)} {reason}");
}
