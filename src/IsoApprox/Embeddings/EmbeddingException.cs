namespace IsoApprox.Embeddings;

/// <summary>
/// Bad input: a file or an array that is not a labelled embedding. The message is one line that says what is wrong, where, and what to do.
/// The command line prints it as it is and exits with code 2. Control characters (a line break in a file name, say) are shown as escapes.
/// </summary>
public sealed class EmbeddingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what, where, what to do.</param>
    public EmbeddingException(string message)
        : base(VisibleText.Of(message))
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line: what, where, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public EmbeddingException(string message, Exception innerException)
        : base(VisibleText.Of(message), innerException)
    {
    }
}
