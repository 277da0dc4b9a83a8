namespace IsoApprox.Embeddings.Files;

/// <summary>
/// Reads a labelled embedding from .npy, .npz, .csv, .tsv or .json; the extension decides. Whatever is wrong with a file, its content or
/// access to it, is reported as an <see cref="EmbeddingException"/> whose message names the file and, where there is one, the row, the
/// column and the offending text. Rows and columns are numbered from 0; text files also give the line, from 1. Cost O(N n) time; .npy and
/// .npz need at most two copies of the coordinates in memory, text formats a few more.
/// </summary>
/// <remarks>
/// .npy and .npz: format versions 1 to 3, C and Fortran order, either endianness; points are a 2-D array of f2, f4, f8, i1..i8, u1..u8 or
/// bool
/// (64-bit integers beyond 2^53 are rounded to the nearest double), labels a 1-D (or N x 1) array of integers, integer-valued floats, bool,
/// U or S strings.
/// .json: {"points": [[..], ..], "labels": [..]}, "X" and "y" are accepted for the names; labels are integers or strings;
/// a bare array of arrays is points only.
/// .csv and .tsv: RFC 4180 quoting, UTF-8, one point per row, see <see cref="EmbeddingReadOptions"/> for header and label column.
/// Labels written as 0.0, 1.0, .. in text files are read as integers when all of them are.
/// </remarks>
public static class EmbeddingReader
{
    /// <summary>Reads points and labels.</summary>
    /// <param name="path">The points file.</param>
    /// <param name="options">Where labels are; null for <see cref="EmbeddingReadOptions.Default"/>.</param>
    /// <returns>N points in R^n, validated; labels ordered as <see cref="Embedding.ClassNames"/> says.</returns>
    /// <exception cref="EmbeddingException">The file cannot be read or is not a labelled embedding.</exception>
    public static Embedding Read(string path, EmbeddingReadOptions? options = null) => Read(path, options, out _);

    /// <summary>Reads points and labels, and tells whether there were labels.</summary>
    /// <param name="path">The points file.</param>
    /// <param name="options">Where labels are; null for <see cref="EmbeddingReadOptions.Default"/>.</param>
    /// <param name="hasLabels">False when none were found (with <see cref="EmbeddingReadOptions.RequireLabels"/> off): the one class
    /// means nothing.</param>
    /// <returns>N points in R^n, validated; labels ordered as <see cref="Embedding.ClassNames"/> says.</returns>
    /// <exception cref="EmbeddingException">The file cannot be read or is no embedding.</exception>
    public static Embedding Read(string path, EmbeddingReadOptions? options, out bool hasLabels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= EmbeddingReadOptions.Default;
        string[]? labels = null;
        void ReadLabelsFor(int count) => labels ??= options.LabelsPath is { } labelsPath
            ? InputFile.Read(labelsPath, () => ReadLabelsFile(labelsPath, options, path, count))
            : null;

        // A binary file announces the number of points first: labels that do not fit are found before the coordinates are read.
        var points = InputFile.Read(path, () => ReadPointsFile(path, options, ReadLabelsFor));
        ReadLabelsFor(points.Count);
        labels ??= points.Labels;
        hasLabels = labels is not null;
        return Embedding.Adopt(points.Coordinates, points.Dimension, labels ?? WithoutLabels(path, points, options), path);
    }

    /// <summary>
    /// Reads points for a use that needs no labels: <see cref="Read(string, EmbeddingReadOptions?)"/> with
    /// <see cref="EmbeddingReadOptions.RequireLabels"/> off. Labels are kept when the file has them; otherwise
    /// every point is in one class named "0".
    /// </summary>
    /// <inheritdoc cref="Read(string, EmbeddingReadOptions?)"/>
    public static Embedding ReadPoints(string path, EmbeddingReadOptions? options = null) =>
        Read(path, (options ?? EmbeddingReadOptions.Default) with { RequireLabels = false });

    /// <summary>
    /// One text for each row, for example the group of each class: a labels file of any kind, or one column of a .csv or .tsv file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="count">N, the number of rows expected.</param>
    /// <param name="column">The column of a .csv or .tsv file, by name or 0-based index; null as for labels.</param>
    /// <param name="remark">Told what was assumed, as <see cref="EmbeddingReadOptions.Remark"/>.</param>
    /// <exception cref="EmbeddingException">The file cannot be read, or has another number of rows.</exception>
    public static string[] ReadLabels(string path, int count, string? column = null, Action<string>? remark = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = EmbeddingReadOptions.Default with { LabelColumn = column, Remark = remark };
        return InputFile.Read(path, () => ReadLabelsFile(path, options, "the embedding", count));
    }

    /// <summary>A single number that a .npz file holds beside points and labels, for example the loss of a training step.</summary>
    /// <param name="path">The .npz file.</param>
    /// <param name="key">Name of the array; it has one element, whatever its number of axes.</param>
    /// <returns>The number, which may be NaN or infinite; null when there is no such array.</returns>
    /// <exception cref="EmbeddingException">The file cannot be read, or the array is not one number.</exception>
    public static double? ReadNumber(string path, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return InputFile.Read(path, () => NpzFormat.ReadNumber(path, key));
    }

    /// <summary>A row of finite numbers, for example the biases of a classifier: a .npy array of one axis longer than 1, or one row or one
    /// column of a points file of another kind.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The numbers, at least one.</returns>
    /// <exception cref="EmbeddingException">The file cannot be read, is no row of numbers, or one of them is not finite.</exception>
    public static double[] ReadVector(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Extension(path) == ".npy")
        {
            var values = InputFile.Read(path, () => NpyFormat.ReadVector(path));
            var at = Array.FindIndex(values, value => !double.IsFinite(value));
            return at < 0 ? values : throw new EmbeddingException($"{path}: number {at} is {FieldText.Quote($"{values[at]}")}, not finite");
        }

        var points = ReadPoints(path);
        return points.Count == 1 || points.Dimension == 1
            ? points.Coordinates.ToArray()
            : throw new EmbeddingException($"{path}: holds {points.Count} x {points.Dimension} numbers; give one row or one column");
    }

    private static LabelledPoints ReadPointsFile(string path, EmbeddingReadOptions options, Action<int> onCount)
    {
        var extension = Extension(path);
        var isTable = extension is ".csv" or ".tsv";
        if (options is { LabelColumn: { } column, LabelsPath: null } && !isTable)
        {
            throw new EmbeddingException(
                $"{path}: label column {FieldText.Quote(column)} is given, but only .csv and .tsv files have columns; give a labels file "
                    + $"(--labels)");
        }

        return extension switch
        {
            ".npy" => NpyFormat.ReadPoints(path, onCount),
            ".npz" => NpzFormat.ReadPoints(path, options, onCount),
            ".csv" => DelimitedFormat.ReadPoints(path, ',', options),
            ".tsv" => DelimitedFormat.ReadPoints(path, '\t', options),
            ".json" => JsonFormat.ReadPoints(path, withLabels: options.LabelsPath is null),
            _ => throw UnknownExtension(path, "points", ".npy, .npz, .csv, .tsv or .json"),
        };
    }

    private static string[] ReadLabelsFile(string path, EmbeddingReadOptions options, string pointsPath, int count)
    {
        var extension = Extension(path);
        if (options.LabelColumn is { } column && extension is not (".csv" or ".tsv"))
        {
            throw new EmbeddingException(
                $"{path}: label column {FieldText.Quote(column)} is given, but only .csv and .tsv files have columns; leave it out");
        }

        var labels = extension switch
        {
            ".npy" => NpyFormat.ReadLabels(path, pointsPath, count),
            ".npz" => NpzFormat.ReadLabels(path, options.LabelsKey, pointsPath, count),
            ".csv" => DelimitedFormat.ReadLabels(path, ',', options.LabelColumn, count, options.Remark),
            ".tsv" => DelimitedFormat.ReadLabels(path, '\t', options.LabelColumn, count, options.Remark),
            ".txt" => LabelLines.Read(path, count, options.Remark),
            ".json" => JsonFormat.ReadLabels(path),
            _ => throw UnknownExtension(path, "labels", ".npy, .npz, .csv, .tsv, .txt or .json"),
        };
        LabelText.RequireCount(labels.Length, path, count, pointsPath);
        return LabelText.RequirePresent(labels, path);
    }

    private static string[] WithoutLabels(string path, LabelledPoints points, EmbeddingReadOptions options)
    {
        if (options.RequireLabels)
        {
            throw new EmbeddingException(
                $"{path}: no labels; give a labels file (--labels) or, for .csv and .tsv, the label column (--label-column)");
        }

        var labels = new string[points.Count];
        Array.Fill(labels, "0");
        return labels;
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static EmbeddingException UnknownExtension(string path, string what, string known) =>
        new($"{path}: unknown extension {FieldText.Quote(Path.GetExtension(path))} for {what}; use {known}");
}
