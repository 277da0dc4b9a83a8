using System.Numerics;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Separation;

/// <summary>How near rows are to an anchor: an enclosure of a measure that grows with the distance, and the exact order where enclosures overlap.</summary>
internal abstract class AnchorOrder
{
    /// <summary>Enclosures of the measure from anchor i to every row.</summary>
    internal abstract void Enclose(int i, Span<Interval> values);

    /// <summary>Sign of measure(i, j) - measure(i, k), exact.</summary>
    internal abstract int Compare(int i, int j, int k);

    /// <summary>Squared Euclidean distances of the stored doubles.</summary>
    internal sealed class EuclideanOrder(Embedding g) : AnchorOrder
    {
        private PairwiseDistancesExact? _exact;

        internal override void Enclose(int i, Span<Interval> values)
        {
            for (var j = 0; j < values.Length; j++)
            {
                values[j] = PairwiseDistances.SquaredEnclosure(PairwiseDistances.Squared(g[i], g[j]), g.Dimension);
            }
        }

        internal override int Compare(int i, int j, int k) => Squared(i, j).CompareTo(Squared(i, k));

        /// <summary>Sign of ||g_i - g_j|| - threshold, exact.</summary>
        internal int CompareWith(int i, int j, double threshold)
        {
            ExactDyadic squared = ExactDyadic.Zero, bound = threshold;
            for (var q = 0; q < g.Dimension; q++)
            {
                var d = (ExactDyadic)g[i][q] - g[j][q];
                squared += d * d;
            }

            return squared.CompareTo(bound * bound);
        }

        private BigInteger Squared(int i, int j) => (_exact ??= new PairwiseDistancesExact(g.Coordinates, g.Dimension)).Squared(i, j);
    }

    /// <summary>Minus the cosine: the order of the distances between the radial projections g_i/||g_i||.</summary>
    internal sealed class SphericalOrder : AnchorOrder
    {
        private readonly Embedding _g;
        private readonly int[] _representatives;
        private readonly double[] _norms;

        internal SphericalOrder(Embedding g)
        {
            (_g, _representatives) = (g, Duplicates.Representatives(g));
            _norms = [.. Enumerable.Range(0, g.Count).Select(i => Math.Sqrt(Dot(g[i], g[i])))];
        }

        internal override void Enclose(int i, Span<Interval> values)
        {
            // Norms lie in [1/2, 2]: relative errors of n + 3 roundings for the product and n + 3 for the norms, doubled for safety.
            var error = 4 * (_g.Dimension + 8) * Math.ScaleB(1, -53);
            for (var j = 0; j < values.Length; j++)
            {
                var cosine = Dot(_g[i], _g[j]) / (_norms[i] * _norms[j]);
                values[j] = _representatives[i] == _representatives[j]
                    ? -1
                    : new Interval(Math.Max(-1, -cosine - error), Math.Max(-1, -cosine + error));
            }
        }

        internal override int Compare(int i, int j, int k)
        {
            if (_representatives[j] == _representatives[k])
            {
                return 0;
            }

            // cos_ij - cos_ik has the sign of p/sqrt(q) - r/sqrt(s).
            var (p, q) = (Exact(i, j), Exact(j, j));
            var (r, s) = (Exact(i, k), Exact(k, k));
            if (p.Sign != r.Sign)
            {
                return r.Sign.CompareTo(p.Sign);
            }

            var order = (r * r * q).CompareTo(p * p * s);
            return p.Sign >= 0 ? order : -order;
        }

        private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            var sum = 0.0;
            for (var q = 0; q < x.Length; q++)
            {
                sum += x[q] * y[q];
            }

            return sum;
        }

        private ExactDyadic Exact(int i, int j)
        {
            var sum = ExactDyadic.Zero;
            for (var q = 0; q < _g.Dimension; q++)
            {
                sum += (ExactDyadic)_g[i][q] * _g[j][q];
            }

            return sum;
        }
    }
}
