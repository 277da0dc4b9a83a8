using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>
/// A loss of a labelled embedding: a function of the N n coordinates, with a gradient (one subgradient where it is not differentiable).
/// </summary>
public interface IEmbeddingLoss
{
    /// <summary>Value, counts and witness; the gradient when it is asked for.</summary>
    /// <param name="f">N points in R^n with labels, the batch.</param>
    /// <param name="gradient">Receives the derivative by each coordinate, row-major, length N n; empty to compute the value only.</param>
    /// <exception cref="ArgumentException">The gradient has another length.</exception>
    LossResult Evaluate(Embedding f, Span<double> gradient);
}

/// <summary>Shorter calls of <see cref="IEmbeddingLoss"/>.</summary>
public static class EmbeddingLossExtensions
{
    /// <summary>The value without a gradient.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="f">The batch.</param>
    public static LossResult Evaluate(this IEmbeddingLoss loss, Embedding f)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Evaluate(f, []);
    }

    /// <summary>Value and gradient as a new array.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="f">The batch.</param>
    public static (LossResult Result, double[] Gradient) EvaluateWithGradient(this IEmbeddingLoss loss, Embedding f)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(f);
        var gradient = new double[f.Count * f.Dimension];
        return (loss.Evaluate(f, gradient), gradient);
    }
}
