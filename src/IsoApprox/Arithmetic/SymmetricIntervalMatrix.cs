namespace IsoApprox.Arithmetic;

/// <summary>
/// A symmetric N x N matrix of intervals: the set of all real symmetric matrices with entries in them. Stored as the lower triangle; starts
/// at 0.
/// </summary>
public sealed class SymmetricIntervalMatrix
{
    private readonly Interval[] _entries;

    /// <summary>Creates the zero matrix.</summary>
    /// <param name="size">N >= 0.</param>
    public SymmetricIntervalMatrix(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        _entries = new Interval[checked(size * (size + 1L) / 2)];
    }

    /// <summary>N.</summary>
    public int Size { get; }

    /// <summary>Entry (i, j) = entry (j, i).</summary>
    /// <param name="i">0..N-1.</param>
    /// <param name="j">0..N-1.</param>
    public Interval this[int i, int j]
    {
        get => _entries[Index(i, j)];
        set => _entries[Index(i, j)] = value;
    }

    /// <summary>The matrix of exactly known doubles; the lower triangle is read.</summary>
    /// <param name="matrix">N x N, finite.</param>
    public static SymmetricIntervalMatrix From(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var result = new SymmetricIntervalMatrix(matrix.GetLength(0));
        for (var i = 0; i < result.Size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[i, j] = matrix[i, j];
            }
        }

        return result;
    }

    private long Index(int i, int j)
    {
        if ((uint)i >= (uint)Size || (uint)j >= (uint)Size)
        {
            throw new ArgumentOutOfRangeException(nameof(i), $"entry ({i}, {j}) of a {Size} x {Size} matrix");
        }

        var (row, column) = i >= j ? (i, j) : (j, i);
        return (row * (row + 1L) / 2) + column;
    }
}
