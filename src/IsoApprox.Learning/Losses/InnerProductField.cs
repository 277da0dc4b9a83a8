using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Losses;

/// <summary>All inner products of a batch, row by row, and the chain rule back to the coordinates. Memory O(N n).</summary>
internal sealed class InnerProductField(double[] points, int dimension, bool withGradient)
{
    private readonly int _count = points.Length / dimension;
    private readonly double[]? _gradient = withGradient ? new double[points.Length] : null;

    /// <summary>s_j = f_i.f_j for all j.</summary>
    internal void Row(int i, Span<double> products)
    {
        for (var j = 0; j < _count; j++)
        {
            products[j] = VectorKernels.Dot(Slice(points, i), Slice(points, j));
        }
    }

    /// <summary>Adds sum over j of slopes_j * d(f_i.f_j)/df.</summary>
    internal void AddRow(int i, ReadOnlySpan<double> slopes)
    {
        for (var j = 0; _gradient is not null && j < _count; j++)
        {
            if (slopes[j] != 0)
            {
                VectorKernels.AddScaled(slopes[j], Slice(points, j), Slice(_gradient, i));
                VectorKernels.AddScaled(slopes[j], Slice(points, i), Slice(_gradient, j));
            }
        }
    }

    /// <summary>Writes scale * (everything added).</summary>
    internal void Finish(double scale, Span<double> gradient)
    {
        if (_gradient is not null)
        {
            VectorKernels.Scale(scale, _gradient);
            _gradient.CopyTo(gradient);
        }
    }

    private Span<double> Slice(double[] values, int i) => values.AsSpan(i * dimension, dimension);
}
