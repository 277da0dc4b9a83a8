namespace IsoApprox.Arithmetic;

/// <summary>
/// Seeded random numbers: one generator for each item of a sweep, whatever thread works on it, and Gaussian numbers. The mixing is
/// SplitMix64 (Steele, Lea, Flood 2014), the same on every platform.
/// </summary>
public static class SeededRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15UL;
    private const ulong FirstFactor = 0xBF58476D1CE4E5B9UL;
    private const ulong SecondFactor = 0x94D049BB133111EBUL;

    /// <summary>The generator of item <paramref name="index"/>; depends on the seed and the index only.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="index">Number of the item.</param>
    public static Random Create(int seed, int index) =>
        new((int)(Mix(unchecked(((ulong)(uint)seed * Increment) + ((ulong)(uint)index * FirstFactor) + SecondFactor)) & 0x7FFFFFFF));

    /// <summary>One number with mean 0 and standard deviation 1, by Box and Muller.</summary>
    /// <param name="random">Source; two numbers are drawn.</param>
    public static double Gaussian(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>The first state of a SplitMix64 stream.</summary>
    /// <param name="seed">Seed of the stream.</param>
    public static ulong StreamState(int seed) => unchecked((ulong)seed * Increment);

    /// <summary>The next number of a SplitMix64 stream, uniform in [0, 1) with 53 random bits.</summary>
    /// <param name="state">State of the stream; advanced.</param>
    public static double NextUniform(ref ulong state)
    {
        state = unchecked(state + Increment);
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * FirstFactor;
            z = (z ^ (z >> 27)) * SecondFactor;
            return z ^ (z >> 31);
        }
    }
}
