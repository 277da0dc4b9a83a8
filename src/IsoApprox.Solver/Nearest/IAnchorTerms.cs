namespace IsoApprox.Solver.Nearest;

/// <summary>The Triplet-Separated constraints as terms of the augmented Lagrangian, with each anchor's level sigma_i eliminated exactly.</summary>
internal interface IAnchorTerms
{
    /// <summary>lambda_ij (same class) and nu_ik (other class), by anchor.</summary>
    SparseRows Multipliers { get; }

    /// <summary>
    /// s of sqrt(d^2 + s^2), which stands for d where the margin is added: without it the constraint has a kink where points of a class coincide.
    /// </summary>
    double Smoothing { get; set; }

    /// <summary>Least squared distance of an anchor to its negatives: its level is at least this.</summary>
    double SquaredFloor { get; set; }

    /// <summary>max over anchors of (d_ij + alpha)^2 - d_ik^2 at the last evaluation; negative infinity without triplets.</summary>
    double Violation { get; }

    /// <summary>c_i / c: the penalty of anchor i over the common one; 1 unless set.</summary>
    double[] Stiffness { get; }

    /// <summary>Squared distances of the last evaluation, N x N; empty when they are not kept.</summary>
    double[] Squared { get; }

    /// <summary>The terms; adds their derivatives to the gradient, or by squared distances to the weights.</summary>
    /// <param name="g">N x d.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">Extra squared distance demanded between positives and negatives.</param>
    /// <param name="weights">Receives derivatives by squared distances.</param>
    /// <param name="gradient">Receives derivatives by u, g = f + r0 u.</param>
    /// <param name="parallel">Null: one thread.</param>
    double Evaluate(double[] g, double penalty, double slack, PairWeights weights, Span<double> gradient, ParallelOptions? parallel);

    /// <summary>Takes the updated multipliers; returns their largest change, that of anchor i divided by its stiffness.</summary>
    /// <param name="zeros">N zeros, left so.</param>
    double Update(double[] zeros);
}
