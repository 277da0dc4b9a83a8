using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// tau Lambda, N x N, for one tau after the other. Few points: Lambda is kept beside it; many: one matrix, assembled anew each time.
/// </summary>
/// <param name="count">N.</param>
/// <param name="pairs">The pairs with their weights in Lambda = sum w (e_i - e_j)(e_i - e_j)^T.</param>
internal sealed class DampedMatrix(int count, IEnumerable<(int I, int J, double Weight)> pairs)
{
    /// <summary>From here on one matrix is kept: two of 10^4 points would take 1.6 GB.</summary>
    internal const int OneMatrixFrom = 2500;

    private double[]? _matrix;

    /// <summary>The lower triangle of tau Lambda, to be overwritten; with many points it lasts until the next call.</summary>
    /// <param name="tau">The damping.</param>
    internal double[] Take(double tau)
    {
        if (count >= OneMatrixFrom)
        {
            Array.Clear(_matrix ??= new double[count * count]);
            Add(_matrix, tau);
            return _matrix;
        }

        if (_matrix is null)
        {
            Add(_matrix = new double[count * count], 1);
        }

        var result = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            VectorKernels.AddScaled(tau, _matrix.AsSpan(i * count, i + 1), result.AsSpan(i * count, i + 1));
        }

        return result;
    }

    private void Add(double[] matrix, double factor)
    {
        foreach (var (i, j, weight) in pairs)
        {
            if (i != j)
            {
                var z = factor * weight;
                matrix[(i * count) + i] += z;
                matrix[(j * count) + j] += z;
                matrix[(Math.Max(i, j) * count) + Math.Min(i, j)] -= z;
            }
        }
    }
}
