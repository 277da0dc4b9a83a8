namespace IsoApprox.Embeddings.Files;

/// <summary>
/// A read-only stream that computes the CRC-32 (ISO 3309, as in zip) of what passes through it. The zip reader of the base library
/// inflates but does not compare the checksum, so a flipped byte in a stored entry would go unnoticed.
/// </summary>
internal sealed class Crc32Stream(Stream inner) : ForwardStream
{
    private const int Slices = 8;
    private static readonly uint[] Table = CreateTable();
    private uint _state = uint.MaxValue;

    /// <summary>Checksum of the bytes read so far.</summary>
    internal uint Checksum => ~_state;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _state = Update(_state, buffer[..count]);
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Eight bytes at a time: slice k of the table is the effect of a byte that is followed by k zero bytes.</summary>
    private static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        var table = Table.AsSpan(0, Slices * 256);
        while (bytes.Length >= Slices)
        {
            state = table[(7 * 256) + (byte)(state ^ bytes[0])]
                ^ table[(6 * 256) + (byte)((state >> 8) ^ bytes[1])]
                ^ table[(5 * 256) + (byte)((state >> 16) ^ bytes[2])]
                ^ table[(4 * 256) + (byte)((state >> 24) ^ bytes[3])]
                ^ table[(3 * 256) + bytes[4]]
                ^ table[(2 * 256) + bytes[5]]
                ^ table[256 + bytes[6]]
                ^ table[bytes[7]];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            state = (state >> 8) ^ table[(byte)(state ^ value)];
        }

        return state;
    }

    private static uint[] CreateTable()
    {
        const uint ReversedPolynomial = 0xEDB88320;
        var table = new uint[Slices * 256];
        for (var i = 0; i < 256; i++)
        {
            var value = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * ReversedPolynomial);
            }

            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
        {
            var shorter = table[i - 256];
            table[i] = (shorter >> 8) ^ table[(byte)shorter];
        }

        return table;
    }
}
