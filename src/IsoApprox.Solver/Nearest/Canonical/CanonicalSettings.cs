namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>What the search for the canonical nearest embedding may do.</summary>
public sealed record CanonicalSettings
{
    /// <summary>
    /// e of the radius (1 + e) d at which points may stay; larger than the accuracy of d, small enough that the embedding still counts as
    /// nearest.
    /// </summary>
    public double RadiusSlack { get; init; } = 1e-3;

    /// <summary>Number of starting points (the nearest embedding, f, then seeded noise); null chooses by size.</summary>
    public int? Starts { get; init; }

    /// <summary>Seed of the random starts. The result depends on it, never on the number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// A run has converged when its constraints hold to this, relative to the radius, and the gradient of the Lagrangian is at most 100
    /// times this of the gradient of the sum (HAUS; ISO: 10 times, largest component).
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Wall-clock limit; null for none. On time-out the best embedding so far is returned, not converged.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Function evaluations of a start, at least 1; null for as many as convergence takes. A limit that does not depend on the machine.
    /// </summary>
    public int? MaxEvaluations { get; init; }

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }
}
