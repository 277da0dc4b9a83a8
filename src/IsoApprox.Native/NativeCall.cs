using System.Text;
using IsoApprox.Embeddings;

namespace IsoApprox.Native;

/// <summary>Runs the body of an exported function: whatever it throws becomes a status and this thread's last error.</summary>
internal static class NativeCall
{
    [ThreadStatic]
    private static string? _lastError;

    /// <summary>The message of this thread's last call; empty when it went well.</summary>
    internal static ReadOnlySpan<byte> LastError => Encoding.UTF8.GetBytes(_lastError ?? "");

    /// <summary>Runs the body. Nothing is thrown.</summary>
    internal static int Run(Action body)
    {
        try
        {
            _lastError = null;
            body();
            return (int)NativeStatus.Ok;
        }
        catch (Exception exception) when (exception is EmbeddingException or ArgumentException)
        {
            return (int)Fail(NativeStatus.BadInput, FirstLine(exception.Message));
        }
        catch (OutOfMemoryException)
        {
            return (int)Fail(NativeStatus.OutOfMemory, "out of memory; give fewer points");
        }
        catch (Exception exception)
        {
            return (int)Fail(NativeStatus.Internal, $"{exception.GetType().Name}: {FirstLine(exception.Message)}; please report this");
        }
    }

    private static NativeStatus Fail(NativeStatus status, string message)
    {
        _lastError = message;
        return status;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r');
}
