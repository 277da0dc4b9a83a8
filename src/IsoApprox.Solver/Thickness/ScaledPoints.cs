using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Thickness;

/// <summary>Points so large or so small that squares of their distances leave the range of doubles, times an exact power of two.</summary>
/// <param name="Source">The points.</param>
/// <param name="Points">The points times 2^-Exponent.</param>
/// <param name="Exponent">Not 0.</param>
internal sealed record ScaledPoints(Embedding Source, Embedding Points, int Exponent)
{
    /// <summary>Null for points of ordinary size, and for those that do not scale exactly.</summary>
    internal static ScaledPoints? Of(Embedding f)
    {
        var exponent = ExtremeRange.Exponent(f, 0);
        return exponent != 0 && ExtremeRange.Scaled(f, -exponent) is { } points
            && ExtremeRange.Scaled(points, exponent)?.Coordinates.SequenceEqual(f.Coordinates) == true
            ? new ScaledPoints(f, points, exponent)
            : null;
    }

    /// <summary>The result for the source; a certificate is checked again.</summary>
    internal ThicknessInterval Restore(ThicknessInterval found)
    {
        var ends = new Interval(found.Lower, found.Upper).ScaleB(Exponent);
        return found with { Lower = Math.Max(0, ends.Lower), Upper = ends.Upper, Certificate = Restore(found.Certificate) };
    }

    /// <summary>The certificate for the source; null when it proves nothing there.</summary>
    internal IThicknessCertificate? Restore(IThicknessCertificate? certificate)
    {
        IThicknessCertificate? restored = certificate switch
        {
            ThicknessCertificate covariance => covariance with { Exponent = covariance.Exponent + Exponent },
            ThicknessBranchCertificate branch => branch with { Level = Math.Max(0, ((Interval)branch.Level).ScaleB(Exponent).Lower) },
            _ => null,
        };
        return restored?.Check(Source) > 0 ? restored : null;
    }
}
