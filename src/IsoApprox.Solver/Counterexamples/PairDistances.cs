using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>All distances of a small embedding, and their derivatives in the coordinates.</summary>
internal sealed class PairDistances
{
    private readonly Embedding _f;
    private readonly double[,] _distances;

    internal PairDistances(Embedding f)
    {
        (_f, _distances) = (f, new double[f.Count, f.Count]);
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _distances[i, j] = _distances[j, i] = PairwiseDistances.Distance(f[i], f[j]);
            }
        }
    }

    internal double this[int i, int j] => _distances[i, j];

    internal double Largest => _distances.Cast<double>().Max();

    internal double Smallest
    {
        get
        {
            var pairs = from i in Enumerable.Range(0, _f.Count) from j in Enumerable.Range(0, i) select _distances[i, j];
            return pairs.DefaultIfEmpty(0).Min();
        }
    }

    /// <summary>All (anchor, positive, negative), the positive not the anchor.</summary>
    internal IEnumerable<(int I, int J, int K)> Triplets() =>
        from i in Enumerable.Range(0, _f.Count)
        from j in Enumerable.Range(0, _f.Count)
        where i != j && _f.Classes[i] == _f.Classes[j]
        from k in Enumerable.Range(0, _f.Count)
        where _f.Classes[k] != _f.Classes[i]
        select (i, j, k);

    /// <summary>The derivative of sum weight D_ij over a few pairs: indices of coordinates, each once, and values.</summary>
    internal (int[] Indices, double[] Values) Gradient(ReadOnlySpan<(int I, int J, double Weight)> pairs)
    {
        var n = _f.Dimension;
        Span<int> rows = stackalloc int[2 * pairs.Length];
        var count = 0;
        foreach (var (i, j, _) in pairs)
        {
            count = Place(rows, count, i);
            count = Place(rows, count, j);
        }

        var (indices, values) = (new int[count * n], new double[count * n]);
        for (var r = 0; r < count; r++)
        {
            for (var k = 0; k < n; k++)
            {
                indices[(r * n) + k] = (rows[r] * n) + k;
            }
        }

        foreach (var (i, j, weight) in pairs)
        {
            var (first, second) = (rows[..count].IndexOf(i) * n, rows[..count].IndexOf(j) * n);
            var factor = _distances[i, j] > 0 ? weight / _distances[i, j] : 0;
            for (var k = 0; k < n; k++)
            {
                var value = factor * (_f[i][k] - _f[j][k]);
                values[first + k] += value;
                values[second + k] -= value;
            }
        }

        return (indices, values);
    }

    private static int Place(Span<int> rows, int count, int row)
    {
        if (rows[..count].Contains(row))
        {
            return count;
        }

        rows[count] = row;
        return count + 1;
    }
}
