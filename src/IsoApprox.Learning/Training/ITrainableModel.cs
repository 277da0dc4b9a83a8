namespace IsoApprox.Learning.Training;

/// <summary>A model with parameters that maps item i of a fixed data set to a point in R^n.</summary>
public interface ITrainableModel
{
    /// <summary>Number of items N.</summary>
    int Count { get; }

    /// <summary>Number of output coordinates n.</summary>
    int Dimension { get; }

    /// <summary>All parameters; changed in place by the optimiser.</summary>
    Span<double> Parameters { get; }

    /// <summary>Computes the outputs of some items and keeps what <see cref="Backward"/> needs.</summary>
    /// <param name="rows">Items, B of them.</param>
    /// <param name="outputs">Receives B n numbers, row-major.</param>
    void Forward(ReadOnlySpan<int> rows, Span<double> outputs);

    /// <summary>The derivative by the parameters of the items of the last <see cref="Forward"/>.</summary>
    /// <param name="rows">The same items.</param>
    /// <param name="outputGradient">Derivative by the outputs, B n numbers.</param>
    /// <param name="parameterGradient">Receives the derivative, one number for each parameter.</param>
    void Backward(ReadOnlySpan<int> rows, ReadOnlySpan<double> outputGradient, Span<double> parameterGradient);
}
