using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Figures 1-6 of arXiv 2210.11173 drawn from given embeddings, as SVG text. Embeddings have one or two coordinates; classes, duplicates,
/// singletons and a single class are all legal. The output depends on the arguments only. Captions print intervals, rounded outwards, and
/// the status text that is given; they claim nothing else as proved.
/// </summary>
public static class PaperFigures
{
    /// <summary>
    /// Figure 1: a triplet, and the boundary of the region that a class leaves to the others (outside the union of the discs ||x - g_a||
    /// &lt; s_a).
    /// </summary>
    /// <param name="g">The embedding drawn.</param>
    /// <param name="triplet">The triplet shown; null for none.</param>
    /// <param name="classIndex">The class whose boundary is shown, 0..c-1.</param>
    public static string TripletBoundary(Embedding g, Triplet? triplet, int classIndex) => TripletFigure.Draw(g, triplet, classIndex);

    /// <summary>Figure 2: f with the boundaries of its classes, and a sketch of the question.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="hausdorffLike">Proved interval of d_haus(f, F_TS).</param>
    /// <param name="isometricError">Proved interval of d_iso(f, F_TS).</param>
    public static string Setup(Embedding f, Interval hausdorffLike, Interval isometricError) =>
        SetupFigure.Draw(f, hausdorffLike, isometricError);

    /// <summary>Figure 3: f, f*, the displacements (longest outlined) and the dashed boundaries of f*.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="g">f*, row i is the same item.</param>
    /// <param name="value">Proved interval of d_haus(f, F_TS).</param>
    /// <param name="status">What is known of f*, one sentence.</param>
    public static string HausdorffLike(Embedding f, Embedding g, Interval value, string status) =>
        HausdorffLikeFigure.Draw(f, Same(f, g), value, status);

    /// <summary>Figure 4: f, f* (moved rigidly onto f) and the pair whose distance changed most, with the change as a black bar.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="g">f*, row i is the same item.</param>
    /// <param name="pair">The pair, from <see cref="IsometricError.Compute"/>.</param>
    /// <param name="value">Proved interval of d_iso(f, F_TS).</param>
    /// <param name="status">What is known of f*, one sentence.</param>
    public static string IsometricErrorPair(Embedding f, Embedding g, PairMeasure pair, Interval value, string status) =>
        IsometricErrorFigure.Draw(f, Same(f, g), pair, value, status);

    /// <summary>Figure 5: the hardest triplet with both distances and L.</summary>
    /// <param name="f">The embedding.</param>
    /// <param name="loss">From <see cref="TripletLoss.HardMined"/>.</param>
    public static string HardestTriplet(Embedding f, HardMinedLoss loss) => HardestTripletFigure.Draw(f, loss);

    /// <summary>
    /// Figure 6: f and the nearest embeddings found in both distances, each inside an ellipse, with the ratio of diameters.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="nearHausdorff">f* of d_haus.</param>
    /// <param name="hausdorffLike">Proved interval of d_haus(f, F_TS).</param>
    /// <param name="nearIsometric">f* of d_iso.</param>
    /// <param name="isometricError">Proved interval of d_iso(f, F_TS).</param>
    /// <param name="status">What is known of both, one or two sentences.</param>
    public static string Collapse(
        Embedding f, Embedding nearHausdorff, Interval hausdorffLike, Embedding nearIsometric, Interval isometricError, string status) =>
        ShrinkageFigure.Draw(f, Same(f, nearHausdorff), hausdorffLike, Same(f, nearIsometric), isometricError, status);

    private static Embedding Same(Embedding f, Embedding g) => f.HasSameLabels(g)
        ? g
        : throw new EmbeddingException("figure: f and f* carry different labels; row i of both must be the same item");
}
