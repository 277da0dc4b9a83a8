using IsoApprox.Embeddings;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Learning.Health;

/// <summary>
/// The thickness as a proved interval: total and dimensional collapse in the plainest sense. Branch and bound up to 12 coordinates, bounds
/// above, with a fixed amount of work, so that the result does not depend on the machine; left out where one pass over the points is long.
/// </summary>
internal static class ThicknessMeasure
{
    internal const string Id = "thickness";

    /// <summary>Largest N n^2.</summary>
    private const double LargestPass = 2e7;

    /// <summary>Of the branch and bound: about a second.</summary>
    private const double WorkLimit = 1e9;

    /// <summary>Fills the row.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        var isExact = f.Dimension <= 2;
        if (!isExact && (double)f.Count * f.Dimension * f.Dimension > LargestPass)
        {
            table.Miss(Id, $"N n^2 is above {LargestPass:0}; isoapprox measure X --thickness bounds has the interval");
            return;
        }

        var thickness = ThicknessSolver.Compute(f, new ThicknessSettings { WorkLimit = WorkLimit, Seed = settings.Seed }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        table.Enclose(Id, thickness.Lower, thickness.Upper);
    }
}
