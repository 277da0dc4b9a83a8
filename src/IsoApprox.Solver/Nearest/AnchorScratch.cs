namespace IsoApprox.Solver.Nearest;

/// <summary>Buffers of one thread for the rows of <see cref="StripAnchors"/>.</summary>
/// <param name="tile">Length of a tile of distances.</param>
/// <param name="count">N.</param>
internal sealed class AnchorScratch(int tile, int count)
{
    internal double[] Tile { get; } = new double[tile];

    /// <summary>A row whose negatives are computed only where they are listed.</summary>
    internal double[] Row { get; } = new double[count];

    internal double[] Squared { get; } = new double[count];

    // One more than can be collected: the collecting loop writes before it decides.
    internal double[] A { get; } = new double[count + 1];

    internal double[] B { get; } = new double[count + 1];

    internal int[] AtA { get; } = new int[count + 1];

    internal int[] AtB { get; } = new int[count + 1];
}
