using IsoApprox.Solver.Algebra;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Nearest.Scaling;

/// <summary>
/// Orthonormal axes of R^n: any basis of the span of some rows where it fits, otherwise the axes of largest spread about the origin.
/// </summary>
internal sealed class PrincipalAxes
{
    private readonly double[][] _axes;

    private PrincipalAxes(double[][] axes) => _axes = axes;

    /// <summary>Number of axes.</summary>
    internal int Count => _axes.Length;

    /// <summary>At most <paramref name="axes"/> axes of rows of n coordinates.</summary>
    /// <param name="rows">Row-major.</param>
    /// <param name="dimension">n.</param>
    /// <param name="axes">Number of axes, at most n.</param>
    internal static PrincipalAxes Of(double[] rows, int dimension, int axes)
    {
        var count = rows.Length / dimension;
        if (OrthonormalBasis.Of(rows.Chunk(dimension), axes) is { } basis)
        {
            return new PrincipalAxes([.. basis]);
        }

        var points = Matrix<double>.Build.Dense(dimension, count, (k, i) => rows[(i * dimension) + k]);
        var u = points.Svd(true).U;
        return new PrincipalAxes([.. Enumerable.Range(0, axes).Select(k => u.Column(k).ToArray())]);
    }

    /// <summary>Coordinates of rows along the axes.</summary>
    internal double[] Along(double[] rows)
    {
        var n = _axes[0].Length;
        var result = new double[rows.Length / n * Count];
        for (var e = 0; e < result.Length; e++)
        {
            var row = rows.AsSpan(e / Count * n, n);
            var (axis, sum) = (_axes[e % Count], 0.0);
            for (var q = 0; q < n; q++)
            {
                sum += row[q] * axis[q];
            }

            result[e] = sum;
        }

        return result;
    }

    /// <summary>Adds factor times the sum of x_k axis_k.</summary>
    internal void AddTo(Span<double> target, ReadOnlySpan<double> x, double factor)
    {
        for (var k = 0; k < Count; k++)
        {
            for (var q = 0; q < _axes[k].Length; q++)
            {
                target[q] += factor * x[k] * _axes[k][q];
            }
        }
    }
}
