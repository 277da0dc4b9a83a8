using IsoApprox.Embeddings;

namespace IsoApprox.Measures;

/// <summary>Compares rows of an embedding by their coordinates; 0 and -0 are the same number.</summary>
internal sealed class RowComparer(Embedding embedding) : IEqualityComparer<int>
{
    public bool Equals(int x, int y) => embedding[x].SequenceEqual(embedding[y]);

    public int GetHashCode(int row)
    {
        var hash = 14695981039346656037UL;
        foreach (var x in embedding[row])
        {
            hash = (hash ^ (ulong)BitConverter.DoubleToInt64Bits(x + 0.0)) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
