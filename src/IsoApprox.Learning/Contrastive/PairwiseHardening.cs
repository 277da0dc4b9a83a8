using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// The terms of one anchor when the weights of its negatives depend on the positive too: w_l proportional to h(s_l - s_j) p^-(l). Cost O(m N)
/// for a class of m points.
/// </summary>
internal sealed class PairwiseHardening(int count)
{
    private readonly double[] _weights = new double[count];
    private readonly double[] _slopes = new double[count];
    private readonly double[] _values = new double[count];

    /// <summary>The value of the pair of anchor i and positive j; adds the derivative by the products s to some.</summary>
    /// <param name="loss">psi, source, h and its hardness.</param>
    /// <param name="f">The points.</param>
    /// <param name="i">Anchor.</param>
    /// <param name="j">Positive.</param>
    /// <param name="products">s_l = f_i.f_l.</param>
    /// <param name="weight">Of this pair.</param>
    /// <param name="derivative">Receives weight times the derivative.</param>
    internal double Add(
        ContrastiveLoss loss, Embedding f, int i, int j, ReadOnlySpan<double> products, double weight, Span<double> derivative)
    {
        Weigh(loss, f, i, j, products);
        var value = loss.Count == NegativeCount.Unlimited && loss.Penalty is InfoNcePenalty infoNce
            ? Limit(infoNce, j, products)
            : Single(loss.Penalty, j, products);
        for (var l = 0; l < count; l++)
        {
            derivative[l] += weight * _slopes[l];
            derivative[j] -= weight * _slopes[l];
        }

        return value;
    }

    /// <summary>Fills the weights, and the slopes of log h.</summary>
    private void Weigh(ContrastiveLoss loss, Embedding f, int i, int j, ReadOnlySpan<double> products)
    {
        var largest = double.NegativeInfinity;
        for (var l = 0; l < count; l++)
        {
            (_weights[l], _slopes[l]) = NegativeWeights.IsNegative(f, i, l, loss.Negatives)
                ? HardeningFunctions.At(loss.Hardening, loss.Hardness, products[l] - products[j])
                : (double.NegativeInfinity, 0);
            largest = Math.Max(largest, _weights[l]);
        }

        var sum = 0.0;
        for (var l = 0; l < count; l++)
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
    private double Single(ContrastivePenalty penalty, int j, ReadOnlySpan<double> products)
    {
        var value = 0.0;
        for (var l = 0; l < count; l++)
        {
            _values[l] = _weights[l] > 0 ? penalty.One(products[l] - products[j]).Value : 0;
            value += _weights[l] * _values[l];
        }

        for (var l = 0; l < count; l++)
        {
            _slopes[l] = _weights[l] > 0
                ? _weights[l] * (penalty.One(products[l] - products[j]).Slope + (_slopes[l] * (_values[l] - value)))
                : 0;
        }

        return value;
    }

    // v = log(alpha + E), E = sum w e^t: dv/dt_l = E/(alpha + E) (r_l + q_l (r_l - w_l)) with r_l = w_l e^{t_l}/E.
    private double Limit(InfoNcePenalty penalty, int j, ReadOnlySpan<double> products)
    {
        var largest = double.NegativeInfinity;
        for (var l = 0; l < count; l++)
        {
            largest = _weights[l] > 0 ? Math.Max(largest, products[l] - products[j]) : largest;
        }

        var sum = 0.0;
        for (var l = 0; l < count; l++)
        {
            _values[l] = _weights[l] > 0 ? _weights[l] * Math.Exp(products[l] - products[j] - largest) : 0;
            sum += _values[l];
        }

        var (value, slope) = penalty.One(largest + Math.Log(sum));
        for (var l = 0; l < count; l++)
        {
            var share = _values[l] / sum;
            _slopes[l] = slope * (share + (_slopes[l] * (share - _weights[l])));
        }

        return value;
    }
}
