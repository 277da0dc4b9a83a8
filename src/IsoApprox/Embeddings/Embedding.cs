using System.Globalization;
using System.Numerics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Embeddings;

/// <summary>
/// A labelled embedding f: N points f_1..f_N in R^n, each with a class label (the paper's f(x_i) and y_i). Immutable and validated: N >= 1,
/// n >= 1, all coordinates finite, one label per point. Points may coincide; a class may be a singleton; there may be one class only.
/// Coordinates are stored row-major in double precision; rows are numbered from 0.
/// </summary>
public sealed class Embedding : IPointRows
{
    private readonly double[] _coordinates;
    private readonly int[] _classes;
    private readonly string[] _classNames;
    private readonly int[] _memberStart;
    private readonly int[] _members;

    private Embedding(double[] coordinates, int dimension, int[] classes, string[] classNames)
    {
        _coordinates = coordinates;
        Dimension = dimension;
        _classes = classes;
        _classNames = classNames;
        (_memberStart, _members) = GroupByClass(classes, classNames.Length);
    }

    /// <summary>Number of points N.</summary>
    public int Count => _classes.Length;

    /// <summary>Number of coordinates n of each point.</summary>
    public int Dimension { get; }

    /// <summary>Number of classes c.</summary>
    public int ClassCount => _classNames.Length;

    /// <summary>All coordinates, row-major, length N n.</summary>
    public ReadOnlySpan<double> Coordinates => _coordinates;

    /// <summary>The class 0..c-1 of each point, length N.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>The label text of each class; integers are sorted by value, other labels by ordinal comparison.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>The coordinates of point <paramref name="row"/>.</summary>
    /// <param name="row">0..N-1.</param>
    public ReadOnlySpan<double> this[int row] => new(_coordinates, row * Dimension, Dimension);

    /// <summary>The rows of class <paramref name="classIndex"/>, ascending.</summary>
    /// <param name="classIndex">0..c-1.</param>
    public ReadOnlySpan<int> Members(int classIndex) =>
        new(_members, _memberStart[classIndex], _memberStart[classIndex + 1] - _memberStart[classIndex]);

    /// <summary>Size m of the largest class.</summary>
    public int LargestClassSize => Enumerable.Range(0, ClassCount).Max(k => Members(k).Length);

    /// <summary>Creates an embedding from text labels. Cost O(N n), one copy of the coordinates.</summary>
    /// <param name="points">Row-major coordinates, length N n; copied.</param>
    /// <param name="dimension">n >= 1.</param>
    /// <param name="labels">N labels, none of them blank. When all are integers they are ordered by value, otherwise by ordinal comparison.
    /// Labels are compared as text: "1" and "01" are two classes.</param>
    /// <param name="source">Name used in error messages, for example the file name.</param>
    /// <exception cref="EmbeddingException">Empty, ragged, not finite, a blank label, or the number of labels differs from the number of
    /// points.</exception>
    public static Embedding Create(ReadOnlySpan<double> points, int dimension, IReadOnlyList<string> labels, string source = "embedding")
    {
        ArgumentNullException.ThrowIfNull(labels);
        Validate(points, dimension, labels, source);
        return Build(points.ToArray(), dimension, labels);
    }

    /// <summary>
    /// As <see cref="Create(ReadOnlySpan{double}, int, IReadOnlyList{string}, string)"/>, but keeps the array: the caller must not touch it
    /// again.
    /// </summary>
    internal static Embedding Adopt(double[] points, int dimension, IReadOnlyList<string> labels, string source)
    {
        Validate(points, dimension, labels, source);
        return Build(points, dimension, labels);
    }

    /// <summary>Creates an embedding from integer labels (any integers; mapped to 0..c-1 in increasing order). Cost O(N n).</summary>
    /// <inheritdoc cref="Create(ReadOnlySpan{double}, int, IReadOnlyList{string}, string)"/>
    public static Embedding Create(ReadOnlySpan<double> points, int dimension, ReadOnlySpan<int> labels, string source = "embedding")
    {
        var text = new string[labels.Length];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = labels[i].ToString(CultureInfo.InvariantCulture);
        }

        return Create(points, dimension, text, source);
    }

    /// <summary>The same labels on other points: g for this f. Used for candidate embeddings.</summary>
    /// <param name="points">Row-major coordinates, length N d; copied.</param>
    /// <param name="dimension">d >= 1, may differ from n.</param>
    /// <exception cref="EmbeddingException">Wrong length or not finite.</exception>
    public Embedding WithPoints(ReadOnlySpan<double> points, int dimension)
    {
        ValidatePoints(points, dimension, Count, "embedding");
        return new Embedding(points.ToArray(), dimension, _classes, _classNames);
    }

    /// <summary>Some rows with their labels, in the given order. Cost O(k n) for k rows.</summary>
    /// <param name="rows">Rows, 0 to N - 1, at least one.</param>
    /// <exception cref="EmbeddingException">No row is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public Embedding Rows(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var points = new double[rows.Count * Dimension];
        for (var k = 0; k < rows.Count; k++)
        {
            this[rows[k]].CopyTo(points.AsSpan(k * Dimension));
        }

        return Create(points, Dimension, [.. rows.Select(i => _classNames[_classes[i]])]);
    }

    /// <summary>
    /// True when <paramref name="other"/> has the same N and puts the same points into the same classes under the same names.
    /// </summary>
    /// <param name="other">The embedding compared with.</param>
    public bool HasSameLabels(Embedding other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _classes.AsSpan().SequenceEqual(other._classes) && _classNames.AsSpan().SequenceEqual(other._classNames);
    }

    private static Embedding Build(double[] points, int dimension, IReadOnlyList<string> labels)
    {
        var names = labels.Distinct(StringComparer.Ordinal).ToArray();
        SortLabels(names);
        var index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var k = 0; k < names.Length; k++)
        {
            index[names[k]] = k;
        }

        var classes = new int[labels.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = index[labels[i]];
        }

        return new Embedding(points, dimension, classes, names);
    }

    private static void Validate(ReadOnlySpan<double> points, int dimension, IReadOnlyList<string> labels, string source)
    {
        ValidatePoints(points, dimension, labels.Count, source);
        for (var i = 0; i < labels.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(labels[i]))
            {
                throw new EmbeddingException($"{source}: row {i}: the label is missing; give every point a label");
            }
        }
    }

    private static void ValidatePoints(ReadOnlySpan<double> points, int dimension, int labelCount, string source)
    {
        if (dimension < 1)
        {
            throw new EmbeddingException($"{source}: points have {dimension} coordinates; at least 1 is needed");
        }

        if (points.Length == 0)
        {
            throw new EmbeddingException($"{source}: no points; at least 1 row is needed");
        }

        if (points.Length % dimension != 0)
        {
            throw new EmbeddingException(
                $"{source}: {points.Length} numbers do not fill rows of {dimension} coordinates; give every point the same number of "
                    + $"coordinates");
        }

        var count = points.Length / dimension;
        if (labelCount != count)
        {
            throw new EmbeddingException(
                $"{source}: {FieldText.Count(count, "point")} but {FieldText.Count(labelCount, "label")}; give exactly one "
                    + $"label for each row");
        }

        for (var i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i]))
            {
                var value = points[i].ToString(CultureInfo.InvariantCulture);
                throw new EmbeddingException(
                    $"{source}: row {i / dimension}, column {i % dimension}: '{value}' is not a finite number; remove or impute the row");
            }
        }
    }

    private static void SortLabels(string[] names)
    {
        Array.Sort(names, StringComparer.Ordinal);
        var values = new BigInteger[names.Length];
        for (var k = 0; k < names.Length; k++)
        {
            if (!BigInteger.TryParse(names[k], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[k]))
            {
                return;
            }
        }

        // "1" and "01" have equal values: the ordinal rank makes the order total, hence independent of the order of the rows.
        var keys = values.Select((value, rank) => (value, rank)).ToArray();
        Array.Sort(keys, names);
    }

    private static (int[] Start, int[] Members) GroupByClass(int[] classes, int classCount)
    {
        var start = new int[classCount + 1];
        foreach (var k in classes)
        {
            start[k + 1]++;
        }

        for (var k = 0; k < classCount; k++)
        {
            start[k + 1] += start[k];
        }

        var next = start.AsSpan(0, classCount).ToArray();
        var members = new int[classes.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            members[next[classes[i]]++] = i;
        }

        return (start, members);
    }
}
