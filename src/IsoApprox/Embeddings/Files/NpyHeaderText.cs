using System.Globalization;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// The header of a .npy file: a Python dictionary literal with exactly the keys 'descr', 'fortran_order' and 'shape'
/// (NumPy Enhancement Proposal 1 and numpy.lib.format).
/// </summary>
internal ref struct NpyHeaderText
{
    private readonly string _source;
    private ReadOnlySpan<char> _rest;

    private NpyHeaderText(string text, string source)
    {
        _rest = text;
        _source = source;
    }

    /// <summary>Reads the three entries.</summary>
    internal static (string Descr, bool FortranOrder, long[] Shape) Parse(string text, string source)
    {
        var parser = new NpyHeaderText(text, source);
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;
        parser.Expect('{');
        while (!parser.TryTake('}'))
        {
            var key = parser.TakeString();
            parser.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = parser.TakeDescr();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = parser.TakeBoolean();
                    break;
                case "shape" when shape is null:
                    shape = parser.TakeShape();
                    break;
                default:
                    throw parser.Garbage($"unexpected key {FieldText.Quote(key)}");
            }

            if (!parser.TryTake(','))
            {
                parser.Expect('}');
                break;
            }
        }

        if (!parser._rest.Trim(" \n\r\t").IsEmpty)
        {
            throw parser.Garbage($"text after the dictionary: {FieldText.Quote(parser._rest.ToString())}");
        }

        return descr is not null && fortranOrder is { } isFortran && shape is not null
            ? (descr, isFortran, shape)
            : throw parser.Garbage("'descr', 'fortran_order' or 'shape' is missing");
    }

    private string TakeDescr()
    {
        _rest = _rest.TrimStart(" \n\r\t");
        return _rest.StartsWith("[")
            ? throw new EmbeddingException($"{_source}: a structured dtype holds named fields; store a plain array of numbers")
            : TakeString();
    }

    private string TakeString()
    {
        _rest = _rest.TrimStart(" \n\r\t");
        if (_rest.IsEmpty || _rest[0] is not ('\'' or '"'))
        {
            throw Garbage($"a quoted string is expected at {FieldText.Quote(_rest.ToString())}");
        }

        var end = _rest[1..].IndexOf(_rest[0]);
        if (end < 0)
        {
            throw Garbage("a string has no end");
        }

        var value = _rest.Slice(1, end).ToString();
        _rest = _rest[(end + 2)..];
        return value;
    }

    private bool TakeBoolean()
    {
        _rest = _rest.TrimStart(" \n\r\t");
        foreach (var value in (ReadOnlySpan<string>)["True", "False"])
        {
            if (_rest.StartsWith(value))
            {
                _rest = _rest[value.Length..];
                return value == "True";
            }
        }

        throw Garbage($"True or False is expected at {FieldText.Quote(_rest.ToString())}");
    }

    private long[] TakeShape()
    {
        Expect('(');
        var shape = new List<long>();
        while (!TryTake(')'))
        {
            shape.Add(TakeInteger());
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. shape];
    }

    private long TakeInteger()
    {
        _rest = _rest.TrimStart(" \n\r\t");
        var length = _rest.IndexOfAnyExceptInRange('0', '9');
        if (length <= 0)
        {
            throw Garbage($"a non-negative integer is expected at {FieldText.Quote(_rest.ToString())}");
        }

        var digits = _rest[..length];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw new EmbeddingException(
                $"{_source}: shape entry {FieldText.Quote(digits.ToString())} is beyond any array; write the file again");
        }

        // Python 2 wrote long integers with the suffix L.
        _rest = _rest[length..].StartsWith("L") ? _rest[(length + 1)..] : _rest[length..];
        return value;
    }

    private bool TryTake(char symbol)
    {
        _rest = _rest.TrimStart(" \n\r\t");
        if (_rest.IsEmpty || _rest[0] != symbol)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private void Expect(char symbol)
    {
        if (!TryTake(symbol))
        {
            throw Garbage($"'{symbol}' is expected at {FieldText.Quote(_rest.ToString())}");
        }
    }

    private readonly EmbeddingException Garbage(string detail) =>
        new($"{_source}: the .npy header is damaged: {detail}; write the file again");
}
