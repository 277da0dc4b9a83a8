namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>The constraints of the set as terms of the augmented Lagrangian, the levels of the cuts eliminated exactly.</summary>
internal interface ISetTerms
{
    /// <summary>
    /// s of sqrt(d^2 + s^2), which stands for d where the margin is added: without it the constraint has a kink where points of a class
    /// coincide.
    /// </summary>
    double Smoothing { get; set; }

    /// <summary>
    /// Largest violation in squared distance (an upper bound of it where that is negative); negative infinity without constraints.
    /// </summary>
    double Violation { get; }

    /// <summary>lambda (near positions) and nu (far ones), by cut, for squared distances in units of r0.</summary>
    SparseRows Multipliers { get; }

    /// <summary>Multipliers of the thresholds by position p, q &lt; p; null without thresholds.</summary>
    SparseRows? Thresholds { get; }

    /// <summary>c_cut / c: the penalty of a cut over the common one; 1 unless set.</summary>
    double[] Stiffness { get; }

    /// <summary>Squared distances of the last evaluation, N x N; empty when they are not kept.</summary>
    double[] Squared { get; }

    /// <summary>The terms; adds their derivatives by u, g = f + r0 u, to the gradient.</summary>
    /// <param name="g">N x d.</param>
    /// <param name="penalty">c.</param>
    /// <param name="slack">By how much the constraints are tightened.</param>
    /// <param name="gradient">N x d.</param>
    /// <param name="parallel">Null: one thread.</param>
    double Evaluate(double[] g, double penalty, double slack, Span<double> gradient, ParallelOptions? parallel);

    /// <summary>
    /// Takes the updated multipliers of the last evaluation; returns their largest change, that of a cut divided by its stiffness.
    /// </summary>
    /// <param name="zeros">N zeros, left so.</param>
    double Update(double[] zeros);
}
