using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Cli.Output;
using IsoApprox.Cli.Verbs;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Learning.Health;

namespace IsoApprox.Cli.Commands;

/// <summary>The collapse, rank, direction, class and neighbour measures in use, side by side with their definitions.</summary>
internal sealed class HealthCommand : VerbCommand
{
    private readonly Argument<string> _file = FileName.Argument("X", "embedding, with or without labels");
    private readonly LabelOptions _labels = new();
    private readonly Option<string?> _against = FileName.Option(
        "--against", "G", "another embedding of the same items, row by row: linear CKA");

    private readonly Option<string?> _classifier = FileName.Option(
        "--classifier", "W", "weights of the linear classifier on top, one row a class in the order of the sorted labels: NC3");

    private readonly Option<string?> _bias = FileName.Option("--bias", "b", "biases of the classifier, one number a class [default: 0]");

    private readonly LevelsOption _levels = new("ladder loss");

    private readonly Option<double?> _hardness = NumberOption.NonNegative(
        "--beta", "b", "hardness beta of HSCL, at which the theorems on hard negatives are judged [default: 1]", zeroAllowed: true);

    private readonly Option<double?> _temperature = NumberOption.NonNegative(
        "--temperature", "T", "temperature of InfoNCE on cosines [default: 0.1]", zeroAllowed: false);

    private readonly Option<double?> _margin = NumberOption.NonNegative(
        "--margin", "a", "margin alpha of the triplet losses [default: 0]", zeroAllowed: true);

    private readonly Option<int?> _pairLimit = NumberOption.Integer(
        "--pair-limit", "N", "up to N points all pairs are looked at, above it a seeded subset [default: 10000]", 1);

    internal HealthCommand()
        : base(
            "health",
            "Measures of collapse and health in one table, each with its definition: losses, thickness, effective ranks, uniformity, "
                + "neural collapse, silhouette, recall.",
            "isoapprox health embeddings.npy --labels labels.npy",
            "isoapprox health notebooks/data/iris.csv --label-column species --json",
            "isoapprox health after.npy --against before.npy",
            "isoapprox health features.npy --labels labels.npy --classifier weights.npy --bias bias.npy",
            "isoapprox health embeddings.npy --labels labels.npy --margin 0.2 --levels groups.txt")
    {
        Arguments.Add(_file);
        Options.Add(_against);
        Options.Add(_classifier);
        Options.Add(_bias);
        _levels.AddTo(this);
        Options.Add(_hardness);
        Options.Add(_temperature);
        Options.Add(_margin);
        Options.Add(_pairLimit);
        _labels.AddTo(this);
        Common.AddTo(this);
    }

    protected override int Run(VerbRun run)
    {
        var file = run.Parse.GetRequiredValue(_file);
        var classifierFile = run.Parse.GetValue(_classifier);
        if (classifierFile is null && run.Parse.GetValue(_bias) is { } lost)
        {
            throw new UsageException($"--bias {lost}: there is no classifier; give its weights by --classifier");
        }

        _levels.RequireFile(run.Parse);
        var f = _labels.ReadOptional(run, file, out var hasLabels, _levels.Column(run.Parse, file));
        if (!hasLabels && _levels.Given(run.Parse) is { } levels)
        {
            throw new UsageException($"--levels {levels}: they are of classes, but {file} has no labels; give --labels or --label-column");
        }

        var otherFile = run.Parse.GetValue(_against);
        var other = otherFile is null ? null : _labels.ReadSameItems(run, otherFile, f, file, hasLabels);
        var settings = new HealthSettings
        {
            HasLabels = hasLabels,
            Against = other,
            Seed = run.Seed,
            Levels = _levels.Given(run.Parse) is null ? null : _levels.Read(run, f, file),
            Classifier = classifierFile is null ? null : ReadClassifier(run, classifierFile, f, file, hasLabels),
        };
        settings = settings with
        {
            Hardness = run.Parse.GetValue(_hardness) ?? settings.Hardness,
            Temperature = run.Parse.GetValue(_temperature) ?? settings.Temperature,
            Margin = run.Parse.GetValue(_margin) ?? settings.Margin,
            PairLimit = run.Parse.GetValue(_pairLimit) ?? settings.PairLimit,
        };
        run.SetInput(file, f);
        run.Result["other"] = other is null ? null : ResultDocument.Input(otherFile!, other);
        run.Result["labelled"] = hasLabels;
        run.Result["classifier"] = classifierFile;
        run.Result["levels"] = settings.Levels?.Count;
        run.Result["margin"] = settings.Margin;
        run.Result["beta"] = settings.Hardness;
        run.Result["temperature"] = settings.Temperature;
        run.Result["pairLimit"] = settings.PairLimit;
        var health = ProgressDisplay.RunWithStatus(
            run.Error, run.ShowProgress, "health", progress => EmbeddingHealth.Measure(f, settings, progress, run.Cancellation));
        HealthFields.Write(run.Result, health);
        AddNotes(run, f, settings, health);
        HealthFields.Report(
            run.Report, hasLabels ? $"{file}: {CountText.Sizes(f)}" : $"{file}: {CountText.Unlabelled(f)}", health, settings.Hardness);
        return ExitCode.Success;
    }

    private LinearClassifier ReadClassifier(VerbRun run, string weights, Embedding f, string file, bool hasLabels)
    {
        if (!hasLabels)
        {
            throw new UsageException(
                $"--classifier {weights}: its rows are classes, but {file} has no labels; give --labels or --label-column");
        }

        var bias = run.Parse.GetValue(_bias);
        var classifier = run.Read(
            () => new LinearClassifier(EmbeddingReader.ReadPoints(weights), bias is null ? null : EmbeddingReader.ReadVector(bias)),
            weights, bias);
        return classifier.FindDefect(f) is { } defect ? throw new UsageException($"--classifier {weights}: {defect}") : classifier;
    }

    private static void AddNotes(VerbRun run, Embedding f, HealthSettings settings, EmbeddingHealth health)
    {
        foreach (var (need, remedy) in new[]
        {
            (HealthNeed.Labels, "without labels (--labels, --label-column)"),
            (HealthNeed.SecondEmbedding, "without a second file (--against)"),
            (HealthNeed.Classifier, "without a classifier (--classifier)"),
            (HealthNeed.Levels, "without levels (--levels)"),
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
                $"of {f.Count} points a seeded sample of {group.Key} gives {string.Join(", ", group.Select(m => m.Id))}"
                    + (f.Count > settings.PairLimit ? $" (--pair-limit {settings.PairLimit})" : " (their cost grows faster than N^2)"));
        }

        if (health.Measures.Any(m => m.Id == "diameter" && m.Sample is not null))
        {
            run.Result.Note("diameter and hard-mined-loss of a subset are lower bounds of those of all points");
        }

        if (health.ClaimSample is { } judged)
        {
            run.Result.Note($"claims are judged on a seeded part of {judged} of {f.Count} points: they say nothing about the others");
        }
    }
}
