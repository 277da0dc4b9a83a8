namespace IsoApprox.Cli.Output;

/// <summary>Files appear complete or not at all: written beside the target under a temporary name, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Lets <paramref name="write"/> write a temporary file in the target's folder, and renames it to <paramref name="path"/>.</summary>
    /// <param name="path">Target; an existing file is replaced.</param>
    /// <param name="write">Writes the file whose path it is given; the temporary name keeps the target's extension.</param>
    internal static void Write(string path, Action<string> write)
    {
        RequireWritableFolder(path);
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileNameWithoutExtension(full)}.{Guid.NewGuid():N}{Path.GetExtension(full)}");
        try
        {
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Refuses a target whose folder does not exist or that is a folder, before any time is spent on a result.</summary>
    /// <param name="path">Target.</param>
    /// <param name="option">Option that names it, for the message.</param>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    internal static void RequireWritableFolder(string path, string option = "--out")
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"{option} {path}: this is a folder; give a file name");
        }

        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new UsageException($"{option} {path}: the folder does not exist; create it first");
        }
    }
}
