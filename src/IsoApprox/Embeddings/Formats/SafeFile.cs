using System.Text;

namespace IsoApprox.Embeddings.Formats;

/// <summary>Opening, reading and replacing files, with every failure turned into an <see cref="EmbeddingException"/>.</summary>
public static class SafeFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that refuses malformed bytes instead of replacing them.</summary>
    internal static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens an existing file for reading, sequentially.</summary>
    internal static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);

    /// <summary>Runs a reader of <paramref name="path"/>; whatever fails is an <see cref="EmbeddingException"/> that names the file.</summary>
    internal static T Read<T>(string path, Func<T> read)
    {
        RequireFileName(path);
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EmbeddingException($"{path}: no such file; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddingException($"{path}: access denied; check the permissions", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new EmbeddingException($"{path}: is not UTF-8 text; save it as UTF-8", e);
        }
        catch (EndOfStreamException e)
        {
            throw new EmbeddingException($"{path}: ends too early; the file is truncated, write it again", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new EmbeddingException($"{path}: does not fit into memory; use fewer points or coordinates", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException)
        {
            throw new EmbeddingException($"{path}: cannot be read ({e.Message}); check that the file is complete", e);
        }
    }

    /// <summary>
    /// Writes a file completely or not at all: the content goes to a new file in the same folder, which then takes the name <paramref name="path"/>.
    /// </summary>
    /// <param name="path">Target; an existing file is replaced.</param>
    /// <param name="write">Writes the content to the stream that it is given.</param>
    /// <exception cref="EmbeddingException">The file cannot be written; nothing is left behind.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        RequireFileName(path);
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new EmbeddingException($"{path}: no such folder; create it first", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddingException($"{path}: access denied; check the permissions", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            throw new EmbeddingException($"{path}: cannot be written ({e.Message})", e);
        }
        finally
        {
            // Still there only when something failed; a failure to remove it must not hide the first one.
            TryDelete(temporary);
        }
    }

    /// <summary>Writes a text file, UTF-8 without a byte-order mark, completely or not at all.</summary>
    /// <param name="path">Target; an existing file is replaced.</param>
    /// <param name="text">The content; line ends are written as they are.</param>
    /// <exception cref="EmbeddingException">The file cannot be written; nothing is left behind.</exception>
    public static void ReplaceText(string path, string text) => Replace(path, stream => stream.Write(StrictUtf8.GetBytes(text)));

    private static void RequireFileName(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new EmbeddingException($"{path}: a file name cannot contain a null character; check the path");
        }

        if (Directory.Exists(path))
        {
            throw new EmbeddingException($"{path}: is a directory; give a file");
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
