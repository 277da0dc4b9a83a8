namespace IsoApprox.Certificates;

internal static class HausdorffBound
{
    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem) => throw new NotImplementedException();
}

internal static class IsometricBound
{
    internal static CertificateVerdict Check(GramCertificate certificate, NearestProblem problem) => throw new NotImplementedException();
}
