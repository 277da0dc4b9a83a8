namespace IsoApprox.Solver.Linear;

/// <summary>How the multiplier of a constraint may move.</summary>
internal enum ConstraintKind
{
    /// <summary>g.z >= h: multiplier not negative.</summary>
    Inequality,

    /// <summary>g.z = h: multiplier of either sign; never leaves the basis.</summary>
    Equality,

    /// <summary>Only completes a basis where the constraints do not span: multiplier 0, leaves at the first chance.</summary>
    Artificial,
}

/// <summary>
/// The constraints g_id.z >= h_id of a linear program in D variables, asked for one at a time: rows are lazy, only those in the basis are
/// ever stored by the simplex. A two-sided row is two constraints, one per side.
/// </summary>
internal interface IConstraintSource
{
    /// <summary>Number of variables D.</summary>
    int Dimension { get; }

    /// <summary>Minimised cost c, length D.</summary>
    ReadOnlySpan<double> Cost { get; }

    /// <summary>The constraint with the largest h - g.z above <paramref name="tolerance"/>, -1 when there is none.</summary>
    /// <param name="z">The point, length D.</param>
    /// <param name="tolerance">Violation that is accepted.</param>
    int MostViolated(ReadOnlySpan<double> z, double tolerance);

    /// <summary>
    /// The constraint with the lowest number whose violation is above <paramref name="tolerance"/>, -1 when there is none (Bland's rule).
    /// </summary>
    /// <inheritdoc cref="MostViolated"/>
    int FirstViolated(ReadOnlySpan<double> z, double tolerance);

    /// <summary>Writes g of constraint <paramref name="id"/> and returns h.</summary>
    /// <param name="id">Number of the constraint.</param>
    /// <param name="g">Length D.</param>
    double Row(int id, Span<double> g);

    /// <summary>The kind of constraint <paramref name="id"/>.</summary>
    /// <param name="id">Number of the constraint.</param>
    ConstraintKind Kind(int id);
}
