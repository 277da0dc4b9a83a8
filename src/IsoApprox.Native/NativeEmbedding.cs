using System.Globalization;
using System.Runtime.InteropServices;
using IsoApprox.Embeddings;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_embedding: N points in R^n with labels. Nothing of it is kept after a call.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeEmbedding
{
    /// <summary>N n coordinates, row by row.</summary>
    public double* Points;

    /// <summary>N, at least 1.</summary>
    public long Rows;

    /// <summary>n, at least 1.</summary>
    public long Columns;

    /// <summary>N integers; null when the labels are texts, or where they may be left out.</summary>
    public long* Labels;

    /// <summary>N texts in UTF-8, each ended by a zero byte; read only where there are no integers.</summary>
    public byte** LabelTexts;

    /// <summary>Copies the struct's data.</summary>
    /// <param name="given">The caller's struct.</param>
    /// <param name="source">Name used in messages.</param>
    /// <exception cref="EmbeddingException">A pointer is null, a size is out of range, or the data are no labelled embedding.</exception>
    internal static Embedding Read(NativeEmbedding* given, string source)
    {
        var f = ReadOptional(given, source, out var hasLabels);
        return hasLabels ? f : throw new EmbeddingException($"{source}: the labels are missing; give one integer or one text for each row");
    }

    /// <summary>Copies the struct's data, which may lack labels: all points are of one class then.</summary>
    /// <param name="given">The caller's struct.</param>
    /// <param name="source">Name used in messages.</param>
    /// <param name="hasLabels">Whether the classes mean anything.</param>
    /// <exception cref="EmbeddingException">A pointer is null, a size is out of range, or the data are no embedding.</exception>
    internal static Embedding ReadOptional(NativeEmbedding* given, string source, out bool hasLabels)
    {
        if (given is null || given->Points is null)
        {
            throw new EmbeddingException($"{source}: the pointer to the points is null; give N x n doubles");
        }

        if (given->Rows < 1 || given->Columns < 1 || given->Rows > Array.MaxLength / given->Columns)
        {
            throw new EmbeddingException(
                $"{source}: {given->Rows} rows of {given->Columns} coordinates; "
                    + $"give at least 1 of each, and at most {Array.MaxLength} numbers");
        }

        var (rows, columns) = ((int)given->Rows, (int)given->Columns);
        hasLabels = given->Labels is not null || given->LabelTexts is not null;
        return Embedding.Create(new ReadOnlySpan<double>(given->Points, rows * columns), columns, ReadLabels(given, rows, source), source);
    }

    /// <summary>Copies the data of two embeddings F and G of the same labelled items.</summary>
    /// <param name="first">F with the labels.</param>
    /// <param name="second">N columns coordinates of G, row by row.</param>
    /// <param name="columns">Coordinates of G, at least 1.</param>
    /// <exception cref="EmbeddingException">As <see cref="Read"/>.</exception>
    internal static (Embedding First, Embedding Second) ReadBoth(NativeEmbedding* first, double* second, long columns)
    {
        var f = Read(first, "F");
        var other = *first;
        other.Points = second;
        other.Columns = columns;
        return (f, Read(&other, "G"));
    }

    private static string[] ReadLabels(NativeEmbedding* given, int rows, string source)
    {
        if (given->Labels is null && given->LabelTexts is not null)
        {
            return NativeText.ReadAll(given->LabelTexts, rows, $"{source}: label");
        }

        var labels = new string[rows];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = given->Labels is null ? "0" : given->Labels[i].ToString(CultureInfo.InvariantCulture);
        }

        return labels;
    }
}
