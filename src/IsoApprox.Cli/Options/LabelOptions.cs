using System.CommandLine;
using IsoApprox.Embeddings;

namespace IsoApprox.Cli.Options;

/// <summary>Where points and labels are in the files.</summary>
internal sealed class LabelOptions
{
    internal Option<string?> Labels { get; } = new("--labels") { HelpName = "file", Description = "file with one label for each row (.npy, .csv, .tsv, .json)" };

    internal Option<string?> LabelColumn { get; } = new("--label-column") { HelpName = "name", Description = "label column of a .csv or .tsv file: its name, or its number from 0" };

    internal Option<string?> PointsKey { get; } = new("--points-key") { HelpName = "key", Description = "points array of a .npz file [default: X]" };

    internal Option<string?> LabelsKey { get; } = new("--labels-key") { HelpName = "key", Description = "labels array of a .npz file [default: y]" };

    internal void AddTo(Command command)
    {
        command.Options.Add(Labels);
        command.Options.Add(LabelColumn);
        command.Options.Add(PointsKey);
        command.Options.Add(LabelsKey);
    }

    /// <summary>Reads a file with these options.</summary>
    internal Embedding Read(ParseResult parse, string path, bool requireLabels) => EmbeddingReader.Read(path, new EmbeddingReadOptions
    {
        LabelsPath = parse.GetValue(Labels),
        LabelColumn = parse.GetValue(LabelColumn),
        PointsKey = parse.GetValue(PointsKey),
        LabelsKey = parse.GetValue(LabelsKey),
        RequireLabels = requireLabels,
    });
}
