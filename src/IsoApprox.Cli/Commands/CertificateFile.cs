using System.Text.Json.Nodes;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Commands;

/// <summary>Reading and writing the certificate that the command line names.</summary>
internal static class CertificateFile
{
    /// <summary>Reads the certificate at <paramref name="path"/>.</summary>
    /// <exception cref="IsoApprox.Embeddings.EmbeddingException">There is no such file, it cannot be opened, or it is no
    /// certificate.</exception>
    internal static Certificate Read(VerbRun run, string path) =>
        run.Read(() => InputFile.Read(path, stream => CertificateJson.Read(stream, path)), path);

    /// <summary>Writes a certificate and says what it proves; where the disk is full the field is null.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file; compressed when its name ends with .gz.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="lower">The bound that it proves.</param>
    /// <param name="quantity">What is bounded, for the table.</param>
    internal static void Write(
        VerbRun run, string path, Certificate certificate, double lower, string quantity) => run.Write("certificate", () =>
    {
        SafeFile.Replace(path, stream => CertificateJson.Write(certificate, stream, IsCompressed(path)));
        run.Result["certificate"] = new JsonObject { ["file"] = path, ["lower"] = run.Result.Number("certificate.lower", lower) };
        run.Report.Line($"certificate written to {path}; it proves {quantity} >= {NumberText.Down(lower)}");
    });

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Says that there is no certificate to write. A file of that name is from an earlier run and proves something else: it is removed, as
    /// it would have been replaced; what would not have been replaced, such as a device, stays.
    /// </summary>
    internal static void WriteNone(VerbRun run, string path, string reason)
    {
        var hasOlder = SafeFile.Remove(path);
        run.Result["certificate"] = null;
        run.Result.Note($"certificate is null: {reason}; {(hasOlder ? $"the older file {path} was removed" : "no file was written")}");
    }
}
