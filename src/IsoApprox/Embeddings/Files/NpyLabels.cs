using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Reads labels from NumPy's .npy format: integers, integer-valued floats, booleans (0 and 1), U and S strings (S as UTF-8).
/// </summary>
internal static class NpyLabels
{
    /// <summary>Reads labels from a stream; equal labels share one string.</summary>
    /// <param name="stream">Positioned at the start of the array.</param>
    /// <param name="length">Bytes of the array; null for a pipe.</param>
    /// <param name="source">Name for messages.</param>
    /// <param name="pointsPath">Name of the points for messages.</param>
    /// <param name="expectedCount">N; another number is refused before the labels are read.</param>
    internal static string[] Read(Stream stream, long? length, string source, string pointsPath, int expectedCount)
    {
        var header = NpyHeader.Read(stream, length, source);
        if (header.Shape is not ([_] or [_, 1]))
        {
            throw new EmbeddingException($"{source}: labels have shape {header.ShapeText}; they must be (N,) or (N, 1)");
        }

        var type = header.ElementType;
        var count = header.Shape[0];
        LabelText.RequireCount(count, source, expectedCount, pointsPath);
        if (count * type.Size > Array.MaxLength)
        {
            throw new EmbeddingException($"{source}: shape {header.ShapeText} has too many labels; use fewer points");
        }

        var raw = new byte[count * type.Size];
        stream.ReadExactly(raw);
        NpyHeader.RequireEnd(stream, length, source);
        if (type.IsSwapped)
        {
            NpyFormat.ReverseUnits(raw, type.UnitSize);
        }

        var labels = new string[count];
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Decode(raw.AsSpan(i * type.Size, type.Size), type, i, source);
            labels[i] = known.TryAdd(label, label) ? label : known[label];
        }

        return labels;
    }

    private static string Decode(ReadOnlySpan<byte> element, NpyElementType type, int row, string source) => type switch
    {
        { Kind: 'U' } => DecodeUtf32(element, row, source),
        { Kind: 'S' } => DecodeUtf8(element, row, source),
        { Kind: 'f', Size: 2 } => DecodeFloat((double)MemoryMarshal.Read<Half>(element), row, source),
        { Kind: 'f', Size: 4 } => DecodeFloat(MemoryMarshal.Read<float>(element), row, source),
        { Kind: 'f' } => DecodeFloat(MemoryMarshal.Read<double>(element), row, source),
        { Kind: 'i' } => DecodeInteger(element).ToString(CultureInfo.InvariantCulture),
        _ => DecodeUnsigned(element).ToString(CultureInfo.InvariantCulture),
    };

    private static long DecodeInteger(ReadOnlySpan<byte> element) => element.Length switch
    {
        1 => (sbyte)element[0],
        2 => MemoryMarshal.Read<short>(element),
        4 => MemoryMarshal.Read<int>(element),
        _ => MemoryMarshal.Read<long>(element),
    };

    private static ulong DecodeUnsigned(ReadOnlySpan<byte> element) => element.Length switch
    {
        1 => element[0],
        2 => MemoryMarshal.Read<ushort>(element),
        4 => MemoryMarshal.Read<uint>(element),
        _ => MemoryMarshal.Read<ulong>(element),
    };

    private static string DecodeFloat(double value, int row, string source) =>
        LabelText.FromDouble(value)
        ?? throw new EmbeddingException(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: row {row}: label '{value}' is not an integer (or is beyond 2^53); store labels as integers or strings"));

    private static string DecodeUtf32(ReadOnlySpan<byte> element, int row, string source)
    {
        // NumPy pads with code point 0.
        var codePoints = MemoryMarshal.Cast<byte, uint>(element).TrimEnd(0u);
        var text = new StringBuilder(codePoints.Length);
        foreach (var codePoint in codePoints)
        {
            if (!Rune.IsValid(codePoint))
            {
                throw new EmbeddingException(
                    $"{source}: row {row}: label has code point 0x{codePoint:X}, which is not Unicode; write the file again");
            }

            text.Append(new Rune(codePoint).ToString());
        }

        return text.ToString();
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> element, int row, string source)
    {
        try
        {
            return InputFile.StrictUtf8.GetString(element.TrimEnd((byte)0));
        }
        catch (DecoderFallbackException e)
        {
            throw new EmbeddingException($"{source}: row {row}: label is not UTF-8 text; store labels as str", e);
        }
    }
}
