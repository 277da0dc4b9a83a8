using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// What a leaf proves. Let g be Triplet-Separated with margin alpha, r = max |f_i - g_i|, without slopes r &lt;= T, and let the differences
/// lie in the cones of the leaf. In units of T the sum of mu_i |f_i - g_i|^2, of the comparisons, of kappa.(g_i - g_j) + kappa_0 (alpha - s
/// v.(...)) over the cones, of the slopes and of a constant is at most r^2 sum mu, because every added term is at most 0. Its minimum over
/// all g is bounded from below as in <see cref="QuadraticMinimum"/>, with linear terms. Intervals.
/// </summary>
/// <param name="problem">The problem.</param>
/// <param name="dimension">n; points are padded by zeros.</param>
/// <param name="level">T > 0.</param>
internal sealed class DirectionLeafBound(Problem problem, int dimension, double level)
{
    internal const int LargestLeaf = 1024;
    private readonly Embedding _f = problem.Points;
    private readonly Interval _margin = (Interval)problem.Margin / level;

    /// <summary>A lower bound of r, or NaN when the leaf is malformed or proves nothing.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="path">The cones on the way to it.</param>
    internal double Prove(DirectionLeaf leaf, DirectionPath? path)
    {
        if (!IsWellFormed(leaf) || new ConeFlows(_f, leaf, path, dimension).Collect() is not { } flows)
        {
            return double.NaN;
        }

        var slopes = leaf.Slopes.Length == 0 ? null : new SlopeTerm(leaf.Slopes, dimension);
        var pairs = Couple(leaf, slopes);
        for (var e = 0; e < slopes?.Factors.Count; e++)
        {
            Interval[] pull = [.. Enumerable.Range(0, dimension).Select(k => slopes.Factors[e] * slopes.Difference(e, k))];
            flows.Terms.Add(new ConeFlows.Flow(slopes.First[e], slopes.Second[e], pull));
        }

        var weight = new IntervalAccumulator();
        Array.ForEach(leaf.Weights, w => weight.Add(w));
        var constant = Constant(leaf, flows.Anchors);
        var minimum = new LeafMinimum(Coordinates(leaf.Rows), leaf.Weights, pairs, flows.Terms).LowerBound() + constant;
        var square = minimum / weight.Value;
        return square.Lower > 0 ? (level * square.Sqrt()).Lower : double.NaN;
    }

    private bool IsWellFormed(DirectionLeaf leaf)
    {
        if (leaf?.Rows is null || leaf.Weights is null || leaf.Comparisons is null || leaf.Cones is null || leaf.Lines is null
            || leaf.Slopes is null || leaf.Rows.Length is 0 or > LargestLeaf || leaf.Weights.Length != leaf.Rows.Length)
        {
            return false;
        }

        var count = leaf.Rows.Length;
        return leaf.Rows.Distinct().Count() == count && Array.TrueForAll(leaf.Rows, i => (uint)i < (uint)_f.Count)
            && Array.TrueForAll(leaf.Weights, IsMultiplier)
            && Array.TrueForAll(leaf.Comparisons, c =>
                (uint)c.Anchor < (uint)count && (uint)c.Other < (uint)count && c.Anchor != c.Other && IsMultiplier(c.Value))
            && Array.TrueForAll(leaf.Cones, c =>
                (uint)c.First < (uint)count && (uint)c.Second < (uint)count && c.Value?.Length == dimension + 1
                && Array.TrueForAll(c.Value, double.IsFinite))
            && Array.TrueForAll(leaf.Lines, c => (uint)c.Row < (uint)count && IsMultiplier(c.Value))
            && (leaf.Slopes.Length == 0 || (problem.Margin > 0 && leaf.Slopes.Length == count * dimension))
            && Array.TrueForAll(leaf.Slopes, double.IsFinite);
    }

    private static bool IsMultiplier(double value) => value >= 0 && double.IsFinite(value);

    /// <summary>
    /// lambda and -nu by pairs, lambda of an anchor scaled down until its sum is certainly at most that of nu; the slopes are told what is
    /// left.
    /// </summary>
    private Dictionary<(int, int), Interval> Couple(DirectionLeaf leaf, SlopeTerm? slopes)
    {
        var (positive, negative) = (new IntervalAccumulator[leaf.Rows.Length], new IntervalAccumulator[leaf.Rows.Length]);
        foreach (var c in leaf.Comparisons)
        {
            (IsPositive(leaf, c) ? positive : negative)[c.Anchor].Add(c.Value);
        }

        var pairs = new Dictionary<(int, int), Interval>();
        foreach (var c in leaf.Comparisons)
        {
            var value = c.Value;
            if (IsPositive(leaf, c))
            {
                var ratio = ((Interval)Math.Max(0, negative[c.Anchor].Value.Lower) / Math
                    .Max(double.Epsilon, positive[c.Anchor].Value.Upper)).Lower;
                value = ratio >= 1 ? value : Math.Max(0, ((Interval)value * Math.Max(0, ratio)).Lower);
                slopes?.Add(c.Anchor, c.Other, 2 * _margin * value);
            }

            var key = (Math.Max(c.Anchor, c.Other), Math.Min(c.Anchor, c.Other));
            pairs[key] = pairs.GetValueOrDefault(key) + (IsPositive(leaf, c) ? value : -value);
        }

        return pairs;
    }

    private bool IsPositive(DirectionLeaf leaf, ComparisonMultiplier c) =>
        _f.Classes[leaf.Rows[c.Anchor]] == _f.Classes[leaf.Rows[c.Other]];

    /// <summary>
    /// nu_ik (alpha^2 + 2 alpha sqrt(sigma_i)) with sqrt(sigma_i) >= D_ij - 2T for every j of the class, or 0 where slopes stand for it,
    /// and kappa_0 alpha.
    /// </summary>
    private Interval Constant(DirectionLeaf leaf, Interval anchors)
    {
        if (problem.Margin == 0)
        {
            return 0;
        }

        Interval sum = anchors * _margin;
        foreach (var c in leaf.Comparisons)
        {
            if (!IsPositive(leaf, c))
            {
                var row = leaf.Rows[c.Anchor];
                Interval radius = 0;
                foreach (var j in leaf.Slopes.Length == 0 ? _f.Members(_f.Classes[row]) : [])
                {
                    radius = Interval.Max(radius, (EnclosedDistance.Distance(_f[row], _f[j]) / level) - 2);
                }

                sum += c.Value * (_margin.Square() + (2 * _margin * radius));
            }
        }

        return sum;
    }

    /// <summary>Coordinate k of point i relative to the first point, in units of T.</summary>
    private Interval[][] Coordinates(int[] rows)
    {
        var result = new Interval[dimension][];
        for (var k = 0; k < dimension; k++)
        {
            result[k] = new Interval[rows.Length];
            for (var i = 0; i < rows.Length && k < _f.Dimension; i++)
            {
                result[k][i] = ((Interval)_f[rows[i]][k] - _f[rows[0]][k]) / level;
            }
        }

        return result;
    }
}
