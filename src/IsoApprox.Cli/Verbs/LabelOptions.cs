using System.CommandLine;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Options;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Cli.Verbs;

/// <summary>Where points and labels are in the files.</summary>
internal sealed class LabelOptions
{
    internal Option<string?> Labels { get; } =
        FileName.Option("--labels", "file", "file with one label for each row (.npy, .csv, .tsv, .json)");

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

    /// <summary>
    /// Reads an embedding that may lack labels: <paramref name="hasLabels"/> is false when the file has none (or one class named "0") and
    /// none were asked for.
    /// </summary>
    /// <param name="run">The run, whose notes say what was assumed.</param>
    /// <param name="path">The points file.</param>
    /// <param name="hasLabels">Whether the classes mean anything.</param>
    internal Embedding ReadOptional(VerbRun run, string path, out bool hasLabels)
    {
        var (parse, options) = (run.Parse, ReadOptions(run) with { RequireLabels = false });
        var f = run.Read(() => EmbeddingReader.Read(path, options), path, options.LabelsPath);
        hasLabels = f.ClassCount > 1 || f.ClassNames[0] != "0"
            || parse.GetValue(Labels) is not null || parse.GetValue(LabelColumn) is not null;
        return f;
    }

    /// <summary>
    /// Reads another embedding of the same items as <paramref name="first"/>: it may lack labels, but what it has must agree.
    /// </summary>
    /// <exception cref="UsageException">Another number of points, or other labels.</exception>
    internal Embedding ReadSameItems(VerbRun run, string path, Embedding first, string firstPath)
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
        if (!isUnlabelled && parse.GetValue(Labels) is null && !other.HasSameLabels(first))
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
