using System.CommandLine;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Verbs;

/// <summary>Where points and labels are in the files.</summary>
internal sealed class LabelOptions
{
    internal Option<string?> Labels { get; } =
        FileName.Option("--labels", "file", "file with one label for each row (.npy, .npz, .csv, .tsv, .txt, .json)");

    internal Option<string?> LabelColumn { get; } = new("--label-column")
    {
        HelpName = "name",
        Description = "label column of a .csv or .tsv file: its name, or its number from 0",
    };

    internal Option<string?> PointsKey { get; } = new("--points-key")
    {
        HelpName = "key",
        Description = "points array of a .npz file [default: X]",
    };

    internal Option<string?> LabelsKey { get; } = new("--labels-key")
    {
        HelpName = "key",
        Description = "labels array of a .npz file [default: y]",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(Labels);
        command.Options.Add(LabelColumn);
        command.Options.Add(PointsKey);
        command.Options.Add(LabelsKey);
    }

    /// <summary>Reads a labelled embedding.</summary>
    /// <param name="run">The run, whose notes say what was assumed.</param>
    /// <param name="path">The points file.</param>
    /// <param name="otherColumn">A column of a .csv or .tsv file that is no coordinate.</param>
    internal Embedding Read(VerbRun run, string path, string? otherColumn = null)
    {
        var options = ReadOptions(run) with { IgnoredColumn = otherColumn };
        return run.Read(() => EmbeddingReader.Read(path, options), path, options.LabelsPath);
    }

    /// <summary>Reads an embedding that may lack labels; those that are asked for must exist.</summary>
    /// <param name="run">The run, whose notes say what was assumed.</param>
    /// <param name="path">The points file.</param>
    /// <param name="hasLabels">Whether the classes mean anything.</param>
    /// <param name="otherColumn">A column of a .csv or .tsv file that is no coordinate.</param>
    internal Embedding ReadOptional(VerbRun run, string path, out bool hasLabels, string? otherColumn = null)
    {
        var options = ReadOptions(run) with { RequireLabels = false, IgnoredColumn = otherColumn };
        var (f, found) = run.Read(
            () => (EmbeddingReader.Read(path, options, out var labelled), labelled), path, options.LabelsPath);
        hasLabels = found;
        return f;
    }

    /// <summary>Names the fields that need labels: they are null, <c>leftOut</c> lists them and a note says why.</summary>
    internal static void LeaveOut(VerbRun run, params string[] fields)
    {
        foreach (var field in fields)
        {
            run.Result[field] = null;
        }

        run.Result["leftOut"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]);
        if (fields.Length > 0)
        {
            run.Result.Note($"left out without labels (--labels, --label-column): {string.Join(", ", fields)}");
        }
    }

    /// <summary>
    /// Reads another embedding of the same items as <paramref name="first"/>: it may lack labels, but what it has must agree.
    /// </summary>
    /// <param name="run">The run, whose notes say what was assumed.</param>
    /// <param name="path">The points file.</param>
    /// <param name="first">The first embedding.</param>
    /// <param name="firstPath">Its file.</param>
    /// <param name="isFirstLabelled">False when the first has no labels: those of the other are not looked at.</param>
    /// <exception cref="UsageException">Another number of points, or other labels.</exception>
    internal Embedding ReadSameItems(VerbRun run, string path, Embedding first, string firstPath, bool isFirstLabelled = true)
    {
        var parse = run.Parse;
        var isTable = Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv";
        var options = ReadOptions(run) with { RequireLabels = false, LabelsPath = null };
        options = isTable && parse.GetValue(Labels) is null ? options : options with { LabelColumn = null };
        var other = run.Read(() => EmbeddingReader.Read(path, options), path);
        if (other.Count != first.Count)
        {
            throw new UsageException(
                $"{path}: {other.Count} points, but {firstPath} has {first.Count}; row i of both must be the same item");
        }

        var isUnlabelled = other.ClassCount == 1;
        if (isFirstLabelled && !isUnlabelled && parse.GetValue(Labels) is null && !other.HasSameLabels(first))
        {
            throw new UsageException(
                $"{path}: its labels differ from those of {firstPath}; row i of both must be the same item with the same label");
        }

        return first.WithPoints(other.Coordinates, other.Dimension);
    }

    private EmbeddingReadOptions ReadOptions(VerbRun run) => new()
    {
        LabelsPath = run.Parse.GetValue(Labels),
        LabelColumn = run.Parse.GetValue(LabelColumn),
        PointsKey = run.Parse.GetValue(PointsKey) ?? EmbeddingReadOptions.Default.PointsKey,
        LabelsKey = run.Parse.GetValue(LabelsKey) ?? EmbeddingReadOptions.Default.LabelsKey,
        Remark = run.Result.Note,
    };
}
