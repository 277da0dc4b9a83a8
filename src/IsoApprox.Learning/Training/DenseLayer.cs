using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Training;

/// <summary>y = W x + b for a batch; weights row by output, then the biases, in a slice of the parameters.</summary>
internal readonly record struct DenseLayer(int Inputs, int Outputs, int Offset)
{
    internal int ParameterCount => (Inputs + 1) * Outputs;

    /// <summary>Gaussian weights with variance 2 / inputs (He et al. 2015), biases 0.</summary>
    internal void Initialise(Span<double> parameters, Random random)
    {
        GaussianNumbers.Fill(random, Math.Sqrt(2.0 / Inputs), parameters.Slice(Offset, Inputs * Outputs));
        parameters.Slice(Offset + (Inputs * Outputs), Outputs).Clear();
    }

    internal void Forward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int batch, Span<double> y)
    {
        var biases = parameters.Slice(Offset + (Inputs * Outputs), Outputs);
        for (var b = 0; b < batch; b++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                y[(b * Outputs) + o] =
                    VectorKernels.Dot(parameters.Slice(Offset + (o * Inputs), Inputs), x.Slice(b * Inputs, Inputs)) + biases[o];
            }
        }
    }

    /// <summary>Writes the derivative by the layer's parameters, and by its inputs unless <paramref name="dx"/> is empty.</summary>
    internal void Backward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, int batch, Span<double> gradient, Span<double> dx)
    {
        gradient.Slice(Offset, ParameterCount).Clear();
        dx.Clear();
        var biases = gradient.Slice(Offset + (Inputs * Outputs), Outputs);
        for (var b = 0; b < batch; b++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                var slope = dy[(b * Outputs) + o];
                if (slope == 0)
                {
                    continue;
                }

                VectorKernels.AddScaled(slope, x.Slice(b * Inputs, Inputs), gradient.Slice(Offset + (o * Inputs), Inputs));
                biases[o] += slope;
                if (!dx.IsEmpty)
                {
                    VectorKernels.AddScaled(slope, parameters.Slice(Offset + (o * Inputs), Inputs), dx.Slice(b * Inputs, Inputs));
                }
            }
        }
    }
}
