using IsoApprox.Cli.Hosting;

namespace IsoApprox.Cli.Output;

/// <summary>Targets that the user names are checked before the work begins.</summary>
internal static class OutputTarget
{
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
