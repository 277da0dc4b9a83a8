namespace IsoApprox.Embeddings.Files;

/// <summary>A stream whose first bytes were read already: they come again, then the rest. Reading only; the rest is not closed.</summary>
/// <param name="prefix">The bytes that were read.</param>
/// <param name="rest">The stream after them.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        var length = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..length].CopyTo(buffer);
        _prefix = _prefix[length..];
        return length;
    }
}
