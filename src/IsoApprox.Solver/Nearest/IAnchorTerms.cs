namespace IsoApprox.Solver.Nearest;

/// <summary>The Triplet-Separated constraints as terms of the augmented Lagrangian, with each anchor's level sigma_i eliminated exactly.</summary>
internal interface IAnchorTerms
{
    /// <summary>lambda_ij (same class) and nu_ik (other class), by anchor.</summary>
    SparseRows Multipliers { get; }

    /// <summary>max over anchors of (d_ij + alpha)^2 - d_ik^2 at the last evaluation; negative infinity without triplets.</summary>
    double Violation { get; }

    /// <summary>Squared distances of the last evaluation, N x N; empty when they are not kept.</summary>
    double[] Squared { get; }

    /// <summary>The terms; adds their derivatives by squared distances to the weights.</summary>
    /// <param name="g">N x d.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Extra squared distance demanded between positives and negatives.</param>
    /// <param name="weights">Receives derivatives by squared distances.</param>
    /// <param name="parallel">Null: one thread.</param>
    double Evaluate(double[] g, double penalty, double slack, PairWeights weights, ParallelOptions? parallel);

    /// <summary>Takes the updated multipliers; returns their largest change.</summary>
    /// <param name="zeros">N zeros, left so.</param>
    double Update(double[] zeros);
}
