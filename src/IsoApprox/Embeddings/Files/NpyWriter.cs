using System.Runtime.InteropServices;
using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>Writes NumPy's .npy format, version 1, C order, in the byte order of this machine.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private const int ChunkElements = 1 << 16;

    private static char ByteOrder => BitConverter.IsLittleEndian ? '<' : '>';

    /// <summary>Writes the points as float64, shape (N, n).</summary>
    internal static void WritePoints(Stream stream, Embedding embedding)
    {
        WriteHeader(stream, $"{ByteOrder}f8", $"({embedding.Count}, {embedding.Dimension})");
        var rest = embedding.Coordinates;
        while (!rest.IsEmpty)
        {
            var chunk = rest[..Math.Min(rest.Length, ChunkElements)];
            stream.Write(MemoryMarshal.AsBytes(chunk));
            rest = rest[chunk.Length..];
        }
    }

    /// <summary>Writes the labels, shape (N,): int64 when all class names are integers, otherwise U strings.</summary>
    internal static void WriteLabels(Stream stream, Embedding embedding)
    {
        var isInteger = LabelText.AreIntegers(embedding.ClassNames);
        var names = embedding.ClassNames.Select(name => isInteger ? EncodeInteger(name) : EncodeText(name)).ToArray();
        var size = names.Max(name => name.Length);
        WriteHeader(stream, isInteger ? $"{ByteOrder}i8" : $"{ByteOrder}U{size / 4}", $"({embedding.Count},)");
        foreach (var k in embedding.Classes)
        {
            stream.Write(names[k]);
            stream.Write(new byte[size - names[k].Length]);
        }
    }

    private static byte[] EncodeInteger(string name) =>
        BitConverter.GetBytes(long.Parse(name, System.Globalization.CultureInfo.InvariantCulture));

    private static byte[] EncodeText(string name) => new UTF32Encoding(!BitConverter.IsLittleEndian, byteOrderMark: false).GetBytes(name);

    private static void WriteHeader(Stream stream, string descr, string shape)
    {
        const int PrefixLength = 10;
        var text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";
        var padding = Alignment - ((PrefixLength + text.Length + 1) % Alignment);
        var size = text.Length + (padding % Alignment) + 1;
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)size, (byte)(size >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes($"{text.PadRight(size - 1)}\n"));
    }
}
