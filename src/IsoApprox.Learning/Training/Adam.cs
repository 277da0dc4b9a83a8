namespace IsoApprox.Learning.Training;

/// <summary>Adam (Kingma and Ba 2015) with bias correction.</summary>
/// <param name="parameters">Number of parameters.</param>
/// <param name="rate">Learning rate > 0.</param>
/// <param name="firstDecay">beta_1 in [0, 1).</param>
/// <param name="secondDecay">beta_2 in [0, 1).</param>
/// <param name="epsilon">Added to the root of the second moment.</param>
public sealed class Adam(int parameters, double rate, double firstDecay = 0.9, double secondDecay = 0.999, double epsilon = 1e-8)
{
    private readonly double[] _first = new double[parameters];
    private readonly double[] _second = new double[parameters];
    private int _steps;

    /// <summary>One step.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="x">The parameters, changed in place.</param>
    public void Step(ReadOnlySpan<double> gradient, Span<double> x)
    {
        _steps++;
        var firstScale = 1 / (1 - Math.Pow(firstDecay, _steps));
        var secondScale = 1 / (1 - Math.Pow(secondDecay, _steps));
        for (var k = 0; k < x.Length; k++)
        {
            _first[k] = (firstDecay * _first[k]) + ((1 - firstDecay) * gradient[k]);
            _second[k] = (secondDecay * _second[k]) + ((1 - secondDecay) * gradient[k] * gradient[k]);
            x[k] -= rate * _first[k] * firstScale / (Math.Sqrt(_second[k] * secondScale) + epsilon);
        }
    }
}
