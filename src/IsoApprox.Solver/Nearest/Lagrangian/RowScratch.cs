namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>Buffers of one thread for <see cref="SetTerms"/>.</summary>
/// <param name="tile">Length of a tile of distances.</param>
/// <param name="count">N.</param>
internal sealed class RowScratch(int tile, int count)
{
    internal double[] Tile { get; } = new double[tile];

    /// <summary>A row of squared distances.</summary>
    internal double[] Row { get; } = new double[count];

    /// <summary>Its copy that one cut works on.</summary>
    internal double[] Cut { get; } = new double[count];

    /// <summary>Squared distances to near positions as they are.</summary>
    internal double[] Squared { get; } = new double[count];

    /// <summary>Zeros, left so.</summary>
    internal double[] Zeros { get; } = new double[count];

    // One more than can be collected: the collecting loop writes before it decides.
    internal double[] A { get; } = new double[count + 1];

    internal double[] B { get; } = new double[count + 1];

    internal int[] AtA { get; } = new int[count + 1];

    internal int[] AtB { get; } = new int[count + 1];
}
