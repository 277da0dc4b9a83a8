using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Arithmetic;

/// <summary>The range of the magnitudes of coordinates, and the powers of two that bring points into the range of the kernels.</summary>
/// <param name="Largest">max |x_ik|.</param>
/// <param name="Smallest">The least |x_ik| that is not 0; infinity when there is none.</param>
internal readonly record struct PointRange(double Largest, double Smallest)
{
    /// <summary>
    /// Log2 of the largest magnitude of floats that are sifted: then a squared distance in n up to 4096 is at most 2^58 and its square is a
    /// float, and the square of the least difference of doubles beside it, 2^-31, is one too.
    /// </summary>
    private const int SingleMagnitude = 22;

    /// <summary>Squares of scaled differences of at least 2^-450 keep their relative accuracy: they are 2^170 times the least
    /// double.</summary>
    private const int SafeDifference = -450;

    /// <summary>Doubles times 2^-Exponent have squared distances that do not overflow: 0 for ordinary coordinates.</summary>
    internal int Exponent => Largest == 0 || (Largest < 1e140 && Largest > 1e-100) ? 0 : Math.ILogB(Largest);

    /// <summary>
    /// True when squared distances may underflow in the scale of <see cref="Exponent"/>: some are then known to an absolute error only, and
    /// what kernels make of them is a sieve. Different doubles of this range differ by at least 2^-52 of the smallest magnitude.
    /// </summary>
    internal bool IsWide => double.IsFinite(Smallest) && Math.ILogB(Smallest) - 52 - Exponent < SafeDifference;

    /// <summary>A distance that kernels return, in the scale of <see cref="Exponent"/>, is accurate from here on even where the range is
    /// wide.</summary>
    internal static double SafeDistance => Math.ScaleB(1, SafeDifference);

    /// <summary>Doubles times 2^-SingleExponent are below 2^22.</summary>
    internal int SingleExponent => SingleExponentOf(Largest);

    /// <summary>Of all the given points together.</summary>
    internal static PointRange Of(params ReadOnlySpan<IPointRows> embeddings)
    {
        var (largest, smallest) = (0.0, double.PositiveInfinity);
        foreach (var f in embeddings)
        {
            var (high, low) = Magnitudes(f.Coordinates);
            (largest, smallest) = (Math.Max(largest, high), Math.Min(smallest, low));
        }

        return new PointRange(largest, smallest);
    }

    /// <summary><see cref="SingleExponent"/> of points below some magnitude.</summary>
    internal static int SingleExponentOf(double largest) => largest == 0 ? 0 : Math.ILogB(largest) + 1 - SingleMagnitude;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Largest, double Smallest) Magnitudes(ReadOnlySpan<double> values)
    {
        var (largest, smallest, k) = (Vector256<double>.Zero, Vector256.Create(double.PositiveInfinity), 0);
        ref var first = ref MemoryMarshal.GetReference(values);
        for (; k + 4 <= values.Length; k += 4)
        {
            var magnitude = Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)k));
            largest = Vector256.MaxNative(largest, magnitude);
            var nonzero =
                Vector256.ConditionalSelect(Vector256.Equals(magnitude, default), Vector256.Create(double.PositiveInfinity), magnitude);
            smallest = Vector256.MinNative(smallest, nonzero);
        }

        var (high, low) = (Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3])),
            Math.Min(Math.Min(smallest[0], smallest[1]), Math.Min(smallest[2], smallest[3])));
        for (; k < values.Length; k++)
        {
            var magnitude = Math.Abs(values[k]);
            (high, low) = (Math.Max(high, magnitude), magnitude == 0 ? low : Math.Min(low, magnitude));
        }

        return (high, low);
    }
}
