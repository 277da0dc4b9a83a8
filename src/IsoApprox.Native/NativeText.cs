using System.Runtime.InteropServices;
using System.Text;
using IsoApprox.Embeddings;

namespace IsoApprox.Native;

/// <summary>Text in and out: UTF-8, ended by a zero byte. What goes out is freed by isoapprox_free.</summary>
internal static unsafe class NativeText
{
    /// <summary>A copy of the bytes with a zero byte behind them.</summary>
    internal static byte* Write(ReadOnlySpan<byte> text)
    {
        var copy = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(copy, text.Length));
        copy[text.Length] = 0;
        return copy;
    }

    /// <summary>A copy of the numbers.</summary>
    internal static double* Write(ReadOnlySpan<double> numbers)
    {
        var copy = (double*)NativeMemory.Alloc((nuint)numbers.Length, sizeof(double));
        numbers.CopyTo(new Span<double>(copy, numbers.Length));
        return copy;
    }

    /// <summary>The bytes before the zero byte.</summary>
    internal static ReadOnlySpan<byte> Read(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);

    /// <summary>Several texts.</summary>
    /// <exception cref="EmbeddingException">A pointer is null.</exception>
    internal static string[] ReadAll(byte** texts, int count, string what)
    {
        var result = new string[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = texts[i] is null
                ? throw new EmbeddingException($"{what} {i}: the pointer is null; give a text for each row")
                : Encoding.UTF8.GetString(Read(texts[i]));
        }

        return result;
    }
}
