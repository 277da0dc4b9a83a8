using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Benchmarks;

/// <summary>The plain parallel loops that the kernels are measured against.</summary>
internal static class Naive
{
    internal static double IsometricError(Embedding f, Embedding g) => Rows(f.Count, i =>
    {
        var best = 0.0;
        for (var j = i + 1; j < f.Count; j++)
        {
            best = Math.Max(best, Math.Abs(PairwiseDistances.Distance(f[i], f[j]) - PairwiseDistances.Distance(g[i], g[j])));
        }

        return best;
    });

    internal static double Diameter(Embedding f) => Rows(f.Count, i =>
    {
        var best = 0.0;
        for (var j = i + 1; j < f.Count; j++)
        {
            best = Math.Max(best, PairwiseDistances.Squared(f[i], f[j]));
        }

        return Math.Sqrt(best);
    });

    internal static double HardMined(Embedding f) => Rows(f.Count, i =>
    {
        var (far, near) = (0.0, double.PositiveInfinity);
        for (var j = 0; j < f.Count; j++)
        {
            var s = PairwiseDistances.Squared(f[i], f[j]);
            (far, near) = f.Classes[j] == f.Classes[i] ? (Math.Max(far, s), near) : (far, Math.Min(near, s));
        }

        return Math.Sqrt(far) - Math.Sqrt(near);
    });

    internal static double Hausdorff(Embedding f, Embedding g) => Rows(f.Count, i =>
    {
        var near = double.PositiveInfinity;
        for (var j = 0; j < g.Count; j++)
        {
            near = Math.Min(near, PairwiseDistances.Squared(f[i], g[j]));
        }

        return Math.Sqrt(near);
    });

    private static double Rows(int count, Func<int, double> value)
    {
        var rows = new double[count];
        Parallel.For(0, count, i => rows[i] = value(i));
        return rows.Max();
    }
}
