using IsoApprox.Solver.Nearest;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Relaxations;

/// <summary>Coordinates for the part of a relaxed solution that does not fit into the span of f.</summary>
internal static class LiftedPoints
{
    /// <summary>g followed by the leading principal coordinates of W, as many as the search dimension has room for. Cost O(N^3).</summary>
    internal static double[] Append(ScaledProblem scaled, RelaxedSolution relaxed)
    {
        var (n, d) = (scaled.Count, scaled.Dimension);
        var used = Math.Min(scaled.Source.Dimension, d);
        var result = (double[])relaxed.Points.Clone();
        var evd = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (relaxed.Lifted[(i * n) + j] + relaxed.Lifted[(j * n) + i])).Evd(Symmetricity.Symmetric);
        for (var k = 0; k < Math.Min(n, d - used); k++)
        {
            var column = n - 1 - k;
            var size = Math.Sqrt(Math.Max(0, evd.EigenValues[column].Real));
            for (var i = 0; i < n; i++)
            {
                result[(i * d) + used + k] = size * evd.EigenVectors[i, column];
            }
        }

        return result;
    }
}
