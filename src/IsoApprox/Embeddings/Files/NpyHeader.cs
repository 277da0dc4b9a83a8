using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>Element type, order and shape of a .npy array (format versions 1, 2 and 3).</summary>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="FortranOrder">True when the first index runs fastest.</param>
/// <param name="Shape">Extent of each axis.</param>
internal sealed record NpyHeader(NpyElementType ElementType, bool FortranOrder, long[] Shape)
{
    private const int LongestText = 1 << 20;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The shape as Python prints it.</summary>
    internal string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    /// <summary>
    /// Reads the header and checks that the rest of the file has exactly the size that it announces, so that nothing is allocated for a
    /// false shape.
    /// </summary>
    /// <param name="stream">Positioned at the start of the array; afterwards at its first element.</param>
    /// <param name="length">Bytes of header and data together; null for a pipe, of which only <see cref="RequireEnd"/> can tell after the
    /// data.</param>
    /// <param name="source">Name for messages.</param>
    internal static NpyHeader Read(Stream stream, long? length, string source)
    {
        if (length == 0)
        {
            throw new EmbeddingException($"{source}: the file is empty; write it again");
        }

        var prefix = ReadBytes(stream, Magic.Length + 2, length, source);
        if (!prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new EmbeddingException($"{source}: is not a .npy file (it does not start with \\x93NUMPY); save it with numpy.save");
        }

        var version = prefix[Magic.Length];
        if (version is < 1 or > 3)
        {
            throw new EmbeddingException(
                $"{source}: .npy version {version}.{prefix[Magic.Length + 1]} is unknown; save it with version 1, 2 or 3");
        }

        var sizeBytes = ReadBytes(stream, version == 1 ? 2 : 4, length, source);
        var size = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(sizeBytes) : BinaryPrimitives.ReadUInt32LittleEndian(sizeBytes);
        var offset = prefix.Length + sizeBytes.Length + (long)size;
        if (offset > length || size > LongestText)
        {
            throw new EmbeddingException(
                $"{source}: the .npy header should take {size} bytes, but "
                    + $"{(length is null ? $"at most {LongestText} are read" : $"the file has {length}")}; "
                + "the file is truncated or damaged, write it again");
        }

        var encoding = version == 3 ? InputFile.StrictUtf8 : Encoding.Latin1;
        var (descr, fortranOrder, shape) = NpyHeaderText.Parse(encoding.GetString(ReadBytes(stream, (int)size, length, source)), source);
        var header = new NpyHeader(NpyElementType.Parse(descr, source), fortranOrder, shape);
        if (length is { } known)
        {
            header.RequireDataLength(known - offset, source);
        }

        return header;
    }

    /// <summary>Refuses a pipe that goes on after the data; the length of a file has been checked by <see cref="Read"/>.</summary>
    internal static void RequireEnd(Stream stream, long? length, string source)
    {
        if (length is null && stream.Read(stackalloc byte[1]) > 0)
        {
            throw new EmbeddingException($"{source}: goes on after the data that its shape needs; the file is too long, write it again");
        }
    }

    private static byte[] ReadBytes(Stream stream, int count, long? length, string source)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new EmbeddingException(
                $"{source}: ends inside the .npy header{(length is null ? "" : $" after {length} bytes")}; the file is truncated, write it "
                    + $"again");
    }

    private void RequireDataLength(long actual, string source)
    {
        var needed = Shape.Aggregate(new BigInteger(ElementType.Size), (product, extent) => product * extent);
        if (needed == actual)
        {
            return;
        }

        var what = needed > actual ? "truncated" : "too long";
        throw new EmbeddingException(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: shape {ShapeText} needs {needed} bytes of data, but {actual} are there; the file is {what}, write it again"));
    }
}
