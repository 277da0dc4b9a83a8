using System.Runtime.CompilerServices;

namespace IsoApprox.Sets;

internal static class MarginGuard
{
    /// <summary>Refuses a margin that is negative, NaN or infinite.</summary>
    internal static void ThrowIfInvalid(double margin, [CallerArgumentExpression(nameof(margin))] string? name = null)
    {
        if (!(margin >= 0) || !double.IsFinite(margin))
        {
            throw new ArgumentOutOfRangeException(name, margin, "a margin is a finite number, at least 0");
        }
    }
}
