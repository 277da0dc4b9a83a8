using System.Security.Cryptography;
using System.Text;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Rank;

/// <summary>
/// N labelled points of R^n given exactly: by rational squared distances, and by rational coordinates where there are any. Coordinates need
/// not exist: the points of a regular simplex with unit edges have rational distances and irrational coordinates.
/// </summary>
public sealed class RationalInstance
{
    /// <summary>Most points of an instance: exact elimination takes too long beyond.</summary>
    public const int LargestCount = 256;

    private readonly ExactRational[,] _squared;
    private readonly int[] _classes;
    private readonly ExactRational[,]? _points;
    private string? _digest;

    private RationalInstance(int dimension, int[] classes, ExactRational[,] squared, ExactRational[,]? points) =>
        (Dimension, _classes, _squared, _points) = (dimension, classes, squared, points);

    /// <summary>Number of points N.</summary>
    public int Count => _classes.Length;

    /// <summary>Dimension n of the points and of the Triplet-Separated embeddings they are compared with.</summary>
    public int Dimension { get; }

    /// <summary>Class of each point; only equality matters.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>True when the instance holds coordinates.</summary>
    public bool HasPoints => _points is not null;

    /// <summary>
    /// SHA-256, 64 lower-case hexadecimal digits, of the UTF-8 text "isoapprox/rational-instance/1" n N, the classes numbered by first
    /// occurrence, and D_ij^2 for i &lt; j, all joined by blanks.
    /// </summary>
    public string Digest => _digest ??= ComputeDigest();

    /// <summary>
    /// An instance given by squared distances. Whether points with these distances exist in R^n is for the certificate's check to prove.
    /// </summary>
    /// <param name="dimension">n >= 1.</param>
    /// <param name="classes">One per point.</param>
    /// <param name="squaredDistances">N x N, symmetric, zero diagonal, not negative; not copied.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static RationalInstance FromSquaredDistances(int dimension, int[] classes, ExactRational[,] squaredDistances)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(squaredDistances);
        CheckSizes(dimension, classes.Length);
        var count = classes.Length;
        if (squaredDistances.GetLength(0) != count || squaredDistances.GetLength(1) != count)
        {
            throw new ArgumentException(
                $"the squared distances are {squaredDistances.GetLength(0)} x {squaredDistances.GetLength(1)}, expected "
                + $"{count} x {count}");
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                if (squaredDistances[i, j].Sign < 0 || squaredDistances[i, j] != squaredDistances[j, i]
                    || (i == j && squaredDistances[i, j].Sign != 0))
                {
                    throw new ArgumentException($"squared distance ({i}, {j}) must be symmetric, not negative, and 0 on the diagonal");
                }
            }
        }

        return new RationalInstance(dimension, [.. classes], squaredDistances, null);
    }

    /// <summary>An instance given by coordinates.</summary>
    /// <param name="classes">One per point.</param>
    /// <param name="points">N x n; not copied.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static RationalInstance FromPoints(int[] classes, ExactRational[,] points)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(points);
        CheckSizes(points.GetLength(1), classes.Length);
        if (points.GetLength(0) != classes.Length)
        {
            throw new ArgumentException($"{points.GetLength(0)} points but {classes.Length} classes");
        }

        var squared = new ExactRational[classes.Length, classes.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var sum = ExactRational.Zero;
                for (var k = 0; k < points.GetLength(1); k++)
                {
                    var difference = points[i, k] - points[j, k];
                    sum += difference * difference;
                }

                (squared[i, j], squared[j, i]) = (sum, sum);
            }
        }

        return new RationalInstance(points.GetLength(1), [.. classes], squared, points);
    }

    /// <summary>The exact value of an embedding's doubles.</summary>
    /// <param name="f">The embedding.</param>
    /// <exception cref="ArgumentException">More than <see cref="LargestCount"/> points.</exception>
    public static RationalInstance From(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        CheckSizes(f.Dimension, f.Count);
        var points = new ExactRational[f.Count, f.Dimension];
        for (var i = 0; i < f.Count; i++)
        {
            for (var k = 0; k < f.Dimension; k++)
            {
                points[i, k] = ExactRational.From(f[i][k]);
            }
        }

        return FromPoints(f.Classes.ToArray(), points);
    }

    /// <summary>D_ij^2.</summary>
    /// <param name="i">Row.</param>
    /// <param name="j">Row.</param>
    public ExactRational Squared(int i, int j) => _squared[i, j];

    /// <summary>Coordinate k of point i.</summary>
    /// <exception cref="InvalidOperationException">The instance holds no coordinates.</exception>
    public ExactRational Coordinate(int i, int k) => _points is null
        ? throw new InvalidOperationException("the instance holds no coordinates")
        : _points[i, k];

    /// <summary>
    /// Rational bounds of the hard-mined loss L = max over anchors of [max_j same class D_ij - min_k other class D_ik]_+ , with square
    /// roots to 200 bits. Cost O(N^2).
    /// </summary>
    public (ExactRational Lower, ExactRational Upper) HardLoss()
    {
        var (lower, upper) = (ExactRational.Zero, ExactRational.Zero);
        for (var i = 0; i < Count; i++)
        {
            var farthest = ExactRational.Zero;
            ExactRational? nearest = null;
            for (var j = 0; j < Count; j++)
            {
                if (_classes[i] == _classes[j])
                {
                    farthest = ExactRational.Max(farthest, _squared[i, j]);
                }
                else if (nearest is null || _squared[i, j] < nearest)
                {
                    nearest = _squared[i, j];
                }
            }

            if (nearest is { } negative && farthest > negative)
            {
                var (p, n) = (farthest.SqrtBounds(), negative.SqrtBounds());
                lower = ExactRational.Max(lower, p.Lower - n.Upper);
                upper = ExactRational.Max(upper, p.Upper - n.Lower);
            }
        }

        return (lower, upper);
    }

    /// <summary>The centred Gram matrix -(1/2) J D^2 J, J = I - 1 1^T / N.</summary>
    public RationalMatrix CentredGram()
    {
        var squared = RationalMatrix.From(_squared);
        var (count, d) = (Count, squared.Entries);
        var sums = new System.Numerics.BigInteger[count];
        var total = System.Numerics.BigInteger.Zero;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                sums[i] += d[i, j];
            }

            total += sums[i];
        }

        var gram = new System.Numerics.BigInteger[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                gram[i, j] = (count * (sums[i] + sums[j] - (count * d[i, j]))) - total;
            }
        }

        return new RationalMatrix(gram, 2 * count * count * squared.Denominator);
    }

    /// <summary>
    /// True when the embedding's doubles have exactly these squared distances and the same partition into classes. Cost O(N^2 n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    public bool Matches(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Count == Count && From(f).Digest == Recast(f.Dimension).Digest;
    }

    private static void CheckSizes(int dimension, int count)
    {
        if (dimension < 1)
        {
            throw new ArgumentException($"the dimension is {dimension}; it must be at least 1");
        }

        if (count is < 1 or > LargestCount)
        {
            throw new ArgumentException($"{count} points; exact instances have 1 to {LargestCount}");
        }
    }

    private RationalInstance Recast(int dimension) => new(dimension, _classes, _squared, null);

    private string ComputeDigest()
    {
        var text = new StringBuilder($"isoapprox/rational-instance/1 {Dimension} {Count}");
        var numbers = new Dictionary<int, int>();
        foreach (var k in _classes)
        {
            numbers.TryAdd(k, numbers.Count);
            text.Append(' ').Append(numbers[k]);
        }

        for (var i = 0; i < Count; i++)
        {
            for (var j = i + 1; j < Count; j++)
            {
                text.Append(' ').Append(_squared[i, j]);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
