using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>Opening and reading files, with every failure turned into an <see cref="EmbeddingException"/>.</summary>
public static class InputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>UTF-8 that refuses malformed bytes instead of replacing them.</summary>
    internal static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Opens a file and reads it. A pipe is read as it comes and waits for its writer; a device is refused, since its content may have no
    /// end.
    /// </summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the stream, front to back.</param>
    /// <exception cref="EmbeddingException">The file cannot be opened or read; the message is one line and names it.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(read);
        return Read(path, () =>
        {
            using var stream = Open(path);
            return read(stream);
        });
    }

    /// <summary>Opens an existing file or pipe for reading, sequentially; others may append to it.</summary>
    internal static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferSize, FileOptions.SequentialScan);

    /// <summary>Length of a file in bytes; null for a pipe, which has none.</summary>
    internal static long? LengthOf(Stream stream) => stream.CanSeek ? stream.Length : null;

    /// <summary>
    /// Runs a reader of <paramref name="path"/>; whatever fails is an <see cref="EmbeddingException"/> that names the file.
    /// </summary>
    internal static T Read<T>(string path, Func<T> read)
    {
        RequireReadable(path);
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

    private static void RequireReadable(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new EmbeddingException($"{path}: a file name cannot contain a null character; check the path");
        }

        var reason = FileSystemEntry.KindOf(path) switch
        {
            FileKind.Folder => "is a directory; give a file",
            FileKind.Device => "is a device, whose content may have no end; give a file",
            FileKind.Other => "is neither a file nor a pipe; give a file",
            _ => null,
        };
        if (reason is not null)
        {
            throw new EmbeddingException($"{path}: {reason}");
        }
    }
}
