using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Thickness;

/// <summary>
/// A proof, as data, of a lower bound of the thickness theta(A) = min over unit e of (max_i e.a_i - min_i e.a_i). Checking one needs no
/// solver.
/// </summary>
public interface IThicknessCertificate
{
    /// <summary>
    /// The proved lower bound of theta, rounded down; 0 when nothing is proved. A malformed certificate proves nothing; nothing is thrown.
    /// </summary>
    /// <param name="f">The points; labels are not used.</param>
    double Check(Embedding f);
}
