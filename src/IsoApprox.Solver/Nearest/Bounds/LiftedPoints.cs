using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>Coordinates for the part of a relaxed solution that does not fit into the span of f.</summary>
internal static class LiftedPoints
{
    private const double RankTolerance = 1e-10;
    private const double AxisTolerance = 1e-3;

    /// <summary>
    /// g plus the leading principal coordinates of W along directions orthogonal to the span of f: those of R^n that f leaves free, then
    /// the additional coordinates of the search. Null when there is no such direction. Cost O(N^3 + N n^2).
    /// </summary>
    internal static double[]? Append(SearchProblem scaled, RelaxedSolution relaxed)
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

        var evd = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (relaxed.Lifted[(i * n) + j] + relaxed.Lifted[(j * n) + i]))
            .Evd(Symmetricity.Symmetric);
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

    /// <summary>Orthonormal directions orthogonal to all points, at most N - 1 of them.</summary>
    private static List<double[]> FreeDirections(SearchProblem scaled, int used)
    {
        var (n, d) = (scaled.Count, scaled.Dimension);
        var span = new List<double[]>();
        foreach (var row in Enumerable.Range(0, n).Select(i => scaled.Points[(i * d)..((i + 1) * d)]))
        {
            if (span.Count < used && OrthonormalBasis.Residual(row, span) is { } direction && OrthonormalBasis.Norm(row) > RankTolerance)
            {
                span.Add(direction);
            }
        }

        var (known, free) = (new List<double[]>(span), new List<double[]>());
        for (var k = d - 1; k >= 0 && free.Count < n - 1 && known.Count < d; k--)
        {
            var axis = new double[d];
            axis[k] = 1;
            if (OrthonormalBasis.Residual(axis, known) is { } direction && OrthonormalBasis.Norm(axis) > AxisTolerance)
            {
                known.Add(direction);
                free.Add(direction);
            }
        }

        return free;
    }
}
