using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>
/// Comparisons of a double with d_haus or d_iso of two embeddings in exact arithmetic on their doubles; no rounding anywhere.
/// </summary>
internal static class ExactValues
{
    /// <summary>True when max_i |f_i - g_i| (f padded by zeros), or d_iso(f,g), is at least <paramref name="value"/>.</summary>
    internal static bool IsAtLeast(Embedding f, Embedding g, NearestMetric metric, double value) =>
        value <= 0 || Any(f, g, metric, (a, b) => Reaches(a, b, value, orEqual: true));

    /// <summary>True when it is at most <paramref name="value"/>.</summary>
    internal static bool IsAtMost(Embedding f, Embedding g, NearestMetric metric, double value) =>
        !Any(f, g, metric, (a, b) => Reaches(a, b, value, orEqual: false));

    /// <summary>True for some pair of squared distances whose roots differ by a term of the metric (HAUS: |f_i - g_i|^2 and 0).</summary>
    private static bool Any(Embedding f, Embedding g, NearestMetric metric, Func<ExactDyadic, ExactDyadic, bool> test)
    {
        for (var i = 0; i < f.Count; i++)
        {
            if (metric == NearestMetric.HausdorffLike)
            {
                if (test(Squared(f[i], g[i]), ExactDyadic.Zero))
                {
                    return true;
                }

                continue;
            }

            for (var j = 0; j < i; j++)
            {
                if (test(Squared(f[i], f[j]), Squared(g[i], g[j])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>|sqrt a - sqrt b| >= t (or > t): for the larger a that is a - b - t^2 >= 2 t sqrt b, decided by squares.</summary>
    private static bool Reaches(ExactDyadic a, ExactDyadic b, double t, bool orEqual)
    {
        var (large, small, limit) = a >= b ? (a, b, (ExactDyadic)t) : (b, a, t);
        var excess = large - small - (limit * limit);
        var compared = (excess * excess).CompareTo(4.0 * limit * limit * small);
        return excess.Sign >= 0 && (orEqual ? compared >= 0 : compared > 0);
    }

    private static ExactDyadic Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = ExactDyadic.Zero;
        for (var k = 0; k < Math.Max(x.Length, y.Length); k++)
        {
            var d = (ExactDyadic)(k < x.Length ? x[k] : 0) - (k < y.Length ? y[k] : 0);
            sum += d * d;
        }

        return sum;
    }
}
