using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// The terms of one anchor when the weights of its negatives depend on the positive too: w_l proportional to h(s_l - s_j) p^-(l). Cost O(m
/// N) for a class of m points; exponentials are taken once for each l where the products s spread so little that none underflows.
/// </summary>
internal sealed class PairwiseHardening(ContrastiveLoss loss, Embedding f)
{
    /// <summary>Exponents up to this neither overflow nor underflow.</summary>
    private const double LargestExponent = 600;

    private readonly double[] _weights = new double[f.Count];
    private readonly double[] _slopes = new double[f.Count];
    private readonly double[] _values = new double[f.Count];
    private readonly double[] _exponentials = new double[f.Count];
    private readonly double[] _powers = new double[f.Count];
    private readonly bool[] _isNegative = new bool[f.Count];
    private double[] _products = [];
    private double _largest;
    private bool _isNarrow;

    /// <summary>Prepares anchor i.</summary>
    /// <param name="i">Anchor.</param>
    /// <param name="products">s_l = f_i.f_l; kept until the next anchor.</param>
    internal void Begin(int i, double[] products)
    {
        (_products, _largest, var least) = (products, double.NegativeInfinity, double.PositiveInfinity);
        for (var l = 0; l < products.Length; l++)
        {
            _isNegative[l] = NegativeWeights.IsNegative(f, i, l, loss.Negatives);
            (_largest, least) = (Math.Max(_largest, products[l]), Math.Min(least, products[l]));
        }

        _isNarrow = (_largest - least) * Math.Max(1, loss.Hardness) <= LargestExponent && loss.Hardness <= LargestExponent;
        for (var l = 0; l < products.Length && _isNarrow; l++)
        {
            _powers[l] = loss.Hardening == Hardening.Logistic ? Math.Exp(loss.Hardness * (products[l] - _largest)) : 0;
            _exponentials[l] = Math.Exp(products[l] - _largest);
        }
    }

    /// <summary>The value of the pair with positive j; adds the derivative by the products to some.</summary>
    /// <param name="j">Positive.</param>
    /// <param name="weight">Of this pair.</param>
    /// <param name="derivative">Receives weight times the derivative.</param>
    internal double Add(int j, double weight, Span<double> derivative)
    {
        if (_isNarrow && loss.Hardening != Hardening.Exponential)
        {
            WeighNarrow(j);
        }
        else
        {
            Weigh(j);
        }

        var value = loss.Count == NegativeCount.Unlimited && loss.Penalty is InfoNcePenalty infoNce
            ? Limit(infoNce, j)
            : Single(loss.Penalty, j);
        var sum = 0.0;
        for (var l = 0; l < _slopes.Length; l++)
        {
            derivative[l] += weight * _slopes[l];
            sum += _slopes[l];
        }

        derivative[j] -= weight * sum;
        return value;
    }

    /// <summary>Fills the weights, and the slopes of log h: 1/(1 + e^{-b (s - r)}) = e^{b s}/(e^{b s} + e^{b r}).</summary>
    private void WeighNarrow(int j)
    {
        var (own, product, beta) = (_powers[j], _products[j], loss.Hardness);
        var (low, sum) = (Math.Exp(-beta), 0.0);
        var isLogistic = loss.Hardening == Hardening.Logistic;
        for (var l = 0; l < _weights.Length; l++)
        {
            var other = own / (_powers[l] + own);
            (_weights[l], _slopes[l]) = !_isNegative[l] ? (0, 0)
                : isLogistic ? (_powers[l] / (_powers[l] + own), beta * other)
                : (_products[l] >= product ? 1 : low, 0);
            sum += _weights[l];
        }

        foreach (ref var w in _weights.AsSpan())
        {
            w /= sum;
        }
    }

    private void Weigh(int j)
    {
        var largest = double.NegativeInfinity;
        for (var l = 0; l < _weights.Length; l++)
        {
            (_weights[l], _slopes[l]) = _isNegative[l]
                ? HardeningFunctions.At(loss.Hardening, loss.Hardness, _products[l] - _products[j])
                : (double.NegativeInfinity, 0);
            largest = Math.Max(largest, _weights[l]);
        }

        var sum = 0.0;
        for (var l = 0; l < _weights.Length; l++)
        {
            _weights[l] = Math.Exp(_weights[l] - largest);
            sum += _weights[l];
        }

        foreach (ref var w in _weights.AsSpan())
        {
            w /= sum;
        }
    }

    // v = sum w psi(t): dv/dt_l = w_l psi'(t_l) + q_l w_l (psi(t_l) - v) with q the slope of log h.
    private double Single(ContrastivePenalty penalty, int j)
    {
        var value = 0.0;
        for (var l = 0; l < _weights.Length; l++)
        {
            (_values[l], var slope) = _weights[l] > 0 ? penalty.One(_products[l] - _products[j]) : (0, 0);
            value += _weights[l] * _values[l];
            _slopes[l] *= _weights[l];
            _values[l] = (_slopes[l] * _values[l]) + (_weights[l] * slope);
        }

        for (var l = 0; l < _weights.Length; l++)
        {
            _slopes[l] = _values[l] - (_slopes[l] * value);
        }

        return value;
    }

    // v = log(alpha + E), E = sum w e^t: dv/dt_l = E/(alpha + E) (r_l + q_l (r_l - w_l)) with r_l = w_l e^{t_l}/E.
    private double Limit(InfoNcePenalty penalty, int j)
    {
        var largest = _isNarrow ? _largest - _products[j] : double.NegativeInfinity;
        for (var l = 0; l < _weights.Length && !_isNarrow; l++)
        {
            largest = _weights[l] > 0 ? Math.Max(largest, _products[l] - _products[j]) : largest;
        }

        var sum = 0.0;
        for (var l = 0; l < _weights.Length; l++)
        {
            _values[l] = _weights[l] == 0 ? 0
                : _weights[l] * (_isNarrow ? _exponentials[l] : Math.Exp(_products[l] - _products[j] - largest));
            sum += _values[l];
        }

        var (value, slope) = penalty.One(largest + Math.Log(sum));
        for (var l = 0; l < _weights.Length; l++)
        {
            var share = _values[l] / sum;
            _slopes[l] = slope * (share + (_slopes[l] * (share - _weights[l])));
        }

        return value;
    }
}
