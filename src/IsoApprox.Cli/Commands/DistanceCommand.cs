using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Cli.Commands;

/// <summary>How far apart two embeddings of the same labelled items are: d_iso (Eq. 13) and d_haus (Eq. 11).</summary>
internal sealed class DistanceCommand : VerbCommand
{
    private readonly Argument<string> _first = FileName.Argument("F", "embedding f");
    private readonly Argument<string> _second = FileName.Argument("G", "embedding g of the same items, row by row");
    private readonly LabelOptions _labels = new();

    internal DistanceCommand()
        : base(
            "distance",
            "Isometric error d_iso and Hausdorff-like distance d_haus between two embeddings of the same items; without labels d_iso only.",
            "isoapprox distance before.npy after.npy --labels labels.npy",
            "isoapprox distance f.csv g.csv --label-column species --json")
    {
        Arguments.Add(_first);
        Arguments.Add(_second);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var (firstFile, secondFile) = (run.Parse.GetRequiredValue(_first), run.Parse.GetRequiredValue(_second));
        var f = _labels.ReadOptional(run, firstFile, out var hasLabels);
        var g = _labels.ReadSameItems(run, secondFile, f, firstFile, hasLabels);
        run.SetInput(firstFile, f);
        run.Result["other"] = ResultDocument.Input(secondFile, g);
        run.Result["labelled"] = hasLabels;
        if (run.Step("isometricError", () => new Boxed<PairMeasure>(IsometricError.Compute(f, g, null, run.Cancellation))) is { } iso)
        {
            WriteIsometricError(run, iso.Value);
        }

        if (!hasLabels)
        {
            LabelOptions.LeaveOut(run, "hausdorffLike", "hausdorff");
            return ExitCode.Success;
        }

        LabelOptions.LeaveOut(run);
        if (f.Dimension != g.Dimension)
        {
            run.Result["hausdorffLike"] = null;
            run.Result["hausdorff"] = null;
            run.Result.Note(
                $"hausdorffLike and hausdorff are null: the embeddings have {f.Dimension} and {g.Dimension} coordinates, "
                    + "and d_haus needs one space");
        }
        else if (run.Step("hausdorffLike", () => HausdorffLikeDistance.Compute(f, g, null, run.Cancellation)) is { } hausdorff)
        {
            WriteHausdorff(run, f, hausdorff);
        }

        return ExitCode.Success;
    }

    private static void WriteIsometricError(VerbRun run, PairMeasure iso)
    {
        run.Result["isometricError"] = new JsonObject { ["value"] = iso.Value, ["pair"] = new JsonArray(iso.First, iso.Second) };
        run.Report.Values("Isometric error", [("d_iso(f,g)", NumberText.Of(iso.Value)), ("pair of rows", $"{iso.First}, {iso.Second}")]);
    }

    private static void WriteHausdorff(VerbRun run, Embedding f, HausdorffLikeDistance hausdorff)
    {
        var perClass = new JsonArray();
        for (var k = 0; k < f.ClassCount; k++)
        {
            perClass.Add((JsonNode)Side(f, k, hausdorff.PerClass[k]));
        }

        run.Result["hausdorffLike"] = Side(f, hausdorff.Class, hausdorff.Witness);
        run.Result["hausdorff"] = perClass;
        run.Report.Line($"d_haus(f,g) = {NumberText.Of(hausdorff.Value)}, attained by class {f.ClassNames[hausdorff.Class]}");
        run.Report.Table(
            "Hausdorff distance of each class",
            ["class", "distance", "from row", "to row"],
            hausdorff.PerClass.Select((side, k) => new[]
            {
                f.ClassNames[k], NumberText.Of(side.Value), Row(side.From, side.FromFirst), Row(side.To, !side.FromFirst),
            }));
    }

    private static string Row(int row, bool ofFirst) => $"{(ofFirst ? 'f' : 'g')} {row}";

    private static JsonObject Side(Embedding f, int k, DirectedDistance side) => new()
    {
        ["value"] = side.Value,
        ["class"] = f.ClassNames[k],
        ["from"] = side.From,
        ["to"] = side.To,
        ["fromEmbedding"] = side.FromFirst ? "F" : "G",
    };
}
