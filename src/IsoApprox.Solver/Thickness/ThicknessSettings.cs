namespace IsoApprox.Solver.Thickness;

/// <summary>How much work the thickness may take.</summary>
public enum ThicknessMode
{
    /// <summary>
    /// Branch and bound for n &lt;= 12 within the limits; the interval of <see cref="Bounds"/> where it does not finish or n is larger.
    /// </summary>
    Exact,

    /// <summary>Local search above and the weighted covariance below, for any n >= 3. One and two dimensions are always exact.</summary>
    Bounds,
}

/// <summary>What the computation of the thickness may do.</summary>
public sealed record ThicknessSettings
{
    /// <summary>Exact or bounds only.</summary>
    public ThicknessMode Mode { get; init; } = ThicknessMode.Exact;

    /// <summary>Wall-clock limit of the branch and bound; null for none. On time-out the interval proved so far is returned.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Limit of the branch and bound in multiply-adds, an estimate that does not depend on the machine, so that a result without time limit
    /// is reproducible. The default takes a few seconds on one core.
    /// </summary>
    public double WorkLimit { get; init; } = 5e9;

    /// <summary>
    /// Relative gap (upper - lower) / upper at which the branch and bound stops; not less than rounding can tell, about 1e-12 times
    /// diameter / thickness.
    /// </summary>
    public double Gap { get; init; } = 1e-10;

    /// <summary>
    /// True to return a certificate of the lower bound also where an exact method finds it (<see cref="ThicknessInterval.Certificate"/>).
    /// </summary>
    public bool Certify { get; init; }

    /// <summary>Seed of the random starts of the local search.</summary>
    public int Seed { get; init; } = 1;
}
