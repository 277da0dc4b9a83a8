using System.Text.Json;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Reads a whole JSON text and checks its grammar as it comes, so that what is no JSON is not read to an end that it may not have.
/// </summary>
internal static class JsonText
{
    private const int Chunk = 1 << 16;

    /// <summary>
    /// The text without a byte-order mark; empty when there is none. Cost O(length), memory at most three times the length.
    /// </summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="longest">Bytes that are read at most, below the largest array.</param>
    /// <param name="maxDepth">Depth of nesting that is allowed.</param>
    /// <param name="source">Name for messages.</param>
    /// <exception cref="JsonException">It is not JSON; line and byte are set.</exception>
    /// <exception cref="EmbeddingException">It is longer, or does not fit into memory.</exception>
    internal static ReadOnlyMemory<byte> ReadAll(Stream stream, int longest, int maxDepth, string source)
    {
        var (buffer, length, start) = (new byte[Chunk], 0, 0);
        var checkedTo = -1;
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth });
        while (true)
        {
            if (length == buffer.Length)
            {
                MemoryLimit.Require(3L * length, source);
                Array.Resize(ref buffer, (int)Math.Min(2L * length, (long)longest + 1));
            }

            // A token may be as long as the text: it is looked at again only when what is there has doubled.
            var wanted = Math.Min(buffer.Length - length, Math.Max(Chunk, length - Math.Max(0, checkedTo)));
            var read = stream.ReadAtLeast(buffer.AsSpan(length, wanted), wanted, throwOnEndOfStream: false);
            length += read;
            if (length > longest)
            {
                throw new EmbeddingException($"{source}: is larger than {longest} bytes, the largest JSON text that is read");
            }

            if (checkedTo < 0)
            {
                start = checkedTo = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            }

            if (length == start && read < wanted)
            {
                return default;
            }

            var reader = new Utf8JsonReader(buffer.AsSpan(checkedTo, length - checkedTo), isFinalBlock: read < wanted, state);
            while (reader.Read())
            {
                // The grammar is checked by reading.
            }

            checkedTo += (int)reader.BytesConsumed;
            state = reader.CurrentState;
            if (read < wanted)
            {
                return buffer.AsMemory(start, length - start);
            }
        }
    }
}
