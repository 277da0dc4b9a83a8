using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Cli.Commands;

/// <summary>The thickness part of "measure", with its certificate, and the check of such a certificate.</summary>
internal sealed class ThicknessStep
{
    private const string Exact = "exact";
    private const string BoundsOnly = "bounds";
    private const string LeftOut = "none";

    /// <summary>Share of the time limit, so that something is left for the rest.</summary>
    private const double TimeShare = 0.75;

    private readonly Option<string?> _mode = new("--thickness")
    {
        HelpName = "exact|bounds|none",
        Description = "exact: branch and bound until it is finished or three quarters of --time-limit are used; "
            + "bounds: local search and weighted covariance only; none: left out, it is the longest part of measure "
            + "[default: branch and bound for a few seconds, then bounds]",
    };

    private readonly Option<string?> _certificate =
        FileName.Option("--certificate", "file", "write the proof of the thickness' lower bound to this file (.json), for certify");

    internal ThicknessStep() => _mode.Validators.Add(result =>
    {
        if (result.Tokens is not [{ Value: Exact or BoundsOnly or LeftOut }])
        {
            var given = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            result.AddError($"--thickness: '{given}' is none of '{Exact}', '{BoundsOnly}' and '{LeftOut}'.");
        }
    });

    internal void AddTo(Command command)
    {
        command.Options.Add(_mode);
        command.Options.Add(_certificate);
    }

    internal void RequireWritableCertificate(ParseResult parse)
    {
        if (parse.GetValue(_certificate) is { } file)
        {
            if (parse.GetValue(_mode) == LeftOut)
            {
                throw new EmbeddingException(
                    $"{_certificate.Name}: it proves a bound of the thickness, which --thickness {LeftOut} leaves out; drop one of them");
            }

            OutputTarget.RequireWritable(file, _certificate.Name);
        }
    }

    internal void Run(VerbRun run, Embedding f, List<(string Name, string Value)> rows)
    {
        var mode = run.Parse.GetValue(_mode);
        var file = run.Parse.GetValue(_certificate);
        if (mode == LeftOut)
        {
            run.Result["thickness"] = null;
            run.Result.Note("thickness is null: --thickness none leaves it out");
            return;
        }

        var settings = new ThicknessSettings { Seed = run.Seed, TimeLimit = run.TimeLimit * TimeShare, Certify = file is not null };
        settings = mode switch
        {
            Exact => settings with { WorkLimit = double.PositiveInfinity },
            BoundsOnly => settings with { Mode = ThicknessMode.Bounds },
            _ => settings,
        };
        if (run.Step("thickness", () => ThicknessSolver.Compute(f, settings, run.Cancellation)) is not { } thickness)
        {
            return;
        }

        run.Result["thickness"] = new JsonObject
        {
            ["lower"] = run.Result.Number("thickness.lower", thickness.Lower),
            ["upper"] = run.Result.Number("thickness.upper", thickness.Upper),
            ["direction"] = ResultDocument.Row(thickness.Direction),
            ["method"] = thickness.Method,
        };
        rows.Add(("thickness (minimum width)", $"{NumberText.Interval(thickness.Lower, thickness.Upper)}  ({thickness.Method})"));
        if (mode == Exact && thickness.Upper - thickness.Lower > 1e-6 * thickness.Upper)
        {
            run.Result.Note(f.Dimension > ThicknessSolver.LargestExactDimension
                ? $"thickness: the branch and bound needs at most {ThicknessSolver.LargestExactDimension} coordinates; "
                    + "the interval is what is proved"
                : $"thickness: {thickness.Method}; the interval is what is proved");
        }

        if (file is not null)
        {
            Write(run, f, thickness, file);
        }
    }

    /// <summary>Checks a certificate and fills the result.</summary>
    /// <returns>The exit code.</returns>
    internal static int Certify(VerbRun run, Embedding f, ThicknessBound certificate, string file)
    {
        var verdict = certificate.CheckPoints(f);
        run.Status = verdict.Accepted ? "accepted" : "rejected";
        run.Result["certificate"] = file;
        run.Result["metric"] = "thickness";
        run.Result["accepted"] = verdict.Accepted;
        run.Result["lower"] = verdict.Accepted ? run.Result.Number("lower", verdict.Lower) : null;
        run.Result["reason"] = verdict.Reason;
        run.Result["digest"] = certificate.Digest;
        run.Report.Values(
            $"Certificate {file}",
            verdict.Accepted
                ? [("verdict", "accepted"), ("proved: theta >=", NumberText.Down(verdict.Lower)), ("reason", verdict.Reason)]
                : [("verdict", "rejected"), ("reason", verdict.Reason)]);
        return verdict.Accepted ? ExitCode.Success : ExitCode.Rejected;
    }

    private static void Write(VerbRun run, Embedding f, ThicknessInterval thickness, string file)
    {
        if (thickness.Certificate?.Check(f) is not ({ } lower and > 0))
        {
            CertificateFile.WriteNone(
                run, file, thickness.Lower > 0 ? "the computation stopped before it had a proof" : "the lower bound 0 needs no proof");
            return;
        }

        var bound = ThicknessBound.Create(thickness.Certificate, f);
        CertificateFile.Write(run, file, bound, lower, "theta");
    }
}
