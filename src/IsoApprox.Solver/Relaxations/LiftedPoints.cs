using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Relaxations;

/// <summary>Coordinates for the part of a relaxed solution that does not fit into the span of f.</summary>
internal static class LiftedPoints
{
    private const double RankTolerance = 1e-10;

    /// <summary>
    /// g plus the leading principal coordinates of W along directions orthogonal to the span of f: those of R^n that f leaves free, then the additional coordinates of the search.
    /// Null when there is no such direction. Cost O(N^3 + N n^2).
    /// </summary>
    internal static double[]? Append(ScaledProblem scaled, RelaxedSolution relaxed)
    {
        var (n, d) = (scaled.Count, scaled.Dimension);
        var used = Math.Min(scaled.Source.Dimension, d);
        var free = FreeDirections(scaled, used);
        if (free.Count == 0)
        {
            return null;
        }

        var result = new double[n * d];
        for (var i = 0; i < n; i++)
        {
            relaxed.Points.AsSpan(i * relaxed.Points.Length / n, Math.Min(d, relaxed.Points.Length / n)).CopyTo(result.AsSpan(i * d));
        }

        var evd = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (relaxed.Lifted[(i * n) + j] + relaxed.Lifted[(j * n) + i])).Evd(Symmetricity.Symmetric);
        for (var k = 0; k < Math.Min(n, free.Count); k++)
        {
            var column = n - 1 - k;
            var size = Math.Sqrt(Math.Max(0, evd.EigenValues[column].Real));
            for (var i = 0; i < n; i++)
            {
                VectorKernels.AddScaled(size * evd.EigenVectors[i, column], free[k], result.AsSpan(i * d, d));
            }
        }

        return result;
    }

    /// <summary>Orthonormal directions orthogonal to all points, at most N - 1, by Gram-Schmidt (twice) on the points and then on the coordinate axes.</summary>
    private static List<double[]> FreeDirections(ScaledProblem scaled, int used)
    {
        var (n, d) = (scaled.Count, scaled.Dimension);
        var (span, free) = (new List<double[]>(), new List<double[]>());
        for (var i = 0; i < n && span.Count < used; i++)
        {
            if (Orthonormal(scaled.Points.AsSpan(i * d, d).ToArray(), span, free, RankTolerance) is { } direction)
            {
                span.Add(direction);
            }
        }

        for (var k = d - 1; k >= 0 && free.Count < n - 1 && span.Count + free.Count < d; k--)
        {
            var axis = new double[d];
            axis[k] = 1;
            if (Orthonormal(axis, span, free, 1e-3) is { } direction)
            {
                free.Add(direction);
            }
        }

        return free;
    }

    private static double[]? Orthonormal(double[] x, List<double[]> span, List<double[]> free, double tolerance)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var direction in span.Concat(free))
            {
                VectorKernels.AddScaled(-VectorKernels.Dot(x, direction), direction, x);
            }
        }

        var size = Math.Sqrt(VectorKernels.Dot(x, x));
        if (!(size > tolerance))
        {
            return null;
        }

        VectorKernels.Scale(1 / size, x);
        return x;
    }
}
