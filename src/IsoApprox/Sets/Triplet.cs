namespace IsoApprox.Sets;

/// <summary>
/// An anchor, a positive of its class and a negative of another class, as 0-based rows. The positive may be the anchor itself when its
/// class is a singleton.
/// </summary>
/// <param name="Anchor">Row of the anchor.</param>
/// <param name="Positive">Row of the positive.</param>
/// <param name="Negative">Row of the negative.</param>
public readonly record struct Triplet(int Anchor, int Positive, int Negative);
