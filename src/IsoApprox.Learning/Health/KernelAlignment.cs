using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>Linear centred kernel alignment of two embeddings of the same items. Cost O(N (n^2 + n m + m^2)), memory O(N n + N
/// m).</summary>
internal static class KernelAlignment
{
    internal const string Id = "linear-cka";
    private const int ColumnsAtOnce = 16;

    /// <summary>Fills the row.</summary>
    internal static void Fill(HealthTable table, Embedding f, Embedding g, CancellationToken cancellation)
    {
        var x = ScaledPoints.Centred(ScaledPoints.UpToTranslation(f), f.Dimension);
        var y = ScaledPoints.Centred(ScaledPoints.UpToTranslation(g), g.Dimension);
        var first = Product(x, f.Dimension, x, f.Dimension, cancellation);
        var second = Product(y, g.Dimension, y, g.Dimension, cancellation);
        table.SetUnless(
            first == 0 || second == 0 ? "all points of one of the two embeddings coincide" : null,
            Id,
            () => Product(x, f.Dimension, y, g.Dimension, cancellation) / (Math.Sqrt(first) * Math.Sqrt(second)));
    }

    /// <summary>||X^T Y||^2, some columns of X at a time.</summary>
    private static double Product(double[] x, int n, double[] y, int m, CancellationToken cancellation) =>
        RowChunks.Map(
            n,
            cancellation,
            (first, last) =>
            {
                var sums = new double[(last - first) * m];
                for (var i = 0; i < x.Length / n; i++)
                {
                    for (var k = first; k < last; k++)
                    {
                        VectorKernels.AddScaled(x[(i * n) + k], y.AsSpan(i * m, m), sums.AsSpan((k - first) * m, m));
                    }
                }

                return VectorKernels.Dot(sums, sums);
            },
            ColumnsAtOnce).Sum();
}
