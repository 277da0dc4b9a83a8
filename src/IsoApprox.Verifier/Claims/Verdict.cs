namespace IsoApprox.Verifier.Claims;

/// <summary>What is known about a claim "left &lt;= right" on one embedding.</summary>
public enum Verdict
{
    /// <summary>
    /// The inequality is proved on this embedding: the upper end of the left side is at most the lower end of the right side; or the
    /// intervals overlap, but the claim is proved in general (the note then says so).
    /// </summary>
    Holds,

    /// <summary>
    /// The lower end of the left side exceeds the upper end of the right side: the inequality is disproved on this embedding.
    /// </summary>
    Violated,

    /// <summary>
    /// The claim says nothing here: its hypotheses fail, its right side is infinite, or it is weaker than a trivial bound.
    /// </summary>
    Vacuous,

    /// <summary>The intervals overlap and nothing is proved in general; tighter bounds are needed.</summary>
    Undecided,
}

/// <summary>What is known about a claim in general, independent of the embedding's intervals (docs/claims.md).</summary>
public enum ClaimStanding
{
    /// <summary>
    /// Proved for every embedding that meets the hypotheses. A verdict Violated would mean that a bound or the proof is wrong.
    /// </summary>
    Proved,

    /// <summary>Embeddings that violate it are known.</summary>
    FalseInGeneral,

    /// <summary>Neither proved nor refuted in the form that is evaluated.</summary>
    NotProved,
}
