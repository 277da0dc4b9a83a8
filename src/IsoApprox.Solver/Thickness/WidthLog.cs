using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Thickness;

/// <summary>Certificates of the exact methods.</summary>
internal static class WidthLog
{
    /// <summary>
    /// Levels that are tried lie this much below the bound, relative: the solver's scaled coordinates and the check round differently.
    /// </summary>
    private static readonly double[] Steps = [0, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-7, 1e-5];

    /// <summary>
    /// The log of a branch and bound at the highest level that the check accepts; null when none was kept or nothing is proved.
    /// </summary>
    internal static ThicknessBranchCertificate? Certify(Embedding f, WidthBranchAndBoundResult result, double lower)
    {
        if (result.Log.Count == 0 || !(lower > 0) || WidthTree.Certificate(result.Log, lower) is not { } certificate)
        {
            return null;
        }

        foreach (var step in Steps)
        {
            certificate = certificate with { Level = lower * (1 - step) };
            if (certificate.Check(f) > 0)
            {
                return certificate;
            }
        }

        return null;
    }

    /// <summary>
    /// A certificate for the range (n = 1) or for the planar width, where a branch and bound starts from the known direction.
    /// </summary>
    internal static ThicknessBranchCertificate? Of(
        Embedding f, ThicknessInterval known, ThicknessSettings settings, CancellationToken cancellation)
    {
        if (!(known.Lower > 0) || f.Dimension > 2)
        {
            return null;
        }

        if (f.Dimension == 1)
        {
            var values = f.Coordinates.ToArray();
            var leaf = new PenetrationLeaf([Array.IndexOf(values, values.Max())], [1], [Array.IndexOf(values, values.Min())], [1]);
            var tree = new WidthTree { Proof = leaf };
            return Certify(f, new WidthBranchAndBoundResult(known.Lower, [1], 1, true, [tree]), known.Lower);
        }

        var points = CentredPoints.Create(f);
        var result = WidthBranchAndBound.Solve(points, known.Direction, settings, cancellation);
        return Certify(f, result, Math.Min((result.Lower * (Interval)points.Scale).Lower, known.Lower));
    }
}
