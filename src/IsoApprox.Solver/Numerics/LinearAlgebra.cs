namespace IsoApprox.Solver.Numerics;

/// <summary>A decomposed symmetric matrix.</summary>
internal interface ILinearFactor
{
    /// <summary>Solves A x = b in place.</summary>
    /// <param name="x">b in, x out.</param>
    void Solve(Span<double> x);
}

/// <summary>Which dense linear algebra is in use.</summary>
public static class LinearAlgebra
{
    /// <summary>Decomposes a quasidefinite matrix; null when it is not one in floating point.</summary>
    internal static ILinearFactor? TryFactor(double[] matrix, int size, int positive) => SignedCholesky.TryFactor(matrix, size, positive);
}
