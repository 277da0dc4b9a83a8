using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Training;

/// <summary>Free embeddings: the coordinates of the N points are the parameters (the unconstrained feature model).</summary>
public sealed class FreeEmbedding : ITrainableModel
{
    private readonly double[] _points;

    /// <summary>Starts at given points.</summary>
    /// <param name="points">Row-major, copied.</param>
    /// <param name="dimension">n >= 1.</param>
    /// <exception cref="ArgumentException">The numbers do not fill rows of n.</exception>
    public FreeEmbedding(ReadOnlySpan<double> points, int dimension)
    {
        if (dimension < 1 || points.Length == 0 || points.Length % dimension != 0)
        {
            throw new ArgumentException($"{points.Length} numbers do not fill rows of {dimension} coordinates");
        }

        (_points, Dimension) = (points.ToArray(), dimension);
    }

    /// <inheritdoc/>
    public int Count => _points.Length / Dimension;

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public Span<double> Parameters => _points;

    /// <summary>Starts at independent Gaussian coordinates.</summary>
    /// <param name="count">N >= 1.</param>
    /// <param name="dimension">n >= 1.</param>
    /// <param name="deviation">Standard deviation of a coordinate.</param>
    /// <param name="seed">Equal seeds give equal points.</param>
    public static FreeEmbedding Gaussian(int count, int dimension, double deviation, int seed)
    {
        var points = new double[count * dimension];
        GaussianNumbers.Fill(new Random(seed), deviation, points);
        return new FreeEmbedding(points, dimension);
    }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<int> rows, Span<double> outputs)
    {
        for (var b = 0; b < rows.Length; b++)
        {
            _points.AsSpan(rows[b] * Dimension, Dimension).CopyTo(outputs[(b * Dimension)..]);
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<int> rows, ReadOnlySpan<double> outputGradient, Span<double> parameterGradient)
    {
        parameterGradient.Clear();
        for (var b = 0; b < rows.Length; b++)
        {
            VectorKernels.AddScaled(
                1, outputGradient.Slice(b * Dimension, Dimension), parameterGradient.Slice(rows[b] * Dimension, Dimension));
        }
    }
}
