using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Cli.Commands;

/// <summary>diagnose --loss-curve: what a loss curve says without an embedding.</summary>
internal sealed class LossCurveStep
{
    private readonly Option<string?> _curve = FileName.Option(
        "--loss-curve", "loss.csv", "instead of X: a logged triplet loss (.csv; columns loss, step, hardest_positive, hardest_negative)");

    private readonly Option<double?> _margin = NumberOption.NonNegative(
        "--margin", "a", "with --loss-curve: margin of the loss [default: 0 with --soft; needed without]", zeroAllowed: true);

    private readonly Option<bool> _squared = new("--squared") { Description = "with --loss-curve: the loss has squared distances" };
    private readonly Option<bool> _soft = new("--soft") { Description = "with --loss-curve: soft margin, log(1 + exp(..)), no hinge" };

    internal void AddTo(Command command)
    {
        command.Options.Add(_curve);
        command.Options.Add(_margin);
        command.Options.Add(_squared);
        command.Options.Add(_soft);
    }

    /// <summary>True when a curve was given, and judged.</summary>
    /// <param name="run">The run.</param>
    /// <param name="others">What the command line has that needs an embedding.</param>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    internal bool Run(VerbRun run, IReadOnlyList<string> others)
    {
        var (squared, soft, margin) = (run.Parse.GetValue(_squared), run.Parse.GetValue(_soft), run.Parse.GetValue(_margin));
        if (run.Parse.GetValue(_curve) is not { } path)
        {
            return squared || soft || margin is not null
                ? throw new UsageException("--margin, --squared, --soft belong to --loss-curve; leave them out or give --loss-curve")
                : false;
        }

        if (others.Count > 0)
        {
            throw new UsageException($"--loss-curve needs no embedding: leave out {string.Join(", ", others)}");
        }

        if (margin is null && !soft)
        {
            throw new UsageException("--loss-curve: give the --margin of the loss (or --soft); it is what one point gives");
        }

        var curve = run.Read(() => LossCurve.Read(path), path);
        Write(run, path, curve.Count, LossCurveDiagnosis.Of(curve, margin ?? 0, squared, soft));
        return true;
    }

    private static void Write(VerbRun run, string path, int count, LossCurveDiagnosis found)
    {
        run.Result["input"] = new JsonObject { ["file"] = path, ["values"] = count };
        run.Result["verdict"] = JsonNamingPolicy.CamelCase.ConvertName(found.End.ToString());
        run.Result["sentence"] = found.Sentence;
        run.Result["onePointValue"] = found.OnePointValue;
        run.Result["level"] = double.IsFinite(found.Level) ? found.Level : null;
        run.Result["spread"] = double.IsFinite(found.Spread) ? found.Spread : null;
        run.Result["onset"] = found.Onset;
        run.Result["distancesShrank"] = found.DistancesShrank;
        run.Result["cannotTell"] = new JsonArray([.. found.CannotTell.Select(text => JsonValue.Create(text))]);
        run.Result["next"] = new JsonArray([.. found.Next.Select(text => JsonValue.Create(text))]);
        run.Report.Line(found.Sentence);
        run.Report.Values(
            $"{path}: {CountText.Of(count, "value")}",
            [
                ("what one point gives", NumberText.Of(found.OnePointValue)),
                ("level at the end (median)", double.IsFinite(found.Level) ? NumberText.Of(found.Level) : "none"),
                .. found.Next.Select(text => ("next", text)),
                .. found.CannotTell.Select(text => ("a curve cannot tell", text)),
            ]);
    }
}
