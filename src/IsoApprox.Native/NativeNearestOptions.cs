using System.Runtime.InteropServices;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_nearest_options.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeNearestOptions
{
    private const int Free = -1;

    /// <summary>sizeof the struct.</summary>
    public nuint Size;

    /// <summary>0 d_haus, 1 d_iso.</summary>
    public int Metric;

    /// <summary>Dimension of g; 0: that of the points, -1: free.</summary>
    public int Dimension;

    /// <summary>Starts of the local search; 0: by size.</summary>
    public int Starts;

    /// <summary>Seed of the starts.</summary>
    public int Seed;

    /// <summary>Threads; 0: all cores.</summary>
    public int Threads;

    /// <summary>Non-zero: branch and bound after the starts.</summary>
    public int Prove;

    /// <summary>Relative gap at which the search stops; negative: the default.</summary>
    public double Gap;

    /// <summary>Seconds; 0: no limit.</summary>
    public double TimeLimit;

    /// <summary>
    /// Told (user, starts finished, starts in all, lower, upper), one call at a time, from any thread; non-zero stops. May be null.
    /// </summary>
    public delegate* unmanaged<void*, long, long, double, double, int> Progress;

    /// <summary>First argument of <see cref="Progress"/>.</summary>
    public void* User;

    /// <summary>Set to non-zero by another thread to stop; may be null.</summary>
    public int* Cancel;

    /// <summary>The options that a caller starts from.</summary>
    internal static NativeNearestOptions Default => new() { Size = (nuint)sizeof(NativeNearestOptions), Seed = 1, Gap = -1 };

    /// <summary>The settings of the search.</summary>
    /// <exception cref="EmbeddingException">A number is out of range.</exception>
    internal readonly NearestSettings Settings(IdealSet set)
    {
        if (Metric is not (0 or 1))
        {
            throw new EmbeddingException($"metric {Metric}: unknown; give 0 (haus) or 1 (iso)");
        }

        if (Dimension < Free)
        {
            throw new EmbeddingException($"dimension {Dimension}: must be at least 1, 0 for that of the points, or -1 for free");
        }

        var settings = new NearestSettings
        {
            Metric = Metric == 0 ? NearestMetric.HausdorffLike : NearestMetric.IsometricError,
            Set = set,
            Dimension = Dimension > 0 ? Dimension : null,
            FreeDimension = Dimension == Free,
            Starts = Starts == 0 ? null : Starts,
            Seed = Seed,
            Threads = Threads == 0 ? null : Threads,
            Prove = Prove != 0,
            TimeLimit = NativeSize.Limit(TimeLimit),
        };
        return Gap < 0 ? settings : settings with { Gap = Gap, ProveGap = Gap };
    }
}
