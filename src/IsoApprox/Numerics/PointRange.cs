using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>The largest magnitude of a coordinate, and the powers of two that bring points into the range of the kernels.</summary>
/// <param name="Largest">max |x_ik|.</param>
internal readonly record struct PointRange(double Largest)
{
    /// <summary>Log2 of the largest magnitude of floats that are sifted: then a squared distance in n up to 4096 is at most 2^58 and its square is a float,
    /// and the square of the least difference of doubles beside it, 2^-31, is one too.</summary>
    private const int SingleMagnitude = 22;

    /// <summary>Doubles times 2^-Exponent have squared distances in range: 0 for ordinary coordinates.</summary>
    internal int Exponent => Largest == 0 || (Largest < 1e140 && Largest > 1e-100) ? 0 : Math.ILogB(Largest);

    /// <summary>Doubles times 2^-SingleExponent are below 2^22.</summary>
    internal int SingleExponent => Largest == 0 ? 0 : Math.ILogB(Largest) + 1 - SingleMagnitude;

    /// <summary>Of all the given points together.</summary>
    internal static PointRange Of(params ReadOnlySpan<IPointRows> embeddings)
    {
        var largest = 0.0;
        foreach (var f in embeddings)
        {
            largest = Math.Max(largest, LargestMagnitude(f.Coordinates));
        }

        return new PointRange(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        var (largest, k) = (Vector256<double>.Zero, 0);
        ref var first = ref MemoryMarshal.GetReference(values);
        for (; k + 4 <= values.Length; k += 4)
        {
            largest = Vector256.MaxNative(largest, Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)k)));
        }

        var result = Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
        for (; k < values.Length; k++)
        {
            result = Math.Max(result, Math.Abs(values[k]));
        }

        return result;
    }
}
