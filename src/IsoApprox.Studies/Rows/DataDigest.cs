using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>Tells data sets of one name apart in the names of runs.</summary>
internal static class DataDigest
{
    /// <summary>Eight hexadecimal digits of the SHA-256 of coordinates and classes.</summary>
    internal static string Of(Embedding data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(data.Coordinates));
        hash.AppendData(MemoryMarshal.AsBytes(data.Classes));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }
}
