namespace IsoApprox.Arithmetic;

/// <summary>Compares rows of points by their coordinates; 0 and -0 are the same number.</summary>
internal sealed class RowComparer(IPointRows points) : IEqualityComparer<int>
{
    /// <summary>For every row the lowest row with the same coordinates. Cost O(N n).</summary>
    internal static int[] Representatives(IPointRows points)
    {
        var distinct = new HashSet<int>(points.Count, new RowComparer(points));
        var first = new int[points.Count];
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = distinct.TryGetValue(i, out var earlier) ? earlier : i;
            distinct.Add(i);
        }

        return first;
    }

    public bool Equals(int x, int y) => points[x].SequenceEqual(points[y]);

    public int GetHashCode(int row)
    {
        var hash = 14695981039346656037UL;
        foreach (var x in points[row])
        {
            hash = (hash ^ (ulong)BitConverter.DoubleToInt64Bits(x + 0.0)) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
