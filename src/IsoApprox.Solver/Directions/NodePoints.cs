namespace IsoApprox.Solver.Directions;

/// <summary>The points a node is solved on, sorted by class, coordinate by coordinate in rows of a multiple of four numbers.</summary>
internal sealed class NodePoints
{
    internal NodePoints(ScaledPoints f, IEnumerable<int> rows)
    {
        Rows = [.. rows.OrderBy(f.ClassOf).ThenBy(i => i)];
        (Count, Dimension) = (Rows.Length, f.Dimension);
        Stride = (Count + 3) & ~3;
        Local = new Dictionary<int, int>(Count);
        Coordinates = new double[Dimension * Stride];
        (BlockStart, BlockEnd) = (new int[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            Local[Rows[i]] = i;
            for (var k = 0; k < Dimension; k++)
            {
                Coordinates[(k * Stride) + i] = f[Rows[i]][k];
            }
        }

        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && f.ClassOf(Rows[end]) == f.ClassOf(Rows[start]))
            {
                end++;
            }

            Array.Fill(BlockStart, start, start, end - start);
            Array.Fill(BlockEnd, end, start, end - start);
            start = end;
        }
    }

    /// <summary>Rows of f, by class.</summary>
    internal int[] Rows { get; }

    /// <summary>Place of a row of f among <see cref="Rows"/>.</summary>
    internal Dictionary<int, int> Local { get; }

    internal int Count { get; }

    internal int Dimension { get; }

    /// <summary>Length of a coordinate's row: Count rounded up to a multiple of four.</summary>
    internal int Stride { get; }

    /// <summary>Coordinate k of point i is at k Stride + i.</summary>
    internal double[] Coordinates { get; }

    /// <summary>First place of the class of a point.</summary>
    internal int[] BlockStart { get; }

    /// <summary>One after the last place of the class of a point.</summary>
    internal int[] BlockEnd { get; }
}
