using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Output;

/// <summary>
/// Stdout or stderr whose failures are remembered instead of thrown, so that the run ends with everything else done. A pipe whose reader
/// has gone is no failure: the runtime passes over it in silence, on every system; what comes here is a full disk, a quota, a broken
/// device. After a failure nothing more is written.
/// </summary>
/// <param name="inner">The stream of the process.</param>
internal sealed class GuardedStream(Stream inner) : Stream
{
    /// <summary>The first failure; null when everything could be written.</summary>
    internal Exception? Failure { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (Failure is null)
            {
                inner.Write(buffer);
            }
        }
        catch (Exception e) when (SafeFile.IsFailedWrite(e))
        {
            Failure = e;
        }
    }

    public override void Flush()
    {
        try
        {
            if (Failure is null)
            {
                inner.Flush();
            }
        }
        catch (Exception e) when (SafeFile.IsFailedWrite(e))
        {
            Failure = e;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
