using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Auditing;

/// <summary>One run of the audit: its folder, its limits, and the files written so far.</summary>
internal sealed class AuditRun(AuditSettings settings, CancellationToken cancellation)
{
    private readonly List<string> _files = [];

    internal AuditSettings Settings { get; } = settings;

    internal CancellationToken Cancellation { get; } = cancellation;

    internal IReadOnlyList<string> Files => _files;

    /// <summary>Told the share of the current section that is done.</summary>
    internal Action<double> Watch { get; set; } = _ => { };

    /// <summary>Works on the items 0..total-1 on all threads and tells the share that is done.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    internal void ForEach(int total, Action<int> work)
    {
        var done = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Settings.Threads ?? Environment.ProcessorCount,
            CancellationToken = Cancellation,
        };
        Parallel.For(0, total, options, index =>
        {
            work(index);
            Watch((double)Interlocked.Increment(ref done) / total);
        });
    }

    /// <summary>A size: the full one, or the quick one.</summary>
    internal int Sized(int full, int quick) => Settings.Quick ? quick : full;

    /// <summary>Number of items of a sweep.</summary>
    internal int Sweep(int full, int quick) => Math.Max(1, Sized(full, quick) / Settings.SweepDivisor);

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Rounded down to four decimal places, for bounds from below.</summary>
    internal static string Down(double value) => (Math.Floor(value * 1e4) / 1e4).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>Rounded up to four decimal places, for bounds from above.</summary>
    internal static string Up(double value) => (Math.Ceiling(value * 1e4) / 1e4).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>File of the certificate of a row; the part of the id before the first stroke is left out.</summary>
    internal static string CertificateName(string id) => $"certificate-{id[(id.IndexOf('/') + 1)..]}.json";

    internal string WriteText(string name, string text)
    {
        _files.Add(SafeFile.ReplaceText(Settings.OutputDirectory, name, text));
        return name;
    }

    internal string WriteEmbedding(string name, Embedding f)
    {
        var path = Path.Combine(Path.GetFullPath(Settings.OutputDirectory), name);
        EmbeddingWriter.Write(path, f);
        _files.Add(path);
        return name;
    }

    /// <summary>Writes a certificate and reads it back from the file, so that what is checked afterwards is what was written.</summary>
    internal Certificate WriteCertificate(string name, Certificate certificate)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(certificate, stream);
        WriteText(name, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        using var written = File.OpenRead(_files[^1]);
        return CertificateJson.Read(written, name);
    }
}
