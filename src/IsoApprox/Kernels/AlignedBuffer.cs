using System.Runtime.InteropServices;

namespace IsoApprox.Kernels;

/// <summary>
/// Numbers outside the managed heap that start at a cache line, so that vectors of a kernel never straddle two lines. Outside, because
/// large managed arrays that live for one call each cost a full garbage collection every few calls.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int LineBytes = 64;

    /// <summary>Allocates; the contents are undefined.</summary>
    internal AlignedBuffer(long length)
    {
        Length = length;
        Start = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * (nuint)sizeof(T), LineBytes);
    }

    /// <summary>Frees what was not disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>Number of entries.</summary>
    internal long Length { get; }

    /// <summary>The first entry; valid until this object is disposed.</summary>
    internal T* Start { get; private set; }

    /// <summary>Sets all entries.</summary>
    internal AlignedBuffer<T> Fill(T value)
    {
        for (var i = 0L; i < Length; i++)
        {
            Start[i] = value;
        }

        return this;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }
}
