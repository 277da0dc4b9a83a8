#if USE_MKL_PROVIDER
using MathNet.Numerics;
#endif

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// MathNet.Numerics.Providers.MKL for the eigenvalue and singular value decompositions; built with -p:UseMklProvider=true.
/// </summary>
internal static class MklProvider
{
    private static readonly Lazy<bool> Tried = new(Try);

    /// <summary>True when MathNet.Numerics uses MKL. The first call tries to load it.</summary>
    internal static bool IsInUse => Tried.Value;

    private static bool Try()
    {
#if USE_MKL_PROVIDER
        return Control.TryUseNativeMKL();
#else
        return false;
#endif
    }
}
