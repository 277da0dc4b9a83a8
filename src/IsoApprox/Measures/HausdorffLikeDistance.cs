using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Measures;

/// <summary>The Hausdorff-like distance between two embeddings of the same labelled items.</summary>
/// <param name="Value">d_haus(f,g), Eq. (11).</param>
/// <param name="Class">Class that attains it, lowest on ties.</param>
/// <param name="Witness">Points that attain it.</param>
/// <param name="PerClass">Symmetric Hausdorff distance of each class's two images.</param>
public sealed record HausdorffLikeDistance(double Value, int Class, DirectedDistance Witness, IReadOnlyList<DirectedDistance> PerClass)
{
    /// <summary>
    /// d_haus(f,g) = max over classes of the Hausdorff distance between the class's image under f and under g (Eq. 11). Cost O(sum m_A^2
    /// n).
    /// </summary>
    /// <param name="f">N labelled points.</param>
    /// <param name="g">The same labelled items in the same dimension.</param>
    /// <param name="progress">Told the share of classes that are done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="EmbeddingException">Different labels, number of points or dimension.</exception>
    public static HausdorffLikeDistance Compute(
        Embedding f, Embedding g, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (!f.HasSameLabels(g))
        {
            throw new EmbeddingException("the embeddings carry different labels; row i of both must be the same item with the same label");
        }

        if (f.Dimension != g.Dimension)
        {
            throw new EmbeddingException(
                $"the embeddings have {f.Dimension} and {g.Dimension} coordinates; a Hausdorff distance needs the same space");
        }

        var perClass = new DirectedDistance[f.ClassCount];
        var range = PointRange.Of(f, g);
        var work = f.Count * (double)f.LargestClassSize * f.Dimension;
        WorkQueue.Run(
            perClass.Length,
            work,
            () => perClass,
            (results, k) => results[k] = HausdorffDistance.Symmetric(f, g, f.Members(k), range, cancellation),
            _ => { },
            progress,
            cancellation);

        var worst = 0;
        for (var k = 1; k < perClass.Length; k++)
        {
            if (perClass[k].Value > perClass[worst].Value)
            {
                worst = k;
            }
        }

        return new HausdorffLikeDistance(perClass[worst].Value, worst, perClass[worst], perClass);
    }
}
