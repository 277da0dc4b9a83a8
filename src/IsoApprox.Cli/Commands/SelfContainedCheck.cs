using IsoApprox.Certificates.Rank;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli.Commands;

/// <summary>"certify CERT": a certificate that carries its own points.</summary>
internal static class SelfContainedCheck
{
    /// <summary>Checks the certificate and fills the result.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(VerbRun run, string file)
    {
        if (CertificateFile.Read(run, file) is not SelfContainedCertificate certificate)
        {
            throw new UsageException($"{file}: this certificate does not carry its points; give the embedding first: certify X {file}");
        }

        var verdict = certificate.CheckAlone();
        run.Status = verdict.Accepted ? "accepted" : "rejected";
        run.Result["input"] = null;
        run.Result["certificate"] = file;
        run.Result["metric"] = "iso";
        run.Result["points"] = certificate.Count;
        run.Result["dimension"] = certificate.Dimension;
        run.Result["accepted"] = verdict.Accepted;
        run.Result["lower"] = verdict.Accepted ? verdict.Level.RoundDown() : null;
        run.Result["loss"] = verdict.Accepted ? verdict.LossUpper.RoundUp() : null;
        run.Result["ratio"] = verdict.Accepted ? verdict.Ratio : null;
        run.Result["reason"] = verdict.Reason;
        run.Result["digest"] = certificate.Digest;
        run.Report.Values(
            $"Certificate {file}",
            verdict.Accepted
                ?
                [
                    ("verdict", "accepted"),
                    ("points", $"N = {certificate.Count} in dimension n = {certificate.Dimension}"),
                    ("hard-mined loss L <=", NumberText.Up(verdict.LossUpper.RoundUp())),
                    ("proved: d_iso(f, F_TS) >", NumberText.Down(verdict.Level.RoundDown())),
                    ("proved: d_iso / L >", NumberText.Down(verdict.Ratio)),
                ]
                : [("verdict", "rejected"), ("reason", verdict.Reason)]);
        return verdict.Accepted ? ExitCode.Success : ExitCode.Rejected;
    }
}
