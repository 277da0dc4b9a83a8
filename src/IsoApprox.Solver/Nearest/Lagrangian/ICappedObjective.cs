namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>A sum of squares that is minimised while each term stays below a ceiling (the canonical problem).</summary>
internal interface ICappedObjective : IObjective
{
    /// <summary>Largest allowed square of a term, in units of the search.</summary>
    double Ceiling { get; set; }

    /// <summary>Largest square of a term minus the ceiling at the last evaluation.</summary>
    double Excess { get; }
}
