using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// Operations on long vectors by blocks of a fixed length, on several threads: sums are taken block by block in order, so that the result
/// does not depend on the number of threads. Vectors of at most one block take no detour.
/// </summary>
/// <param name="length">Length of the vectors.</param>
/// <param name="threads">Threads.</param>
internal sealed class BlockVectors(int length, int threads)
{
    /// <summary>128 KiB of doubles: some blocks fit the second-level cache.</summary>
    private const int Block = 16384;

    private readonly double[] _values = new double[Math.Max(1, (length + Block - 1) / Block)];
    private readonly ParallelOptions? _parallel = threads > 1 && length > 2 * Block
        ? new ParallelOptions { MaxDegreeOfParallelism = threads }
        : null;

    private bool IsShort => _values.Length == 1;

    /// <summary>x.y.</summary>
    internal double Dot(double[] x, double[] y) => IsShort ? VectorKernels.Dot(x, y) : LongDot(x, y);

    /// <summary>y += factor x.</summary>
    internal void AddScaled(double factor, double[] x, double[] y) => Move(y, factor, x, y);

    /// <summary>y += factor x, then z.y of the new y, in one pass over the memory.</summary>
    internal double AddScaledDot(double factor, double[] x, double[] y, double[] z)
    {
        if (!IsShort)
        {
            return LongAddScaledDot(factor, x, y, z);
        }

        VectorKernels.AddScaled(factor, x, y);
        return VectorKernels.Dot(z, y);
    }

    /// <summary>sum_i diagonal_i x_i^2; without a diagonal x.x.</summary>
    internal double Square(double[] x, double[]? diagonal) =>
        diagonal is null ? Dot(x, x) : LongSquare(x, diagonal);

    /// <summary>y = factor diagonal x, entry by entry; without a diagonal y = factor x. y may be x.</summary>
    internal void Product(double factor, double[] x, double[]? diagonal, double[] y)
    {
        if (IsShort)
        {
            Product(factor, x, diagonal, y, 0, x.Length);
        }
        else
        {
            LongProduct(factor, x, diagonal, y);
        }
    }

    /// <summary>z = x + factor y. z may be x.</summary>
    internal void Move(double[] x, double factor, double[] y, double[] z)
    {
        if (IsShort)
        {
            Move(x, factor, y, z, 0, x.Length);
        }
        else
        {
            LongMove(x, factor, y, z);
        }
    }

    /// <summary>z = x - y.</summary>
    internal void Subtract(double[] x, double[] y, double[] z) => Move(x, -1, y, z);

    /// <summary>y = x.</summary>
    internal void Copy(double[] x, double[] y) => Product(1, x, null, y);

    /// <summary>max |x_i|.</summary>
    internal double MaxAbs(double[] x) => IsShort ? VectorKernels.MaxAbs(x) : LongMaxAbs(x);

    private static void Move(double[] x, double factor, double[] y, double[] z, int from, int count)
    {
        if (x != z)
        {
            x.AsSpan(from, count).CopyTo(z.AsSpan(from, count));
        }

        VectorKernels.AddScaled(factor, y.AsSpan(from, count), z.AsSpan(from, count));
    }

    private static void Product(double factor, double[] x, double[]? diagonal, double[] y, int from, int count)
    {
        var target = y.AsSpan(from, count);
        if (x != y)
        {
            x.AsSpan(from, count).CopyTo(target);
        }

        if (factor != 1)
        {
            VectorKernels.Scale(factor, target);
        }

        var k = 0;
        for (; k + Vector256<double>.Count <= (diagonal is null ? 0 : count); k += Vector256<double>.Count)
        {
            (Vector256.Create<double>(target[k..]) * Vector256.Create(diagonal!, from + k)).CopyTo(target[k..]);
        }

        for (; k < count && diagonal is not null; k++)
        {
            target[k] *= diagonal[from + k];
        }
    }

    private static double WeightedSquare(ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        var (sum, k) = (Vector256<double>.Zero, 0);
        for (; k + Vector256<double>.Count <= x.Length; k += Vector256<double>.Count)
        {
            var v = Vector256.Create(x[k..]);
            sum += Vector256.Create(weights[k..]) * v * v;
        }

        var result = Vector256.Sum(sum);
        for (; k < x.Length; k++)
        {
            result += weights[k] * x[k] * x[k];
        }

        return result;
    }

    // A method that makes a delegate allocates even where it does not use it, hence methods of their own.
    private void LongMove(double[] x, double factor, double[] y, double[] z) => Each((from, count) => Move(x, factor, y, z, from, count));

    private void LongProduct(double factor, double[] x, double[]? diagonal, double[] y) =>
        Each((from, count) => Product(factor, x, diagonal, y, from, count));

    private double LongSquare(double[] x, double[] diagonal) =>
        Sum((from, count) => WeightedSquare(diagonal.AsSpan(from, count), x.AsSpan(from, count)));

    private double LongDot(double[] x, double[] y) => Sum((from, count) => VectorKernels.Dot(x.AsSpan(from, count), y.AsSpan(from, count)));

    private double LongAddScaledDot(double factor, double[] x, double[] y, double[] z) => Sum((from, count) =>
    {
        VectorKernels.AddScaled(factor, x.AsSpan(from, count), y.AsSpan(from, count));
        return VectorKernels.Dot(z.AsSpan(from, count), y.AsSpan(from, count));
    });

    private double LongMaxAbs(double[] x)
    {
        Each((from, count) => _values[from / Block] = VectorKernels.MaxAbs(x.AsSpan(from, count)));
        return _values.Max();
    }

    private void Each(Action<int, int> body) =>
        ForEach.Run(_values.Length, _parallel, b => body(b * Block, Math.Min(Block, length - (b * Block))));

    private double Sum(Func<int, int, double> body)
    {
        Each((from, count) => _values[from / Block] = body(from, count));
        var sum = 0.0;
        foreach (var value in _values)
        {
            sum += value;
        }

        return sum;
    }
}
