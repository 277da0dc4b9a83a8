using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>Compares a gradient with central differences.</summary>
public static class GradientCheck
{
    /// <summary>
    /// max over coordinates of |g_k - (L(x + h e_k) - L(x - h e_k))/(2h)| / max(1, max |g|). About 1e-8 for a right gradient away from
    /// kinks; for a wrong one the size of the mistake. Cost 2 N n evaluations.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="f">Where.</param>
    /// <param name="step">h > 0, in the unit of the coordinates.</param>
    public static double LargestError(IEmbeddingLoss loss, Embedding f, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(f);
        var (_, gradient) = loss.EvaluateWithGradient(f);
        return LargestError(x => loss.Evaluate(f.WithPoints(x, f.Dimension)).Value, f.Coordinates, gradient, step);
    }

    /// <summary>The same for any function of a vector.</summary>
    /// <param name="function">The value.</param>
    /// <param name="x">Where.</param>
    /// <param name="gradient">The gradient that is checked.</param>
    /// <param name="step">h > 0.</param>
    public static double LargestError(
        Func<double[], double> function, ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (gradient.Length != x.Length)
        {
            throw new ArgumentException($"the gradient has {gradient.Length} entries, the point {x.Length}");
        }

        var (point, error, size) = (x.ToArray(), 0.0, 1.0);
        for (var k = 0; k < point.Length; k++)
        {
            point[k] = x[k] + step;
            var above = function(point);
            point[k] = x[k] - step;
            var below = function(point);
            point[k] = x[k];
            error = Math.Max(error, Math.Abs(gradient[k] - ((above - below) / (2 * step))));
            size = Math.Max(size, Math.Abs(gradient[k]));
        }

        return error / size;
    }
}
