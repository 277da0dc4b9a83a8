using System.Text;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Writing files, all those of the toolkit but rows that are appended: complete or not at all. The content goes to a new file in the same
/// folder, which then takes the name. Only a regular file is replaced, or nothing; a symbolic link is written through to its end; folders,
/// pipes and devices are refused.
/// </summary>
public static class SafeFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>EROFS, the same number on Linux and macOS.</summary>
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Where a path leads: its full form after symbolic links of the last component; the end need not exist.</summary>
    /// <param name="path">Any path.</param>
    /// <exception cref="EmbeddingException">The links go in a circle.</exception>
    public static string Target(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return full;
        }
        catch (IOException e)
        {
            throw new EmbeddingException($"{path}: its symbolic links have no end; give another path", e);
        }
    }

    /// <summary>Refuses a path that <see cref="Replace"/> could not write, before any time is spent on a result.</summary>
    /// <param name="path">The file that is to be written.</param>
    /// <exception cref="EmbeddingException">It has no folder, is no regular file, or may not be written.</exception>
    public static void RequireWritable(string path)
    {
        var target = RequireReplaceable(path);
        var probe = TemporaryIn(target);
        Guard(path, () => new FileStream(probe, FileMode.CreateNew, FileAccess.Write).Dispose(), probe);
    }

    /// <summary>Writes a file completely or not at all.</summary>
    /// <param name="path">Target; an existing regular file is replaced and keeps its permissions.</param>
    /// <param name="write">Writes the content to the stream that it is given.</param>
    /// <exception cref="EmbeddingException">No file can be written at this path; nothing is left behind.</exception>
    /// <exception cref="OutputException">Writing failed, for example because the disk is full; nothing is left behind and an older file is
    /// as it was.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var target = RequireReplaceable(path);
        var temporary = TemporaryIn(target);
        Guard(
            path,
            () =>
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                if (!OperatingSystem.IsWindows() && File.Exists(target))
                {
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                }

                File.Move(temporary, target, overwrite: true);
            },
            temporary);
    }

    /// <summary>Writes a text file, UTF-8 without a byte-order mark, completely or not at all.</summary>
    /// <param name="path">Target; an existing regular file is replaced.</param>
    /// <param name="text">The content; line ends are written as they are.</param>
    /// <exception cref="EmbeddingException">The file cannot be written.</exception>
    public static void ReplaceText(string path, string text) => Replace(path, stream => stream.Write(InputFile.StrictUtf8.GetBytes(text)));

    /// <summary>Writes a text file of a report and returns its full path.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="text">The content.</param>
    /// <inheritdoc cref="Replace"/>
    public static string ReplaceText(string folder, string name, string text)
    {
        var path = Path.Combine(Path.GetFullPath(folder), name);
        ReplaceText(path, text);
        return path;
    }

    /// <summary>Removes a file that <see cref="Replace"/> would have replaced.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <returns>True when there was one.</returns>
    /// <exception cref="EmbeddingException">It is no regular file, or may not be removed.</exception>
    public static bool Remove(string path)
    {
        var target = RequireReplaceable(path);
        var exists = File.Exists(target);
        Guard(path, () => File.Delete(target), temporary: null);
        return exists;
    }

    /// <summary>Creates a folder for a report when it is missing, before any time is spent.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="EmbeddingException">It cannot be created.</exception>
    public static void CreateFolder(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new EmbeddingException("output folder: the name is empty; give a folder");
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EmbeddingException($"output folder '{folder}': cannot be created; give a folder that can be written", error);
        }
    }

    /// <summary>
    /// True for what a stream throws when the system cannot write: an <see cref="IOException"/>, or the exception that the base library has
    /// for a file beyond the size that a limit or the file system allows.
    /// </summary>
    /// <param name="exception">Thrown by a write.</param>
    public static bool IsFailedWrite(Exception exception) =>
        exception is IOException or ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };

    private static string RequireReplaceable(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new EmbeddingException($"{path}: a file name cannot contain a null character; check the path");
        }

        const int LongestName = 255;
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName)
        {
            throw new EmbeddingException($"{path}: the file name is longer than {LongestName} bytes; give a shorter one");
        }

        var reason = FileSystemEntry.KindOf(path) switch
        {
            FileKind.Folder => "this is a folder; give a file name",
            FileKind.Pipe => "this is a pipe, which cannot be replaced by a file; give a file name",
            FileKind.Device => "this is a device, which is not replaced; give a file name",
            FileKind.Other => "this is no regular file and is not replaced; give a file name",
            _ => null,
        };
        if (reason is not null)
        {
            throw new EmbeddingException($"{path}: {reason}");
        }

        var target = Target(path);
        return Directory.Exists(Path.GetDirectoryName(target))
            ? target
            : throw new EmbeddingException($"{path}: the folder does not exist; create it first");
    }

    private static string TemporaryIn(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}.tmp");

    /// <summary>Runs an action; afterwards the temporary file is gone, by its new name or by removal.</summary>
    private static void Guard(string path, Action action, string? temporary)
    {
        try
        {
            action();
        }
        catch (DirectoryNotFoundException e)
        {
            throw new EmbeddingException($"{path}: the folder does not exist; create it first", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or PathTooLongException or NotSupportedException
            or IOException { HResult: ReadOnlyFileSystem })
        {
            throw new EmbeddingException($"{path}: no file can be written there; check the permissions and the name", e);
        }
        catch (Exception e) when (IsFailedWrite(e))
        {
            // The message of the system ends with the name of the temporary file, which says nothing to the reader.
            var reason = e.Message.Split(" : '")[0].Split(" (Parameter")[0].TrimEnd('.');
            throw new OutputException($"{path}: cannot be written ({reason}); free space or give another place", e);
        }
        finally
        {
            // Still there only when something failed; a failure to remove it must not hide the first one.
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
