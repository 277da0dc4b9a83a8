using IsoApprox.Certificates;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli.Commands;

/// <summary>
/// Reading a certificate, where what cannot be opened is refused with the name as the user gave it; and what is left where none was found.
/// </summary>
internal static class CertificateFile
{
    /// <summary>Reads the certificate at <paramref name="path"/>.</summary>
    /// <exception cref="UsageException">There is no such file, or it cannot be opened.</exception>
    internal static Certificate Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"{path}: is a directory; give a certificate file (.json)");
        }

        if (!File.Exists(path))
        {
            throw new UsageException($"{path}: no such file; check the path");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return CertificateJson.Read(stream, path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: access denied; check the permissions");
        }
    }

    /// <summary>
    /// Says that there is no certificate to write. A file of that name is from an earlier run and proves something else: it is removed, as
    /// it would have been replaced.
    /// </summary>
    internal static void WriteNone(VerbRun run, string path, string reason)
    {
        var hasOlder = File.Exists(path);
        File.Delete(path);
        run.Result["certificate"] = null;
        run.Result.Note($"certificate is null: {reason}; {(hasOlder ? $"the older file {path} was removed" : "no file was written")}");
    }
}
