using System.Numerics;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Proves that points of R^n lie in a hyperplane. The differences to the first point are exact integers times a power of two; if their
/// matrix has rank below n modulo primes whose product exceeds Hadamard's bound for the n x n minors, all these minors are 0 and the affine
/// rank is below n.
/// </summary>
internal static class ModularRank
{
    private const double WorkLimit = 4e9;

    /// <summary>
    /// True when the affine rank is proved to be below n; false when it is n, or when the proof would take more than a few seconds.
    /// </summary>
    /// <param name="f">The points.</param>
    internal static bool IsCertainlyDeficient(Embedding f)
    {
        var n = f.Dimension;
        if (f.Count <= n)
        {
            return true;
        }

        var (lowest, highest) = ExponentRange(f);
        if (highest < lowest)
        {
            return true;
        }

        // |difference| 2^(highest + 2 - lowest), a row of n of them has norm below sqrt(n) times that, and a minor is at most the product
        // of n row norms.
        var bits = n * (highest + 2.0 - lowest + (Math.Log2(n) / 2));
        var primes = (int)Math.Ceiling(bits / 30) + 1;
        if (primes * (double)f.Count * n * n > WorkLimit)
        {
            return false;
        }

        // Every prime used exceeds 2^30.
        var prime = (1u << 31) - 1;
        for (var k = 0; k < primes; k++)
        {
            if (Rank(f, lowest, prime) == n)
            {
                return false;
            }

            do
            {
                prime -= 2;
            }
            while (!IsPrime(prime));
        }

        return true;
    }

    private static (int Lowest, int Highest) ExponentRange(Embedding f)
    {
        var (lowest, highest) = (int.MaxValue, int.MinValue);
        foreach (var value in f.Coordinates)
        {
            if (value != 0)
            {
                var exponent = Math.ILogB(value);
                var bits = BitConverter.DoubleToInt64Bits(value) & 0xFFFFFFFFFFFFFL;
                var trailing = bits == 0 ? 52 : Math.Min(52, BitOperations.TrailingZeroCount(bits));
                lowest = Math.Min(lowest, Math.Max(-1074, exponent - 52 + trailing));
                highest = Math.Max(highest, exponent);
            }
        }

        return (lowest, highest);
    }

    private static int Rank(Embedding f, int lowest, uint prime)
    {
        var n = f.Dimension;
        var origin = Residues(f[0], lowest, prime);
        var (pivots, columns) = (new List<ulong[]>(), new List<int>());
        for (var i = 1; i < f.Count && pivots.Count < n; i++)
        {
            var row = Residues(f[i], lowest, prime);
            for (var k = 0; k < n; k++)
            {
                row[k] = (row[k] + prime - origin[k]) % prime;
            }

            for (var j = 0; j < pivots.Count; j++)
            {
                var factor = row[columns[j]];
                if (factor != 0)
                {
                    var (pivot, negative) = (pivots[j], prime - factor);
                    for (var k = 0; k < n; k++)
                    {
                        row[k] = (row[k] + (negative * pivot[k])) % prime;
                    }
                }
            }

            var column = Array.FindIndex(row, x => x != 0);
            if (column >= 0)
            {
                var inverse = PowerModulo(row[column], prime - 2, prime);
                pivots.Add(Array.ConvertAll(row, x => x * inverse % prime));
                columns.Add(column);
            }
        }

        return pivots.Count;
    }

    /// <summary>The integers a_k / 2^lowest modulo the prime.</summary>
    private static ulong[] Residues(ReadOnlySpan<double> point, int lowest, uint prime)
    {
        var residues = new ulong[point.Length];
        for (var k = 0; k < residues.Length; k++)
        {
            var value = Math.Abs(point[k]);
            if (value == 0)
            {
                continue;
            }

            var bits = BitConverter.DoubleToUInt64Bits(value);
            var biased = (int)(bits >> 52);
            var mantissa = (bits & 0xFFFFFFFFFFFFFUL) | (biased == 0 ? 0 : 0x10000000000000UL);
            var shift = (biased == 0 ? -1074 : biased - 1075) - lowest;
            (mantissa, shift) = shift < 0 ? (mantissa >> -shift, 0) : (mantissa, shift);
            var residue = mantissa % prime * PowerModulo(2, (uint)shift, prime) % prime;
            residues[k] = point[k] < 0 && residue != 0 ? prime - residue : residue;
        }

        return residues;
    }

    private static ulong PowerModulo(ulong value, uint exponent, uint prime)
    {
        var result = 1UL;
        for (; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) != 0 ? result * value % prime : result;
            value = value * value % prime;
        }

        return result;
    }

    private static bool IsPrime(uint candidate)
    {
        for (var d = 3u; d * d <= candidate; d += 2)
        {
            if (candidate % d == 0)
            {
                return false;
            }
        }

        return true;
    }
}
