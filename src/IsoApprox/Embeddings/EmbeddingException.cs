namespace IsoApprox.Embeddings;

/// <summary>
/// Bad input: a file or an array that is not a labelled embedding. The message is one line that says what is wrong, where, and what to do.
/// The command line prints it as it is and exits with code 2. Control characters (a line break in a file name, say) are replaced by spaces.
/// </summary>
public sealed class EmbeddingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what, where, what to do.</param>
    public EmbeddingException(string message)
        : base(SingleLine(message))
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line: what, where, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public EmbeddingException(string message, Exception innerException)
        : base(SingleLine(message), innerException)
    {
    }

    private static string SingleLine(string message) =>
        string.Create(message.Length, message, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' ? ' ' : text[i];
            }
        });
}
