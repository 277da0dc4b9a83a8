namespace IsoApprox.Embeddings;

/// <summary>
/// A result could not be written although its place is right: the disk is full, a quota is used up, the device fails. The message is one
/// line that says what, where and why. The command line prints it as it is and exits with code 74. A place that no file can have (no such
/// folder, a device) is an <see cref="EmbeddingException"/> instead.
/// </summary>
public sealed class OutputException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what, where, why.</param>
    public OutputException(string message)
        : base(VisibleText.Of(message))
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line: what, where, why.</param>
    /// <param name="innerException">The cause.</param>
    public OutputException(string message, Exception innerException)
        : base(VisibleText.Of(message), innerException)
    {
    }
}
