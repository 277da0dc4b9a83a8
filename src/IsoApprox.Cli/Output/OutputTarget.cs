using IsoApprox.Cli.Hosting;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Output;

/// <summary>Targets that the user names are checked before the work begins.</summary>
internal static class OutputTarget
{
    /// <summary>Refuses a target that cannot be written: no folder, no regular file, no permission.</summary>
    /// <param name="path">Target.</param>
    /// <param name="option">Option that names it, for the message.</param>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    internal static void RequireWritable(string path, string option = "--out")
    {
        try
        {
            SafeFile.RequireWritable(path);
        }
        catch (EmbeddingException e)
        {
            throw new UsageException($"{option} {e.Message}");
        }
    }

    /// <summary>
    /// Refuses a folder for a report that cannot be one; a missing one is created later, when there is something to write.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="UsageException">It is a file or something else, or nothing can be written there.</exception>
    internal static void RequireFolder(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (FileSystemEntry.KindOf(existing) == FileKind.Missing && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        if (FileSystemEntry.KindOf(existing) != FileKind.Folder)
        {
            throw new UsageException(
                $"--out {folder}: {(existing == Path.GetFullPath(folder) ? "this" : existing)} is a file; give a folder");
        }

        RequireWritable(Path.Combine(existing, $"probe-{Guid.NewGuid():N}"));
    }
}
