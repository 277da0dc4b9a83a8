using IsoApprox.Embeddings;

namespace IsoApprox.Native;

/// <summary>The first member of an options struct is its size, so that a later version can tell what a caller was compiled with.</summary>
internal static class NativeSize
{
    /// <exception cref="EmbeddingException">The size is another one.</exception>
    internal static void Require(nuint given, nuint expected, string name)
    {
        if (given != expected)
        {
            throw new EmbeddingException(
                $"{name}: size {given}, expected {expected}; call {name}_init first, with the header of this version");
        }
    }

    /// <summary>A number of an options struct.</summary>
    /// <exception cref="EmbeddingException">Negative, infinite or not a number.</exception>
    internal static void RequireNonNegative(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
        {
            throw new EmbeddingException($"{name} {value:R}: must be a finite number >= 0");
        }
    }

    /// <summary>A time limit; null for 0.</summary>
    /// <exception cref="EmbeddingException">Negative or not a number.</exception>
    internal static TimeSpan? Limit(double seconds) => !(seconds >= 0)
        ? throw new EmbeddingException($"time limit {seconds}: must be a number of seconds >= 0, 0 for none")
        : seconds == 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(24).TotalSeconds));
}
