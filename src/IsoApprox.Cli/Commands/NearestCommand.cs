using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings.Files;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Cli.Commands;

/// <summary>The nearest embedding of an ideal set, as an attained value with a proved lower bound.</summary>
internal sealed class NearestCommand : VerbCommand
{
    /// <summary>Coordinates of an embedding without a search beyond which JSON holds none; --out writes it.</summary>
    private const int LargestQuickResult = 1 << 22;
    private const string Free = "free";
    private const string Hausdorff = "haus";
    private const string Isometric = "iso";

    private readonly Argument<string> _file = FileName.Argument("X", "embedding f");
    private readonly LabelOptions _labels = new();
    private readonly SetOptions _set = new();
    private readonly Option<string?> _metric = new("--metric")
    {
        HelpName = "haus|iso",
        Description = "distance that is minimised: d_haus (Eq. 12) or d_iso (Eq. 14) [default: haus]",
    };
    private readonly Option<string?> _dimension = new("--dimension")
    {
        HelpName = "d|free",
        Description = "dimension of g; free: as many as can help [default: that of X]",
    };
    private readonly Option<double?> _margin =
        NumberOption.NonNegative("--margin", "a", "margin alpha of the triplet constraint [default: 0]", zeroAllowed: true);
    private readonly Option<int?> _starts =
        NumberOption.Integer("--starts", "k", "starting points of the local search [default: by size]", 1);
    private readonly Option<double?> _gap = NumberOption.NonNegative(
        "--gap", "g", "relative gap (upper - lower)/upper to reach; exit code 3 when it is not [default: none asked]", zeroAllowed: true);

    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "close the interval by branch and bound (dimension 1 to 3, few points)",
    };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description =
            "no search: an attained value and a triplet in time and memory proportional to the points, for up to millions of them",
    };

    private readonly Option<string?> _engine = new("--lp-engine")
    {
        HelpName = "builtin|glop|pdlp",
        Description =
            "engine of the linear program of the metric relaxation (d_iso) [default: glop, builtin where it is small or glop is not there]",
    };

    private readonly JudgeStep _judge = new();
    private readonly Option<string?> _certificate =
        FileName.Option(
            "--certificate", "file", "write the proof of the lower bound to this file (.json, or .json.gz: compressed), for certify");

    internal NearestCommand()
        : base(
            "nearest",
            "The nearest Triplet-Separated embedding: an attained value and a proved lower bound.",
            "isoapprox nearest embeddings.npy --labels labels.npy",
            "isoapprox nearest iris.csv --label-column species --metric iso --json",
            "isoapprox nearest iris.csv --label-column species --set contrastive --within 1 --beyond 3",
            "isoapprox nearest embeddings.npy --labels labels.npy --quick",
            "isoapprox nearest iris.csv --label-column species --floor 2 --certificate proof.json",
            "isoapprox nearest embeddings.npz --dimension free --gap 1e-6 --time-limit 60 --out nearest.npy")
    {
        Common.OutIsResultFile = false;
        Common.Out.Description = "write g to this file (.npy, .npz, .csv, .tsv, .json)";
        _metric.Validators.Add(RequireMetric);
        _dimension.Validators.Add(RequireDimension);
        Arguments.Add(_file);
        Options.Add(_metric);
        Options.Add(_dimension);
        Options.Add(_margin);
        Options.Add(_starts);
        Options.Add(_gap);
        Options.Add(_prove);
        Options.Add(_quick);
        Options.Add(_engine);
        _judge.AddTo(this);
        Options.Add(_certificate);
        _set.AddTo(this);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var file = run.Parse.GetRequiredValue(_file);
        var output = run.Parse.GetValue(Common.Out);
        if (output is not null)
        {
            OutputTarget.RequireWritable(output);
            RequireKnownFormat(output);
        }

        var certificateFile = run.Parse.GetValue(_certificate);
        if (certificateFile is not null)
        {
            OutputTarget.RequireWritable(certificateFile, _certificate.Name);
        }

        _set.RequireComplete(run.Parse, run.Parse.GetValue(_margin) ?? 0);
        var isQuick = run.Parse.GetValue(_quick);
        if (isQuick)
        {
            RequireQuick(run);
        }

        var f = _labels.Read(run, file, _set.Column(run.Parse, file));
        run.SetInput(file, f);
        var set = _set.Read(run, f, file, run.Parse.GetValue(_margin) ?? 0);
        var gap = run.Parse.GetValue(_gap);
        var settings = Settings(run, set, gap);
        var solution = ProgressDisplay.Run(
            run.Error, run.ShowProgress, "searching", progress => isQuick
                ? QuickNearest.Solve(f, settings.Metric, run.Seed, run.Cancellation)
                : NearestSolver.Solve(f, settings, progress, run.Interrupt));
        solution = isQuick ? solution : _judge.Apply(run, solution, settings);
        var isWritten = output is not null && run.Write("file", () => EmbeddingWriter.Write(output, solution.Nearest));
        Write(run, solution, set, isWritten ? output : null, _judge);
        if (certificateFile is not null)
        {
            WriteCertificate(run, solution, set, certificateFile);
        }

        return gap is { } asked && solution.Gap > asked ? ExitCode.GapNotReached : ExitCode.Success;
    }

    /// <summary>The status as it stands in JSON.</summary>
    internal static string StatusName(SolveStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private NearestSettings Settings(VerbRun run, IdealSet set, double? gap)
    {
        var settings = new NearestSettings
        {
            Metric = run.Parse.GetValue(_metric) == Isometric ? NearestMetric.IsometricError : NearestMetric.HausdorffLike,
            Set = set,
            Starts = run.Parse.GetValue(_starts),
            Seed = run.Seed,
            TimeLimit = _judge.SearchLimit(run),
            Threads = run.Threads,
        };
        var dimension = run.Parse.GetValue(_dimension);
        return settings with
        {
            Dimension = dimension is null or Free ? null : int.Parse(dimension, CultureInfo.InvariantCulture),
            FreeDimension = dimension is Free,
            Gap = gap ?? settings.Gap,
            Prove = run.Parse.GetValue(_prove),
            ProveGap = gap ?? settings.ProveGap,
            LinearEngine = run.Parse.GetValue(_engine) ?? settings.LinearEngine,
        };
    }

    private void RequireQuick(VerbRun run)
    {
        Option[] searched = [_prove, _starts, _dimension, _engine, _judge.Engine];
        if (Array.Find(searched, option => run.Parse.GetResult(option) is { Implicit: false }) is { } option)
        {
            throw new UsageException($"--quick runs no search; leave out {option.Name}");
        }

        if (!_set.IsPlain(run.Parse) || run.Parse.GetValue(_margin) is > 0)
        {
            throw new UsageException("--quick is for Triplet-Separated embeddings without a margin; leave out --set, --margin and --floor");
        }
    }

    private static void RequireKnownFormat(string output)
    {
        if (Path.GetExtension(output).ToLowerInvariant() is not (".npy" or ".npz" or ".csv" or ".tsv" or ".json"))
        {
            throw new UsageException($"--out {output}: unknown extension; use .npy, .npz, .csv, .tsv or .json");
        }
    }

    private static void RequireMetric(OptionResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (text is not (Hausdorff or Isometric))
        {
            result.AddError($"--metric: '{text}' is neither '{Hausdorff}' nor '{Isometric}'.");
        }
    }

    private static void RequireDimension(OptionResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (text != Free && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1))
        {
            result.AddError($"--dimension: '{text}' is neither an integer of at least 1 nor 'free'.");
        }
    }

    private static void Write(VerbRun run, NearestSolution solution, IdealSet set, string? output, JudgeStep judge)
    {
        var metric = solution.Metric == NearestMetric.HausdorffLike ? Hausdorff : Isometric;
        var result = run.Result;
        run.Status = StatusName(solution.Status);
        result["metric"] = metric;
        result["set"] = set.Name;
        if (set.Name == "contrastive")
        {
            (result["within"], result["beyond"]) = (set.Within, set.Beyond);
        }
        else if (set.Name == "ladder")
        {
            result["levels"] = set.LevelsFor(solution.Source).Count;
        }

        result["dimension"] = solution.Dimension;
        result["margin"] = solution.Margin;
        result["floor"] = SetOptions.Floor(set);
        result["lower"] = result.Number("lower", solution.Lower);
        result["upper"] = result.Number("upper", solution.Upper);
        result["gap"] = result.Number("gap", solution.Gap);
        result["lowerSource"] = solution.LowerSource;
        result["upperSource"] = solution.UpperSource;
        result["explanation"] = solution.Explanation;
        result["freeDimension"] = solution.IsFree;
        result["starts"] = solution.Starts;
        result["evaluations"] = solution.Evaluations;
        judge.Write(result);
        result["embedding"] = solution.Starts == 0 && solution.Nearest.Coordinates.Length > LargestQuickResult
            ? null : ResultDocument.Rows(solution.Nearest);
        result["file"] = output;
        var isTripletSeparated = set.Name == "ts";
        run.Report.Values(
            isTripletSeparated
                ? $"Nearest Triplet-Separated embedding, d_{metric}(f, {SetOptions.Words(set)}), dimension {solution.Dimension}"
                : $"Nearest embedding of F = {SetOptions.Words(set)}, d_{metric}(f, F), dimension {solution.Dimension}",
            Rows(solution, isTripletSeparated, output).Concat(judge.Rows()));
    }

    private static void WriteCertificate(VerbRun run, NearestSolution solution, IdealSet set, string file)
    {
        if (solution.Certificate is not { } certificate)
        {
            CertificateFile.WriteNone(run, file, "the lower bound 0 needs no proof");
            return;
        }

        var verdict = certificate.Check(new Problem(solution.Source, solution.Metric, set, solution.Dimension));
        CertificateFile.Write(run, file, certificate, verdict.Lower, "d");
    }

    private static IEnumerable<(string Name, string Value)> Rows(NearestSolution solution, bool isTripletSeparated, string? output)
    {
        yield return ("value", NumberText.Interval(solution.Lower, solution.Upper));
        yield return ("gap", NumberText.Of(solution.Gap));
        yield return ("status",
            isTripletSeparated || solution.Status != SolveStatus.AlreadySeparated ? Describe(solution.Status) : "already in the set");
        yield return ("proof", solution.Explanation);
        yield return ("lower bound from", solution.LowerSource);
        yield return ("embedding from", solution.UpperSource);
        yield return ("margin", NumberText.Of(solution.Margin));
        yield return ("starts, seed", $"{solution.Starts}, {solution.Seed}");
        yield return ("evaluations", solution.Evaluations.ToString(CultureInfo.InvariantCulture));
        if (output is not null)
        {
            yield return ("written to", output);
        }
    }

    private static string Describe(SolveStatus status) => status switch
    {
        SolveStatus.AlreadySeparated => "already Triplet-Separated",
        SolveStatus.ProvedGlobal => "proved global to the gap",
        SolveStatus.LocalMinimum => "best local minimum found; the interval is what is proved",
        SolveStatus.TimeLimit => "time limit reached; the interval is what is proved",
        SolveStatus.Cancelled => "cancelled; the interval is what is proved",
        _ => "not solved",
    };
}
