using IsoApprox.Embeddings;

namespace IsoApprox.Sets;

/// <summary>
/// The range [a, b] of every class along one coordinate, and the classes in the order of a and of b. Cost O(N + c log c).
/// </summary>
public sealed class ClassRanges
{
    /// <summary>Creates the ranges.</summary>
    /// <param name="f">The points.</param>
    /// <param name="axis">The coordinate.</param>
    public ClassRanges(Embedding f, int axis)
    {
        (Low, High) = (new double[f.ClassCount], new double[f.ClassCount]);
        Low.AsSpan().Fill(double.PositiveInfinity);
        High.AsSpan().Fill(double.NegativeInfinity);
        var classes = f.Classes;
        var coordinates = f.Coordinates;
        for (var i = 0; i < classes.Length; i++)
        {
            var x = coordinates[(i * f.Dimension) + axis];
            ref var low = ref Low[classes[i]];
            ref var high = ref High[classes[i]];
            low = Math.Min(low, x);
            high = Math.Max(high, x);
        }

        (ByLow, ByHigh) = (Order(Low, High), Order(High, Low));
    }

    /// <summary>a of each class.</summary>
    public double[] Low { get; }

    /// <summary>b of each class.</summary>
    public double[] High { get; }

    /// <summary>Classes by a, then b.</summary>
    public int[] ByLow { get; }

    /// <summary>Classes by b, then a.</summary>
    public int[] ByHigh { get; }

    /// <summary>c.</summary>
    public int Count => Low.Length;

    private static int[] Order(double[] first, double[] second)
    {
        var order = new int[first.Length];
        for (var k = 0; k < order.Length; k++)
        {
            order[k] = k;
        }

        Array.Sort((double[])first.Clone(), order);
        for (var (start, end) = (0, 0); start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && first[order[end]] == first[order[start]]; end++)
            {
            }

            Array.Sort(
                order, start, end - start,
                Comparer<int>.Create((p, q) => second[p] != second[q] ? second[p].CompareTo(second[q]) : p.CompareTo(q)));
        }

        return order;
    }
}
