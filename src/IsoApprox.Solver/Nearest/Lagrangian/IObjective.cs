namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// What is minimised besides the Triplet-Separated constraints, as terms of the augmented Lagrangian in u (g = f + r0 u), with the
/// multipliers of its own constraints.
/// </summary>
internal interface IObjective
{
    /// <summary>The objective at the last evaluation, in units of the search.</summary>
    double Value { get; }

    /// <summary>The terms; adds their derivatives to the gradient, or to the weights of the squared distances.</summary>
    /// <param name="u">N x d.</param>
    /// <param name="gradient">Receives derivatives by u.</param>
    /// <param name="squared">Squared distances of g, N x N.</param>
    /// <param name="penalty">c.</param>
    /// <param name="weights">Receives derivatives by squared distances.</param>
    double Evaluate(ReadOnlySpan<double> u, Span<double> gradient, double[] squared, double penalty, PairWeights weights);

    /// <summary>Takes the updated multipliers; returns their largest change.</summary>
    /// <param name="zeros">N zeros, left so.</param>
    double Update(double[] zeros);
}
