using System.CommandLine;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Sets;

namespace IsoApprox.Cli.Commands;

/// <summary>Checks a certificate of a lower bound; no solver takes part.</summary>
internal sealed class CertifyCommand : VerbCommand
{
    private readonly Argument<string> _file =
        FileName.Argument("X", "embedding f that the certificate was made for; left out when CERT carries its own points");
    private readonly Argument<string> _certificate = FileName.Argument("CERT", "certificate (.json)");
    private readonly LabelOptions _labels = new();
    private readonly SetOptions _set = new();
    private readonly Option<double?> _margin =
        NumberOption.NonNegative("--margin", "a", "margin alpha the certificate was made for [default: 0]", zeroAllowed: true);

    internal CertifyCommand()
        : base(
            "certify",
            "Is this certificate right? Prints the proved lower bound, or why the certificate is rejected (exit code 1). No solver is "
                + "involved.",
            "isoapprox nearest iris.csv --label-column species --certificate cert.json",
            "isoapprox certify iris.csv cert.json --label-column species",
            "isoapprox certify rank-certificate.json")
    {
        _certificate.Arity = ArgumentArity.ZeroOrOne;
        Arguments.Add(_file);
        Arguments.Add(_certificate);
        Options.Add(_margin);
        _set.AddTo(this);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        if (run.Parse.GetValue(_certificate) is not { } certificateFile)
        {
            return SelfContainedCheck.Run(run, run.Parse.GetRequiredValue(_file));
        }

        var file = run.Parse.GetRequiredValue(_file);
        _set.RequireComplete(run.Parse, run.Parse.GetValue(_margin) ?? 0);
        var f = _labels.Read(run, file, _set.Column(run.Parse, file));
        run.SetInput(file, f);
        var certificate = CertificateFile.Read(run, certificateFile);

        if (certificate is ThicknessBound thickness)
        {
            return ThicknessStep.Certify(run, f, thickness, certificateFile);
        }

        var margin = run.Parse.GetValue(_margin) ?? 0;
        var set = _set.Read(run, f, file, margin);
        var (metric, _, verdict) = CertificateCheck.Run(certificate, f, set);
        Write(run, certificateFile, certificate, metric, margin, verdict, set);
        return verdict.Accepted ? ExitCode.Success : ExitCode.Rejected;
    }

    private static void Write(
        VerbRun run, string file, Certificate certificate, NearestMetric? bounded, double margin, CertificateVerdict verdict, IdealSet set)
    {
        var metric = bounded switch { NearestMetric.HausdorffLike => "haus", NearestMetric.IsometricError => "iso", _ => null };
        run.Status = verdict.Accepted ? "accepted" : "rejected";
        run.Result["certificate"] = file;
        run.Result["metric"] = metric;
        run.Result["set"] = set.Name;
        run.Result["margin"] = margin;
        run.Result["floor"] = SetOptions.Floor(set);
        run.Result["accepted"] = verdict.Accepted;
        run.Result["lower"] = verdict.Accepted ? run.Result.Number("lower", verdict.Lower) : null;
        run.Result["reason"] = verdict.Reason;
        run.Result["digest"] = certificate.Digest;
        run.Report.Values(
            $"Certificate {file}",
            verdict.Accepted
                ? [("verdict", "accepted"),
                    ($"proved: d_{metric}(f, {SetOptions.Words(set)}) >=", NumberText.Down(verdict.Lower)),
                    ("reason", verdict.Reason)]
                : [("verdict", "rejected"), ("reason", verdict.Reason)]);
    }
}
