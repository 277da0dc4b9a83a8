using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Cli.Commands;

/// <summary>What an embedding is: size, rank, thickness, triplet losses, Triplet-Separated or not.</summary>
internal sealed class MeasureCommand : VerbCommand
{
    private readonly Argument<string> _file = FileName.Argument("X", "embedding, with or without labels");
    private readonly LabelOptions _labels = new();
    private readonly Option<double?> _margin = NumberOption.NonNegative(
        "--margin", "a", "margin alpha of the triplet losses and of the Triplet-Separated test [default: 0]", zeroAllowed: true);

    private readonly ThicknessStep _thickness = new();

    internal MeasureCommand()
        : base(
            "measure",
            "Rank, duplicates, diameter, thickness, hard-mined and batch-hard triplet loss, enclosing balls, Triplet-Separated or not.",
            "isoapprox measure embeddings.npy --labels labels.npy",
            "isoapprox measure embeddings.npy",
            "isoapprox measure iris.csv --label-column species --margin 0.2 --json",
            "isoapprox measure embeddings.npz --thickness exact --time-limit 60 --certificate thickness.json")
    {
        Arguments.Add(_file);
        Options.Add(_margin);
        _thickness.AddTo(this);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var file = run.Parse.GetRequiredValue(_file);
        _thickness.RequireWritableCertificate(run.Parse);
        var f = _labels.ReadOptional(run, file, out var hasLabels);
        var margin = run.Parse.GetValue(_margin) ?? 0;
        run.SetInput(file, f);
        var rows = new List<(string Name, string Value)>();
        SetShape(run, f, hasLabels, rows);
        SetSize(run, f, rows);
        _thickness.Run(run, f, rows);
        if (hasLabels)
        {
            SetLosses(run, f, margin, rows);
            SetBall(run, f, rows);
            SetClassBalls(run, f, rows);
            LabelOptions.LeaveOut(run);
        }
        else
        {
            SetBall(run, f, rows);
            LabelOptions.LeaveOut(run, "classes", "margin", "hardLoss", "batchHardLoss", "tripletSeparated", "classRadius");
        }

        run.Report.Values(hasLabels ? $"{file}: {CountText.Sizes(f)}" : $"{file}: {CountText.Unlabelled(f)}", rows);
        return ExitCode.Success;
    }

    private static void SetShape(VerbRun run, Embedding f, bool hasLabels, List<(string Name, string Value)> rows)
    {
        run.Result["points"] = f.Count;
        run.Result["dimension"] = f.Dimension;
        run.Result["classes"] = f.ClassCount;
        run.Result["labelled"] = hasLabels;
        if (run.Step("rank", () => new Boxed<int>(AffineRank.Rank(f))) is { } rank)
        {
            run.Result["rank"] = rank.Value;
            rows.Add(("affine rank", Integer(rank.Value)));
        }

        if (run.Step("duplicates", () => new Boxed<int>(Duplicates.Count(f))) is { } duplicates)
        {
            run.Result["duplicates"] = duplicates.Value;
            rows.Add(("duplicate rows", Integer(duplicates.Value)));
        }
    }

    private static void SetSize(VerbRun run, Embedding f, List<(string Name, string Value)> rows)
    {
        if (run.Step("diameter", () => new Boxed<PairMeasure>(Diameter.Compute(f, null, run.Cancellation))) is { Value: var diameter })
        {
            run.Result["diameter"] = new JsonObject
            {
                ["value"] = run.Result.Number("diameter.value", diameter.Value),
                ["pair"] = new JsonArray(diameter.First, diameter.Second),
            };
            rows.Add(("diameter", $"{NumberText.Of(diameter.Value)}  (rows {diameter.First}, {diameter.Second})"));
        }
    }

    private static void SetLosses(VerbRun run, Embedding f, double margin, List<(string Name, string Value)> rows)
    {
        run.Result["margin"] = margin;
        Boxed<HardMinedLoss> HardMined() => new(TripletLoss.HardMined(f, TripletDistance.Euclidean, margin, null, run.Cancellation));
        Boxed<BatchHardLoss> BatchHard() => new(TripletLoss.BatchHard(f, margin, TripletDistance.Euclidean, null, run.Cancellation));
        Boxed<bool> IsSeparated() => new(TripletSeparation.IsSatisfied(f, margin, null, run.Cancellation));

        if (run.Step("hardLoss", HardMined) is { Value: var hard })
        {
            run.Result["hardLoss"] = new JsonObject
            {
                ["value"] = run.Result.Number("hardLoss.value", hard.Value),
                ["triplet"] = Witness(hard.Triplet),
            };
            if (hard.Triplet is null)
            {
                run.Result.Note("hardLoss.triplet is null: no point has a negative");
            }

            var triplet = hard.Triplet is { } t ? $"  (anchor {t.Anchor}, positive {t.Positive}, negative {t.Negative})" : "";
            rows.Add(("hard-mined triplet loss L", NumberText.Of(hard.Value) + triplet));
        }

        if (run.Step("batchHardLoss", BatchHard) is { Value: var batch })
        {
            run.Result["batchHardLoss"] = run.Result.Number("batchHardLoss", batch.Value);
            rows.Add(("batch-hard loss (mean)", $"{NumberText.Of(batch.Value)}  ({batch.Active} of {batch.Anchors} anchors active)"));
        }

        if (run.Step("tripletSeparated", IsSeparated) is { Value: var separated })
        {
            run.Result["tripletSeparated"] = separated;
            rows.Add(("Triplet-Separated", separated ? "yes" : "no"));
        }
    }

    private static void SetBall(VerbRun run, Embedding f, List<(string Name, string Value)> rows)
    {
        if (run.Step("enclosingRadius", () => EnclosingBall.Compute(f)) is { } ball)
        {
            run.Result["enclosingRadius"] = run.Result.Number("enclosingRadius", ball.Radius);
            rows.Add(("smallest enclosing ball, radius", NumberText.Of(ball.Radius)));
        }
    }

    private static void SetClassBalls(VerbRun run, Embedding f, List<(string Name, string Value)> rows)
    {
        if (run.Step("classRadius", () => EnclosingBall.PerClass(f)) is { } balls)
        {
            var radii = new JsonArray();
            foreach (var radius in balls.Select(b => b.Radius))
            {
                radii.Add(run.Result.Number("classRadius", radius));
            }

            run.Result["classRadius"] = radii;
            var largest = Array.IndexOf(balls, balls.MaxBy(b => b.Radius)!);
            rows.Add(("largest class enclosing radius", $"{NumberText.Of(balls[largest].Radius)}  (class {f.ClassNames[largest]})"));
        }
    }

    private static JsonObject? Witness(Triplet? triplet) =>
        triplet is { } t ? new JsonObject { ["anchor"] = t.Anchor, ["positive"] = t.Positive, ["negative"] = t.Negative } : null;

    private static string Integer(int value) => value.ToString(CultureInfo.InvariantCulture);
}
