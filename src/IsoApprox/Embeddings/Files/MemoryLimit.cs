using System.Globalization;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Refuses what cannot fit into memory before it is allocated: an allocation that is granted and cannot be used later ends the process
/// without a word on some systems.
/// </summary>
internal static class MemoryLimit
{
    /// <summary>Refuses a number of bytes above the memory that this process may use.</summary>
    /// <param name="bytes">Bytes that are about to be allocated.</param>
    /// <param name="source">Name for the message.</param>
    /// <exception cref="EmbeddingException">There is not that much memory.</exception>
    internal static void Require(Int128 bytes, string source)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new EmbeddingException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: needs {bytes >> 20} MB of memory, of which {available >> 20} MB are there; use fewer points or coordinates"));
        }
    }

    /// <summary>Refuses to let a full list grow (to twice its size, beside the old one) beyond the memory.</summary>
    /// <inheritdoc cref="Require"/>
    internal static void RequireRoomFor(List<double> numbers, string source)
    {
        if (numbers.Count == numbers.Capacity)
        {
            Require((Int128)3 * sizeof(double) * numbers.Count, source);
        }
    }
}
