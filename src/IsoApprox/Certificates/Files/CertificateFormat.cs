using System.Text.Json;

namespace IsoApprox.Certificates.Files;

/// <summary>How one kind of certificate is written as JSON, and read in that form and in earlier ones.</summary>
/// <param name="Schemas">Its "schema" and how it is read; the first one is written.</param>
/// <param name="Holds">Whether a certificate is of this kind.</param>
/// <param name="Write">Writes the members after "schema" and "digest".</param>
internal sealed record CertificateFormat(
    (string Name, Func<JsonElement, string, Certificate> Read)[] Schemas, Func<Certificate, bool> Holds,
    Action<Utf8JsonWriter, Certificate> Write)
{
    /// <summary>The format of a type.</summary>
    /// <param name="schema">What is written.</param>
    /// <param name="write">Writes the members.</param>
    /// <param name="read">Reads an object of the schema; the text is the source for messages.</param>
    /// <param name="earlier">Schemas of earlier versions.</param>
    internal static CertificateFormat Of<T>(
        string schema, Action<Utf8JsonWriter, T> write, Func<JsonElement, string, T> read,
        params (string Name, Func<JsonElement, string, T> Read)[] earlier)
        where T : Certificate =>
        new([(schema, read), .. earlier.Select(e => (e.Name, (Func<JsonElement, string, Certificate>)e.Read))], c => c is T,
            (json, c) => write(json, (T)c));
}
