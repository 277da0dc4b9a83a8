namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Where <see cref="EmbeddingReader"/> finds the labels and the points. Labels come from <see cref="LabelsPath"/> when it is given,
/// otherwise from inside the points file (a column of .csv/.tsv, the array <see cref="LabelsKey"/> of .npz, the field "labels" or "y" of
/// .json).
/// </summary>
public sealed record EmbeddingReadOptions
{
    /// <summary>The defaults: labels required, found inside the points file.</summary>
    public static EmbeddingReadOptions Default { get; } = new();

    /// <summary>
    /// A separate file with one label per point: .npy, .npz, .csv, .tsv, .txt or .json. It wins over labels inside the points file.
    /// </summary>
    public string? LabelsPath { get; init; }

    /// <summary>
    /// The label column of a .csv or .tsv file: its header name, or its 0-based index as text (a header name wins over an index). With
    /// <see cref="LabelsPath"/> it is a column of that file. Null: the column whose header is "label"; otherwise the column that holds
    /// text, when exactly one column does (judged by the first data row, and required of all rows).
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// A column of a .csv or .tsv points file that is neither label nor coordinate, named as <see cref="LabelColumn"/> is; null for none.
    /// </summary>
    public string? IgnoredColumn { get; init; }

    /// <summary>
    /// Whether a .csv/.tsv points file starts with a header row. Null: the first row is a header when it contains "label" or the
    /// <see cref="LabelColumn"/> (unless that is an index); or when none of its fields is a number and one above a coordinate is text that
    /// cannot stand for a missing number (NA, ?, null, - and the like can). A first row of numbers is therefore data unless this is true,
    /// and so is one of missing values, which is then refused.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>Told, in one sentence each, what was assumed about a file: that its first row is a header. Null: nobody is told.</summary>
    public Action<string>? Remark { get; init; }

    /// <summary>Name of the points array in an .npz file.</summary>
    public string PointsKey { get; init; } = "X";

    /// <summary>Name of the labels array in an .npz file.</summary>
    public string LabelsKey { get; init; } = "y";

    /// <summary>
    /// True (default): a file without labels is refused. False: when no labels are found, every point is put into one class named "0".
    /// Labels that are asked for (a path, a column, a key other than "y") must exist in either case.
    /// </summary>
    public bool RequireLabels { get; init; } = true;
}
