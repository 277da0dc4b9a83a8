using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// The squared distances of anchors to what is kept and to what their lists hold: one anchor after the other, or, in hundreds of
/// coordinates, those of all anchors together.
/// </summary>
/// <param name="order">Positions.</param>
/// <param name="dimension">n.</param>
/// <param name="lists">The lists.</param>
/// <param name="rows">The terms, which know how far a list has to reach.</param>
/// <param name="blocks">The points in blocks, loaded; null: each anchor by itself.</param>
internal sealed class ListedRows(LevelOrder order, int dimension, IFarLists lists, RowTerms rows, CoordinateBlocks? blocks)
{
    /// <summary>Called before rows are filled, when lists or points are new.</summary>
    /// <param name="parallel">Null: one thread.</param>
    internal void Prepare(ParallelOptions? parallel) => blocks?.Measure(Name, parallel);

    /// <summary>Fills the row of an anchor whose list reaches. Different anchors may be filled at once.</summary>
    /// <param name="at">Position of the anchor.</param>
    /// <param name="g">N x n.</param>
    /// <param name="scratch">Buffers; the row is in them.</param>
    internal void Fill(int at, double[] g, RowScratch scratch)
    {
        if (blocks is null)
        {
            Measure(at, g, scratch);
        }
        else
        {
            Take(blocks.Squared(at), at, scratch.Row);
        }

        scratch.Row[at] = 0;
    }

    private void Measure(int at, double[] g, RowScratch scratch)
    {
        var (row, own, positions) = (scratch.Row, at * dimension, lists.Of(at).Length);
        foreach (var (start, end) in order.Kept(order.Classes[at]))
        {
            VectorKernels.SquaredDistances(g.AsSpan(own, dimension), g, dimension, start, end, row);
        }

        VectorKernels.SquaredDistances(g.AsSpan(own, dimension), g, dimension, lists.Of(at), scratch.B);
        Scatter(scratch.B.AsSpan(0, positions), lists.Of(at), row);
    }

    /// <summary>What an anchor is compared with; nothing where its list does not reach what it needed last.</summary>
    private void Name(int at, List<int> others)
    {
        if (lists.Reach(at) < rows.Needed(at))
        {
            return;
        }

        foreach (var (start, end) in order.Kept(order.Classes[at]))
        {
            others.AddRange(Enumerable.Range(start, end - start));
        }

        others.AddRange(lists.Of(at));
    }

    /// <summary>Takes what was measured, in the order in which it was named.</summary>
    private void Take(ReadOnlySpan<double> squared, int at, double[] row)
    {
        foreach (var (start, end) in order.Kept(order.Classes[at]))
        {
            squared[..(end - start)].CopyTo(row.AsSpan(start));
            squared = squared[(end - start)..];
        }

        Scatter(squared, lists.Of(at), row);
    }

    private static void Scatter(ReadOnlySpan<double> squared, ReadOnlySpan<int> positions, double[] row)
    {
        for (var p = 0; p < positions.Length; p++)
        {
            row[positions[p]] = squared[p];
        }
    }
}
