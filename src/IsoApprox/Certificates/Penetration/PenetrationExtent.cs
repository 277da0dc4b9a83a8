namespace IsoApprox.Certificates.Penetration;

/// <summary>
/// How far the points of one of the two classes are from its facing side, as weights in a <see cref="PenetrationLeaf"/>: the largest
/// distance from a point y of the half space on that side is at least c sqrt(V) + s z, V the variance of the weighted points and z the
/// distance from their mean to the half space (docs/certificates.md).
/// </summary>
/// <param name="OfSecond">False: of the first class; true: of the second.</param>
/// <param name="Points">Positions in that class.</param>
/// <param name="Weights">w, not all 0.</param>
/// <param name="Sine">s >= 0.</param>
/// <param name="Cosine">c >= 0, c^2 + s^2 &lt;= 1.</param>
public sealed record PenetrationExtent(bool OfSecond, int[] Points, double[] Weights, double Sine, double Cosine);
