using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Contrastive;

/// <summary>
/// The function h of one negative in eta = prod h(t_i), t = f(x).f(x^-) - f(x).f(x^+), with hardness beta >= 0. None of them decreases in
/// t, which is all that SCL &lt;= HSCL and UCL &lt;= HUCL need; with beta = 0 all are constant: no hardening.
/// </summary>
public enum Hardening
{
    /// <summary>e^{beta t} (Robinson et al. 2021): the only one for which the positive cancels.</summary>
    Exponential,

    /// <summary>1/(1 + e^{-beta t}): bounded, so that no negative counts more than twice as much as one that is as near as the
    /// positive.</summary>
    Logistic,

    /// <summary>e^beta for t >= 0, else 1: negatives at least as near as the positive count more, all of them alike.</summary>
    Step,
}

/// <summary>Logarithms of the functions and their slopes.</summary>
internal static class HardeningFunctions
{
    /// <summary>log h(t) and its derivative by t.</summary>
    internal static (double Log, double Slope) At(Hardening hardening, double hardness, double t) => hardening switch
    {
        Hardening.Exponential => (hardness * t, hardness),
        Hardening.Logistic => (-Softplus.Value(-hardness * t), hardness * Softplus.Slope(-hardness * t)),
        _ => (t >= 0 ? hardness : 0, 0),
    };
}
