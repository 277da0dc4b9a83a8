using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Training;

/// <summary>Activation of the hidden layers.</summary>
public enum Activation
{
    /// <summary>max(0, x), derivative 0 at 0.</summary>
    Rectifier,

    /// <summary>tanh x: differentiable.</summary>
    HyperbolicTangent,
}

/// <summary>
/// A small fully connected network on fixed inputs: hidden layers with an activation, a linear output layer. Cost of a pass O(B times the
/// number of weights).
/// </summary>
public sealed class MultilayerPerceptron : ITrainableModel
{
    private readonly Embedding _inputs;
    private readonly DenseLayer[] _layers;
    private readonly Activation _activation;
    private readonly double[] _parameters;
    private readonly double[][] _values;
    private readonly double[][] _slopes;

    /// <summary>Creates a network with He initialisation.</summary>
    /// <param name="inputs">The items' input vectors (labels are not used).</param>
    /// <param name="hidden">Widths of the hidden layers, each at least 1; may be empty (a linear map).</param>
    /// <param name="dimension">n >= 1 outputs.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <param name="activation">Of the hidden layers.</param>
    public MultilayerPerceptron(
        Embedding inputs, IReadOnlyList<int> hidden, int dimension, int seed, Activation activation = Activation.Rectifier)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(hidden);
        int[] widths = [inputs.Dimension, .. hidden, dimension];
        if (widths.Any(w => w < 1))
        {
            throw new ArgumentException("every layer needs at least 1 unit");
        }

        (_inputs, _activation, Dimension) = (inputs, activation, dimension);
        _layers = new DenseLayer[widths.Length - 1];
        var offset = 0;
        for (var k = 0; k < _layers.Length; k++)
        {
            _layers[k] = new DenseLayer(widths[k], widths[k + 1], offset);
            offset += _layers[k].ParameterCount;
        }

        _parameters = new double[offset];
        var random = new Random(seed);
        foreach (var layer in _layers)
        {
            layer.Initialise(_parameters, random);
        }

        (_values, _slopes) = ([.. widths.Select(_ => Array.Empty<double>())], [.. widths.Select(_ => Array.Empty<double>())]);
    }

    /// <inheritdoc/>
    public int Count => _inputs.Count;

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public Span<double> Parameters => _parameters;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<int> rows, Span<double> outputs)
    {
        Reserve(rows.Length);
        for (var b = 0; b < rows.Length; b++)
        {
            _inputs[rows[b]].CopyTo(_values[0].AsSpan(b * _inputs.Dimension));
        }

        for (var k = 0; k < _layers.Length; k++)
        {
            _layers[k].Forward(_parameters, _values[k], rows.Length, _values[k + 1]);
            if (k + 1 < _layers.Length)
            {
                Activate(_values[k + 1].AsSpan(0, rows.Length * _layers[k].Outputs));
            }
        }

        _values[^1].AsSpan(0, rows.Length * Dimension).CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<int> rows, ReadOnlySpan<double> outputGradient, Span<double> parameterGradient)
    {
        outputGradient.CopyTo(_slopes[^1]);
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            var size = rows.Length * _layers[k].Inputs;
            _layers[k].Backward(
                _parameters, _values[k], _slopes[k + 1], rows.Length, parameterGradient, k == 0 ? [] : _slopes[k].AsSpan(0, size));
            if (k > 0)
            {
                PullBack(_values[k].AsSpan(0, size), _slopes[k].AsSpan(0, size));
            }
        }
    }

    private void Reserve(int batch)
    {
        for (var k = 0; k <= _layers.Length; k++)
        {
            var width = k == 0 ? _inputs.Dimension : _layers[k - 1].Outputs;
            if (_values[k].Length < batch * width)
            {
                (_values[k], _slopes[k]) = (new double[batch * width], new double[batch * width]);
            }
        }
    }

    private void Activate(Span<double> values)
    {
        foreach (ref var x in values)
        {
            x = _activation == Activation.Rectifier ? Math.Max(0, x) : Math.Tanh(x);
        }
    }

    // Both derivatives are functions of the activated value.
    private void PullBack(ReadOnlySpan<double> values, Span<double> slopes)
    {
        for (var i = 0; i < slopes.Length; i++)
        {
            slopes[i] *= _activation == Activation.Rectifier ? (values[i] > 0 ? 1 : 0) : 1 - (values[i] * values[i]);
        }
    }
}
