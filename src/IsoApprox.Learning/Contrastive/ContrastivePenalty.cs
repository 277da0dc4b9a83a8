using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// The function psi_k(t_1..t_k) of arXiv 2311.05139 with t_i = f(x).f(x_i^-) - f(x).f(x^+): convex, and increasing in every t_i.
/// Every psi_k here has the form h(mean of g(t_i)), so that it tends to h(E g(t)) as k grows.
/// </summary>
public abstract record ContrastivePenalty
{
    /// <summary>psi_1(t).</summary>
    /// <param name="t">A real.</param>
    /// <returns>Value and derivative.</returns>
    public abstract (double Value, double Slope) One(double t);

    /// <summary>psi_k(t_1..t_k).</summary>
    /// <param name="t">k >= 1 reals.</param>
    public abstract double Many(ReadOnlySpan<double> t);
}

/// <summary>
/// psi_k = log(alpha + (1/k) sum e^{t_i}); alpha = 1 is InfoNCE with the negatives' mean. Evaluated in logarithms: no overflow.
/// </summary>
public sealed record InfoNcePenalty : ContrastivePenalty
{
    private readonly double _alpha = 1;

    /// <summary>alpha > 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 or not finite.</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "alpha is a finite number above 0");
    }

    private double LogAlpha => Math.Log(Alpha);

    /// <inheritdoc/>
    public override (double Value, double Slope) One(double t)
    {
        var x = t - LogAlpha;
        return (LogAlpha + Softplus.Value(x), Softplus.Slope(x));
    }

    /// <inheritdoc/>
    public override double Many(ReadOnlySpan<double> t)
    {
        var largest = double.NegativeInfinity;
        foreach (var x in t)
        {
            largest = Math.Max(largest, x);
        }

        var sum = 0.0;
        foreach (var x in t)
        {
            sum += Math.Exp(x - largest);
        }

        return One(largest + Math.Log(sum / t.Length)).Value;
    }
}

/// <summary>psi_k = (1/k) sum [t_i + margin]_+: the triplet loss in inner products, the same expectation for every k.</summary>
public sealed record HingePenalty : ContrastivePenalty
{
    /// <summary>A finite margin.</summary>
    public double Margin { get; init; } = 1;

    /// <inheritdoc/>
    public override (double Value, double Slope) One(double t) => t + Margin > 0 ? (t + Margin, 1) : (0, 0);

    /// <inheritdoc/>
    public override double Many(ReadOnlySpan<double> t)
    {
        var sum = 0.0;
        foreach (var x in t)
        {
            sum += One(x).Value;
        }

        return sum / t.Length;
    }
}
