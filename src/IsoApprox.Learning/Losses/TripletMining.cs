namespace IsoApprox.Learning.Losses;

/// <summary>Which positives an anchor is combined with.</summary>
public enum PositiveMining
{
    /// <summary>Every other point of its class.</summary>
    All,

    /// <summary>The farthest point of its class.</summary>
    Hardest,

    /// <summary>The nearest other point of its class (easy positive sampling, Levi et al. 2021; Xuan et al. 2020).</summary>
    Easiest,
}

/// <summary>Which negatives an anchor and a positive are combined with.</summary>
public enum NegativeMining
{
    /// <summary>Every point of another class.</summary>
    All,

    /// <summary>The nearest point of another class.</summary>
    Hardest,

    /// <summary>
    /// The nearest point of another class that is farther than the positive (Schroff et al. 2015, FaceNet). A pair of anchor and positive
    /// without one makes no term.
    /// </summary>
    SemiHard,
}

/// <summary>The function of a triplet's distances d(a,p), d(a,n).</summary>
public enum TripletPenalty
{
    /// <summary>[d(a,p) - d(a,n) + margin]_+.</summary>
    Hinge,

    /// <summary>Soft margin (Hermans et al. 2017): log(1 + exp(d(a,p) - d(a,n) + margin)).</summary>
    Softplus,

    /// <summary>
    /// Selectively contrastive (Xuan et al. 2020), for cosine similarities S = 1 - d: lambda S(a,n) when the negative is nearer than the
    /// positive, the softplus of S(a,n) - S(a,p) otherwise. Jumps where S(a,n) = S(a,p). The margin is not used.
    /// </summary>
    SelectivelyContrastive,
}

/// <summary>Over what the terms are averaged.</summary>
public enum TermMean
{
    /// <summary>Over all mined terms.</summary>
    AllTerms,

    /// <summary>Over the terms above 0 (batch-all without zero terms).</summary>
    ActiveTerms,
}
