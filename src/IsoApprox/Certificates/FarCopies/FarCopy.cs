using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>One copy: two points of each of two classes that lie near each other and far from the other copies.</summary>
/// <param name="Rows">Four rows of the instance; other points of the classes may be left out.</param>
/// <param name="WidthSum">B >= 0: for every Triplet-Separated embedding g of the copy in the plane, the sum over the pairs of the copy of
/// weight times the width of g - f along the pair exceeds B. 0 claims nothing.</param>
public sealed record FarCopy(IReadOnlyList<int> Rows, ExactRational WidthSum);

/// <summary>Two copies that are compared with each other.</summary>
/// <param name="First">Number of a copy.</param>
/// <param name="Second">Number of another copy.</param>
/// <param name="Weight">w > 0.</param>
public readonly record struct CopyPair(int First, int Second, ExactRational Weight);
