using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates;

/// <summary>SHA-256 over numbers in a fixed order, little-endian, so that a certificate can name the instance it was made for.</summary>
internal sealed class InstanceDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal InstanceDigest(string kind) => _hash.AppendData(Encoding.UTF8.GetBytes(kind));

    /// <summary>The digest of the points alone: "isoapprox/points/1", N, n, the coordinates row by row (-0 written as 0).</summary>
    /// <param name="f">The points; labels do not enter.</param>
    internal static string OfPoints(Embedding f)
    {
        using var digest = new InstanceDigest("isoapprox/points/1");
        digest.Append(f.Count);
        digest.Append(f.Dimension);
        digest.AppendCoordinates(f);
        return digest.Finish();
    }

    public void Dispose() => _hash.Dispose();

    internal void Append(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }

    /// <summary>The numbers one after the other, without their count.</summary>
    internal void Append(ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(k * sizeof(int)), values[k]);
        }

        _hash.AppendData(bytes);
    }

    internal void Append(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        Write(bytes, value);
        _hash.AppendData(bytes);
    }

    internal void AppendCoordinates(Embedding f)
    {
        var row = new byte[f.Dimension * sizeof(double)];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                Write(row.AsSpan(k * sizeof(double)), f[i][k]);
            }

            _hash.AppendData(row);
        }
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    internal string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    private static void Write(Span<byte> bytes, double value) => BinaryPrimitives.WriteDoubleLittleEndian(bytes, value == 0 ? 0 : value);
}
