namespace IsoApprox.Solver.Tests.Linear;

/// <summary>Tolerances of the linear program tests. Safe bounds are compared without any.</summary>
internal static class LinearTolerances
{
    /// <summary>Optimal values of engines that work to 1e-9 in scaled rows; data of size 1..10.</summary>
    internal const double Value = 1e-7;

    /// <summary>Feasibility of a returned point, same reason.</summary>
    internal const double Feasibility = 1e-7;
}
