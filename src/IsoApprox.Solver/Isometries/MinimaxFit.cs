namespace IsoApprox.Solver.Isometries;

/// <summary>The isometry with the least largest error that was found, and the interval that is known for the minimum.</summary>
/// <param name="Isometry">U; its <see cref="ProcrustesFit.MaxError"/> is <paramref name="Upper"/>.</param>
/// <param name="Lower">A lower bound of min over isometries U of max_i ||g_i - U f_i||.</param>
/// <param name="Upper">A value that U attains, rounded up.</param>
/// <param name="LowerSource">"distances", "weights" or "search over angles".</param>
public sealed record MinimaxFit(ProcrustesFit Isometry, double Lower, double Upper, string LowerSource)
{
    /// <summary>(Upper - Lower) / Upper; 0 when Upper is 0.</summary>
    public double Gap => Upper > 0 ? Math.Max(0, (Upper - Lower) / Upper) : 0;
}
