namespace IsoApprox.Certificates;

/// <summary>Certificates as JSON text; format in docs/certificates.md.</summary>
public static class CertificateJson
{
    /// <summary>Writes a <see cref="GramCertificate"/> or <see cref="TripletCertificate"/>; doubles round-trip.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="stream">Receives UTF-8 text.</param>
    public static void Write(Certificate certificate, Stream stream) => throw new NotImplementedException();

    /// <summary>Reads a certificate of either kind by its "schema".</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="source">Name used in messages, for example the file name.</param>
    /// <exception cref="Embeddings.EmbeddingException">Not such a certificate; the message is one line.</exception>
    public static Certificate Read(Stream stream, string source = "certificate") => throw new NotImplementedException();
}
