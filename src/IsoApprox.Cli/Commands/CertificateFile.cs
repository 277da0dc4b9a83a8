using IsoApprox.Certificates;

namespace IsoApprox.Cli.Commands;

/// <summary>Reading a certificate; what cannot be opened is refused with the name as the user gave it.</summary>
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
}
