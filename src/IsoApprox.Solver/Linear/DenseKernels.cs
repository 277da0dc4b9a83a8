using System.Numerics;

namespace IsoApprox.Solver.Linear;

/// <summary>Vectorised loops over dense arrays.</summary>
internal static class DenseKernels
{
    /// <summary>x.y.</summary>
    /// <param name="x">First.</param>
    /// <param name="y">Second, at least as long.</param>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = Vector<double>.Zero;
        var k = 0;
        for (; k <= x.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            sum += new Vector<double>(x[k..]) * new Vector<double>(y[k..]);
        }

        var result = Vector.Sum(sum);
        for (; k < x.Length; k++)
        {
            result += x[k] * y[k];
        }

        return result;
    }

    /// <summary>target += factor x.</summary>
    /// <param name="target">Changed in place.</param>
    /// <param name="x">At most as long as the target.</param>
    /// <param name="factor">Scalar.</param>
    internal static void AddScaled(Span<double> target, ReadOnlySpan<double> x, double factor)
    {
        var k = 0;
        for (var f = new Vector<double>(factor); k <= x.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            (new Vector<double>(target[k..]) + (f * new Vector<double>(x[k..]))).CopyTo(target[k..]);
        }

        for (; k < x.Length; k++)
        {
            target[k] += factor * x[k];
        }
    }

    /// <summary>Calls the body for 0..count-1, on all cores when the whole work is worth it.</summary>
    /// <param name="count">Number of calls.</param>
    /// <param name="work">Multiply-adds of one call.</param>
    /// <param name="body">Independent for each number.</param>
    internal static void For(int count, double work, Action<int> body)
    {
        if (count * work > 1e6)
        {
            Parallel.For(0, count, body);
            return;
        }

        for (var k = 0; k < count; k++)
        {
            body(k);
        }
    }
}
