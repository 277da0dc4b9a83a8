using System.IO.Compression;

namespace IsoApprox.Embeddings.Files;

/// <summary>Text that may be compressed by gzip (RFC 1952): told from the first two bytes, whatever the name of the file.</summary>
internal static class GzipText
{
    private const int HeadSize = 4096;

    /// <summary>The text of a stream, decompressed as it is read; the stream itself is not closed.</summary>
    /// <param name="stream">Plain or compressed text.</param>
    internal static Stream Open(Stream stream)
    {
        var head = new byte[HeadSize];
        var length = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, length), stream);
        return head is [0x1f, 0x8b, ..] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>Writes compressed text; the stream itself is not closed.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="write">Writes the text.</param>
    internal static void Write(Stream stream, Action<Stream> write)
    {
        using var packed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        write(packed);
    }
}
