using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Health;

namespace IsoApprox.Cli.Commands;

/// <summary>The collapse, rank, direction, class and neighbour measures in use, side by side with their definitions.</summary>
internal sealed class HealthCommand : VerbCommand
{
    private readonly Argument<string> _file = FileName.Argument("X", "embedding, with or without labels");
    private readonly LabelOptions _labels = new();
    private readonly Option<string?> _against = FileName.Option(
        "--against", "G", "another embedding of the same items, row by row: linear CKA");

    private readonly Option<double?> _margin = NumberOption.NonNegative(
        "--margin", "a", "margin alpha of the triplet losses [default: 0]", zeroAllowed: true);

    private readonly Option<int?> _pairLimit = NumberOption.Integer(
        "--pair-limit", "N", "up to N points all pairs are looked at, above it a seeded subset [default: 10000]", 1);

    internal HealthCommand()
        : base(
            "health",
            "Measures of collapse and health in one table, each with its definition: losses, effective ranks, uniformity, neural collapse, "
                + "silhouette, recall.",
            "isoapprox health embeddings.npy --labels labels.npy",
            "isoapprox health notebooks/data/iris.csv --label-column species --json",
            "isoapprox health after.npy --against before.npy")
    {
        Arguments.Add(_file);
        Options.Add(_against);
        Options.Add(_margin);
        Options.Add(_pairLimit);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var file = run.Parse.GetRequiredValue(_file);
        var f = _labels.ReadOptional(run, file, out var hasLabels);
        var otherFile = run.Parse.GetValue(_against);
        var other = otherFile is null ? null : _labels.ReadSameItems(run, otherFile, f, file, hasLabels);
        var settings = new HealthSettings { HasLabels = hasLabels, Against = other, Seed = run.Seed };
        settings = settings with
        {
            Margin = run.Parse.GetValue(_margin) ?? settings.Margin,
            PairLimit = run.Parse.GetValue(_pairLimit) ?? settings.PairLimit,
        };
        run.SetInput(file, f);
        run.Result["other"] = other is null ? null : ResultDocument.Input(otherFile!, other);
        run.Result["labelled"] = hasLabels;
        run.Result["margin"] = settings.Margin;
        run.Result["pairLimit"] = settings.PairLimit;
        var health = ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, "health", progress => EmbeddingHealth.Measure(f, settings, progress, run.Cancellation));
        Write(run, health);
        AddNotes(run, f, settings, health);
        run.Report.Table(
            hasLabels ? $"{file}: {CountText.Sizes(f)}" : $"{file}: {CountText.Unlabelled(f)}",
            ["measure", "value", "definition"],
            health.Measures.Select(m => new[]
            {
                m.Id, m.Value is { } value ? NumberText.Of(value) : $"none: {m.Reason}", $"{m.Definition.Formula} ({m.Definition.Source})",
            }));
        return ExitCode.Success;
    }

    private static void Write(VerbRun run, EmbeddingHealth health)
    {
        var measures = new JsonArray();
        foreach (var m in health.Measures)
        {
            measures.Add((JsonNode)new JsonObject
            {
                ["id"] = m.Id,
                ["value"] = m.Value,
                ["reason"] = m.Reason,
                ["sample"] = m.Sample,
                ["definition"] = m.Definition.Formula,
                ["source"] = m.Definition.Source,
            });
        }

        run.Result["measures"] = measures;
        run.Result["leftOut"] = new JsonArray([.. health.LeftOut.Select(d => JsonValue.Create(d.Id))]);
    }

    private static void AddNotes(VerbRun run, Embedding f, HealthSettings settings, EmbeddingHealth health)
    {
        foreach (var (need, remedy) in new[]
        {
            (HealthNeed.Labels, "without labels (--labels, --label-column)"),
            (HealthNeed.SecondEmbedding, "without a second file (--against)"),
        })
        {
            var ids = health.LeftOut.Where(d => d.Needs == need).Select(d => d.Id).ToArray();
            if (ids.Length > 0)
            {
                run.Result.Note($"left out {remedy}: {string.Join(", ", ids)}");
            }
        }

        foreach (var group in health.Measures.Where(m => m.Sample is not null).GroupBy(m => m.Sample))
        {
            run.Result.Note(
                $"{f.Count} points are more than --pair-limit {settings.PairLimit}: a seeded sample of {group.Key} points gives "
                    + string.Join(", ", group.Select(m => m.Id)));
        }

        if (health.Measures.Any(m => m.Id == "diameter" && m.Sample is not null))
        {
            run.Result.Note("diameter and hard-mined-loss of a subset are lower bounds of those of all points");
        }
    }
}
