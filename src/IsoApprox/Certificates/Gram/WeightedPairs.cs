using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// The matrix sum over pairs of w_ij E_ij as a list of distinct pairs i > j with enclosed weights. It maps the vector of ones to 0 whatever
/// the weights.
/// </summary>
internal sealed class WeightedPairs
{
    private WeightedPairs(int[] first, int[] second, Interval[] weights) => (First, Second, Weights) = (first, second, weights);

    internal int[] First { get; }

    internal int[] Second { get; }

    internal Interval[] Weights { get; }

    internal int Count => Weights.Length;

    /// <summary>Adds up signed multipliers pair by pair; pairs of a row with itself are left out because E_ii = 0.</summary>
    internal static WeightedPairs Sum(params (PairMultipliers Pairs, int Sign)[] terms)
    {
        var total = terms.Sum(t => t.Pairs.Count);
        var (keys, values) = (new List<long>(total), new List<double>(total));
        foreach (var (pairs, sign) in terms)
        {
            for (var e = 0; e < pairs.Count; e++)
            {
                var (i, j) = (Math.Max(pairs.First[e], pairs.Second[e]), Math.Min(pairs.First[e], pairs.Second[e]));
                if (i != j && pairs.Values[e] != 0)
                {
                    keys.Add(((long)i << 32) | (uint)j);
                    values.Add(sign * pairs.Values[e]);
                }
            }
        }

        var (key, value) = (keys.ToArray(), values.ToArray());
        Array.Sort(key, value);
        var (first, second, weights) = (new List<int>(), new List<int>(), new List<Interval>());
        for (var e = 0; e < key.Length;)
        {
            var (start, sum) = (key[e], (Interval)value[e]);
            for (e++; e < key.Length && key[e] == start; e++)
            {
                sum += value[e];
            }

            first.Add((int)(start >> 32));
            second.Add((int)(start & 0xffffffff));
            weights.Add(sum);
        }

        return new WeightedPairs([.. first], [.. second], [.. weights]);
    }

    /// <summary>
    /// The enclosed matrix restricted to the rows with position[i] >= 0, plus diag(diagonal) and constant in every entry.
    /// </summary>
    internal SymmetricIntervalMatrix Assemble(int[] position, int size, ReadOnlySpan<double> diagonal, double constant = 0)
    {
        var sums = new IntervalAccumulator[size];
        for (var i = 0; i < position.Length; i++)
        {
            if (position[i] >= 0)
            {
                sums[position[i]].Add(diagonal.IsEmpty ? 0 : diagonal[i]);
                sums[position[i]].Add(constant);
            }
        }

        var matrix = new SymmetricIntervalMatrix(size);
        if (constant != 0)
        {
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    matrix[i, j] = constant;
                }
            }
        }

        for (var e = 0; e < Count; e++)
        {
            var (i, j) = (position[First[e]], position[Second[e]]);
            sums[i].Add(Weights[e]);
            sums[j].Add(Weights[e]);
            matrix[i, j] = constant == 0 ? -Weights[e] : constant - Weights[e];
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = sums[i].Value;
        }

        return matrix;
    }

    /// <summary>Numbers the rows that carry a multiplier 0, 1, ... in order; the others get -1.</summary>
    internal int[] Positions(int count, ReadOnlySpan<double> diagonal, out int size)
    {
        var used = new bool[count];
        for (var e = 0; e < Count; e++)
        {
            used[First[e]] = used[Second[e]] = true;
        }

        size = 0;
        var position = new int[count];
        for (var i = 0; i < count; i++)
        {
            position[i] = used[i] || (!diagonal.IsEmpty && diagonal[i] > 0) ? size++ : -1;
        }

        return position;
    }
}
