namespace IsoApprox.Learning.Losses;

/// <summary>The rows that a term of a loss is made of.</summary>
/// <param name="Anchor">Row of the anchor.</param>
/// <param name="Positive">Row of the positive (for the ladder loss: of the nearer level); null when the term has none.</param>
/// <param name="Negative">Row of the negative (for the ladder loss: of the farther level); null when the term has none.</param>
/// <param name="Value">The term's value, before any mean is taken.</param>
public readonly record struct LossTerm(int Anchor, int? Positive, int? Negative, double Value);

/// <summary>Value of a loss on one embedding.</summary>
/// <param name="Value">The loss; 0 when there is no term.</param>
/// <param name="Terms">Number of terms (triplets or pairs) that were mined.</param>
/// <param name="Active">Terms with a value above 0.</param>
/// <param name="SkippedAnchors">Anchors without the positive or the negative that the loss needs; they contribute nothing and are not part
/// of any mean.</param>
/// <param name="Witness">The largest mined term, the first of equals; null when there is no term.</param>
public readonly record struct LossResult(double Value, long Terms, long Active, int SkippedAnchors, LossTerm? Witness);
