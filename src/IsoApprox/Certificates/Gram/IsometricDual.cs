using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// phi(t) = sum alpha [D - t]_+^2 - sum beta (D + t)^2 - epsilon sum over all pairs (D + t)^2 + margin term(t) + offset, nonincreasing in t
/// >= 0, evaluated from below.
/// </summary>
internal sealed class IsometricDual
{
    private readonly double[] _alpha;
    private readonly double[] _beta;
    private readonly Interval[] _alphaDistances;
    private readonly Interval[] _betaDistances;
    private readonly MarginTerm _margin;
    private readonly double _epsilon;
    private readonly double _scale;
    private readonly Interval _pairCount;
    private readonly Interval _squares;
    private readonly Interval _offset;

    internal IsometricDual(GramCertificate repaired, Problem problem, int[] position, double epsilon, Interval offset)
    {
        var f = problem.Points;
        (_alpha, _beta, _epsilon, _scale) = (repaired.Alpha.Values, repaired.Beta.Values, epsilon, problem.Set.Margin);
        (_alphaDistances, _betaDistances) = (Distances(repaired.Alpha, f), Distances(repaired.Beta, f));
        (_margin, _offset) = (new MarginTerm(repaired, problem), offset);
        var rows = Enumerable.Range(0, position.Length).Where(i => position[i] >= 0).ToArray();
        _pairCount = rows.Length * (rows.Length - 1.0) / 2;
        _squares = epsilon > 0 ? SumOfSquares(f, rows) : Interval.Zero;
    }

    /// <summary>The largest t found with a certainly positive phi(t); 0 when phi(0) is not certainly positive.</summary>
    internal double Root()
    {
        var (low, high) = (0.0, _scale);
        foreach (var d in _alphaDistances.Concat(_betaDistances))
        {
            high = Math.Max(high, d.Upper);
        }

        if (!(Value(0) > 0) || !double.IsFinite(high))
        {
            return 0;
        }

        if (!_margin.IsZero || _offset.Upper > 0)
        {
            high = Math.Max(high, Math.Sqrt(Math.Max(0, _offset.Upper)));
            for (var doubling = 0; doubling < 60 && Value(high) > 0 && double.IsFinite(high); doubling++)
            {
                (low, high) = (high, 2 * high);
            }
        }

        for (var step = 0; step < 70 && high - low > 1e-16 * high; step++)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Value(middle) > 0 ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Lower bound of phi(t).</summary>
    internal double Value(double t)
    {
        var sum = new IntervalAccumulator();
        for (var e = 0; e < _alpha.Length; e++)
        {
            var shrunk = _alphaDistances[e] - t;
            if (shrunk.Lower > 0)
            {
                sum.Add(_alpha[e] * shrunk.Square());
            }
        }

        for (var e = 0; e < _beta.Length; e++)
        {
            sum.Add(-(_beta[e] * (_betaDistances[e] + t).Square()));
        }

        sum.Add(_offset);
        if (!_margin.IsZero)
        {
            sum.Add(_margin.Lower(t));
        }

        if (_epsilon > 0)
        {
            // sum (D + t)^2 <= sum D^2 + 2 t sqrt(P sum D^2) + P t^2 over P pairs
            sum.Add(-(_epsilon * (_squares + (2 * (Interval)t * (_pairCount * _squares).Sqrt()) + (_pairCount * ((Interval)t).Square()))));
        }

        return sum.Value.Lower;
    }

    private static Interval[] Distances(PairMultipliers pairs, Embedding f)
    {
        var distances = new Interval[pairs.Count];
        if ((long)pairs.Count * f.Dimension < 20_000)
        {
            for (var e = 0; e < distances.Length; e++)
            {
                distances[e] = EnclosedDistance.Distance(f[pairs.First[e]], f[pairs.Second[e]]);
            }

            return distances;
        }

        Parallel.For(0, distances.Length, e => distances[e] = EnclosedDistance.Distance(f[pairs.First[e]], f[pairs.Second[e]]));
        return distances;
    }

    /// <summary>
    /// Upper bound of the sum of D^2 over all pairs of rows: m sum |f_i - f_p|^2 for any one row p, best near the middle.
    /// </summary>
    private static Interval SumOfSquares(Embedding f, int[] rows)
    {
        var mean = new double[f.Dimension];
        foreach (var i in rows)
        {
            for (var c = 0; c < mean.Length; c++)
            {
                mean[c] += f[i][c] / rows.Length;
            }
        }

        var sum = new IntervalAccumulator();
        foreach (var i in rows)
        {
            sum.Add(EnclosedDistance.Squared(f[i], mean));
        }

        return sum.Value * rows.Length;
    }
}
