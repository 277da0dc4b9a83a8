namespace IsoApprox.Kernels;

/// <summary>What is done with the distances of one row to a strip of columns. One instance per worker.</summary>
internal unsafe interface IPairVisitor
{
    /// <summary>Pairs that passed the sift and were evaluated.</summary>
    long Evaluated { get; }

    /// <summary>
    /// Called before and after a tile of rows start..end-1 and columns from..to-1: the moment to exchange what is found with other workers.
    /// </summary>
    void Exchange(int start, int end, int from, int to);

    /// <summary>
    /// Takes <see cref="SinglePoints"/>' low of row i and columns from..to-1, i &lt; from. The pointers are at column from rounded down to
    /// a multiple of 16; entries before from belong to other pairs. They are null when all points are in the same one to four dimensions:
    /// the visitor makes the distances itself.
    /// </summary>
    void Sift(int i, int from, int to, float* first, float* second);

    /// <summary>
    /// The same for squared distances of <see cref="SweepPoints.Precise"/>, from column from rounded down to a multiple of 8.
    /// </summary>
    void Visit(int i, int from, int to, double* first, double* second);
}

/// <summary>
/// Sweeps the pairs i &lt; j in tiles of rows by columns, on all cores, in O(1) memory per worker: sifted as floats, or as doubles for a
/// while after a block of rows that too many pairs of passed the sift.
/// </summary>
internal static class PairSweep
{
    /// <summary>Twice the lanes, half the operations.</summary>
    private const double SiftSpeed = 4;

    /// <summary>Sweeps one or two point sets with the same number of rows.</summary>
    internal static void Run<TVisitor>(
        SweepPoints first,
        SweepPoints? second,
        Func<TVisitor> create,
        Action<TVisitor> merge,
        IProgress<double>? progress,
        CancellationToken cancellation)
        where TVisitor : class, IPairVisitor
    {
        var work =
            0.5 * first.Count * first.Count * (first.Dimension + (second?.Dimension ?? 0) + 4.0) / (first.Singles is null ? 1 : SiftSpeed);
        var perWorker = first.Count / (16 * Environment.ProcessorCount) / PackedPoints.RowBlock * PackedPoints.RowBlock;
        var blockRows = Math.Clamp(perWorker, PackedPoints.RowBlock, 96);
        var blocks = (first.Count + blockRows - 1) / blockRows;
        WorkQueue.Run(
            blocks,
            work,
            () => (Visitor: create(), Tiles: new SweepTiles(first, second, cancellation)),
            (state, block) => state.Tiles.Rows(block * blockRows, Math.Min(first.Count, (block + 1) * blockRows), state.Visitor),
            state =>
            {
                state.Tiles.Dispose();
                merge(state.Visitor);
            },
            progress,
            cancellation);
    }
}
