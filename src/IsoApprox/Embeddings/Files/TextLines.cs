using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>The lines of a text without ever holding more than one line of a given length: a file may be one endless line.</summary>
public static class TextLines
{
    private const int ChunkLength = 1 << 16;

    /// <summary>
    /// The lines, ended by \n or \r\n, without their ends; a text that ends with a line end has no empty line after it. A line that is too
    /// long is null, given as soon as that is seen; its rest is passed over. Memory O(longest).
    /// </summary>
    /// <param name="reader">The text; read to its end, not closed.</param>
    /// <param name="longest">Characters that a line may have.</param>
    public static IEnumerable<string?> Of(TextReader reader, int longest)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (buffer, line, isOpen, isTooLong) = (new char[ChunkLength], new StringBuilder(), false, false);
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            for (var start = 0; start < read;)
            {
                var length = buffer.AsSpan(start, read - start).IndexOf('\n');
                var end = length < 0 ? read : start + length;
                if (!isTooLong)
                {
                    line.Append(buffer, start, end - start);
                    isTooLong = LengthOf(line) > longest;
                    if (isTooLong)
                    {
                        yield return null;
                    }
                }

                isOpen = length < 0;
                if (!isOpen)
                {
                    if (!isTooLong)
                    {
                        yield return line.ToString(0, LengthOf(line));
                    }

                    line.Clear();
                    isTooLong = false;
                }

                start = end + 1;
            }
        }

        if (isOpen && !isTooLong)
        {
            yield return line.ToString(0, LengthOf(line));
        }
    }

    private static int LengthOf(StringBuilder line) => line.Length > 0 && line[^1] == '\r' ? line.Length - 1 : line.Length;
}
