using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace IsoApprox.Embeddings.Files;

/// <summary>Reads points from NumPy's .npy format. Memory: the result, for Fortran order one more copy, and a fixed buffer.</summary>
internal static class NpyFormat
{
    private const int ChunkElements = 1 << 16;
    private const int TransposeBlock = 32;

    /// <summary>Reads an N x n array of numbers.</summary>
    internal static LabelledPoints ReadPoints(string path, Action<int> onCount)
    {
        using var stream = InputFile.Open(path);
        return ReadPoints(stream, InputFile.LengthOf(stream), path, onCount);
    }

    /// <summary>Reads N labels.</summary>
    internal static string[] ReadLabels(string path, string pointsPath, int expectedCount)
    {
        using var stream = InputFile.Open(path);
        return NpyLabels.Read(stream, InputFile.LengthOf(stream), path, pointsPath, expectedCount);
    }

    /// <summary>Reads an N x n array of numbers.</summary>
    /// <param name="stream">Positioned at the start of the array.</param>
    /// <param name="length">Bytes of the array; null for a pipe.</param>
    /// <param name="source">Name for messages.</param>
    /// <param name="onCount">Told N before anything is allocated; may throw.</param>
    internal static LabelledPoints ReadPoints(Stream stream, long? length, string source, Action<int> onCount)
    {
        var header = NpyHeader.Read(stream, length, source);
        if (header.ElementType.IsText)
        {
            throw new EmbeddingException($"{source}: holds text; points must be an N x n array of numbers");
        }

        if (header.Shape is not [var rows, var columns])
        {
            var advice = header.Shape.Length == 1
                ? "for points on a line reshape it to (N, 1), for one point to (1, n)"
                : "reshape it to (N, n)";
            throw new EmbeddingException($"{source}: shape {header.ShapeText} has {header.Shape.Length} axes, points need 2; {advice}");
        }

        LabelledPoints.RequireNotEmpty(rows, columns, source);
        if ((Int128)rows * columns > Array.MaxLength)
        {
            throw new EmbeddingException(
                $"{source}: shape {header.ShapeText} has more than {Array.MaxLength} numbers; use fewer points or coordinates");
        }

        onCount((int)rows);
        var isTransposed = header.FortranOrder && rows > 1 && columns > 1;
        MemoryLimit.Require((Int128)(isTransposed ? 2 : 1) * sizeof(double) * rows * columns, source);
        var values = ReadNumbers(stream, header.ElementType, (int)(rows * columns));
        NpyHeader.RequireEnd(stream, length, source);
        return isTransposed
            ? new LabelledPoints(Transpose(values, (int)rows, (int)columns), (int)rows, (int)columns, null)
            : new LabelledPoints(values, (int)rows, (int)columns, null);
    }

    /// <summary>Reads an array of numbers of which at most one axis is longer than 1.</summary>
    internal static double[] ReadVector(string path)
    {
        using var stream = InputFile.Open(path);
        var length = InputFile.LengthOf(stream);
        var header = NpyHeader.Read(stream, length, path);
        if (header.ElementType.IsText || header.Shape.Count(extent => extent != 1) > 1)
        {
            var what = header.ElementType.IsText ? "holds text" : $"has shape {header.ShapeText}";
            throw new EmbeddingException($"{path}: {what}; it must be a row of numbers, reshape it to (k,)");
        }

        var count = header.Shape.Aggregate(1L, (product, extent) => product * extent);
        LabelledPoints.RequireNotEmpty(1, count, path);
        if (count > Array.MaxLength)
        {
            throw new EmbeddingException($"{path}: shape {header.ShapeText} has more than {Array.MaxLength} numbers");
        }

        MemoryLimit.Require((Int128)sizeof(double) * count, path);
        var values = ReadNumbers(stream, header.ElementType, (int)count);
        NpyHeader.RequireEnd(stream, length, path);
        return values;
    }

    /// <summary>Reads an array of one number, whatever its number of axes.</summary>
    internal static double ReadNumber(Stream stream, long? length, string source)
    {
        var header = NpyHeader.Read(stream, length, source);
        if (header.ElementType.IsText || header.Shape.Any(extent => extent != 1))
        {
            var what = header.ElementType.IsText ? "holds text" : $"has shape {header.ShapeText}";
            throw new EmbeddingException($"{source}: {what}; it must be one number");
        }

        var value = ReadNumbers(stream, header.ElementType, 1)[0];
        NpyHeader.RequireEnd(stream, length, source);
        return value;
    }

    /// <summary>Reverses the bytes of each unit of 2, 4 or 8 bytes.</summary>
    internal static void ReverseUnits(Span<byte> bytes, int unitSize)
    {
        switch (unitSize)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static double[] ReadNumbers(Stream stream, NpyElementType type, int count)
    {
        var values = GC.AllocateUninitializedArray<double>(count);
        var isDouble = type is { Kind: 'f', Size: 8 };
        var buffer = isDouble ? [] : new byte[Math.Min(count, ChunkElements) * type.Size];
        for (var done = 0; done < count; done += ChunkElements)
        {
            // A double is read in place; anything else goes through the buffer.
            var target = values.AsSpan(done, Math.Min(ChunkElements, count - done));
            var raw = isDouble ? MemoryMarshal.AsBytes(target) : buffer.AsSpan(0, target.Length * type.Size);
            stream.ReadExactly(raw);
            if (type.IsSwapped)
            {
                ReverseUnits(raw, type.UnitSize);
            }

            if (!isDouble)
            {
                Convert(raw, type, target);
            }
        }

        return values;
    }

    private static void Convert(ReadOnlySpan<byte> raw, NpyElementType type, Span<double> target)
    {
        switch (type)
        {
            case { Kind: 'f', Size: 4 }:
                Convert<float>(raw, target);
                break;
            case { Kind: 'f' }:
                Convert<Half>(raw, target);
                break;
            case { Kind: 'i', Size: 1 }:
                Convert<sbyte>(raw, target);
                break;
            case { Kind: 'i', Size: 2 }:
                Convert<short>(raw, target);
                break;
            case { Kind: 'i', Size: 4 }:
                Convert<int>(raw, target);
                break;
            case { Kind: 'i' }:
                Convert<long>(raw, target);
                break;
            case { Size: 1 }:
                Convert<byte>(raw, target);
                break;
            case { Size: 2 }:
                Convert<ushort>(raw, target);
                break;
            case { Size: 4 }:
                Convert<uint>(raw, target);
                break;
            default:
                Convert<ulong>(raw, target);
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> raw, Span<double> target)
        where T : unmanaged, INumberBase<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(raw);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = double.CreateTruncating(numbers[i]);
        }
    }

    /// <summary>Column-major to row-major, in blocks so that both sides stay in cache.</summary>
    private static double[] Transpose(double[] columnMajor, int rows, int columns)
    {
        var rowMajor = GC.AllocateUninitializedArray<double>(columnMajor.Length);
        for (var i0 = 0; i0 < rows; i0 += TransposeBlock)
        {
            var i1 = Math.Min(i0 + TransposeBlock, rows);
            for (var j0 = 0; j0 < columns; j0 += TransposeBlock)
            {
                var j1 = Math.Min(j0 + TransposeBlock, columns);
                for (var i = i0; i < i1; i++)
                {
                    for (var j = j0; j < j1; j++)
                    {
                        rowMajor[(i * columns) + j] = columnMajor[(j * rows) + i];
                    }
                }
            }
        }

        return rowMajor;
    }
}
