using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Thickness;

/// <summary>The thickness theta(A) (minimum width, Def. 3) as an interval with its direction.</summary>
/// <param name="Lower">Proved lower bound.</param>
/// <param name="Upper">Width along <paramref name="Direction"/>.</param>
/// <param name="Direction">Unit direction that attains the upper value.</param>
/// <param name="Method">How it was found: "zero (rank)", "range", "rotating calipers", "branch and bound", "local search and weighted covariance".</param>
public sealed record ThicknessInterval(double Lower, double Upper, double[] Direction, string Method);

/// <summary>Computes the thickness of a point set.</summary>
public static class ThicknessSolver
{
    /// <summary>theta(A) = min over unit e of (max_i e.a_i - min_i e.a_i).</summary>
    /// <param name="f">The points; labels are not used.</param>
    /// <param name="seed">Seed of the local search's random starts.</param>
    /// <param name="cancellation">Stops the search; what is proved so far is returned.</param>
    public static ThicknessInterval Compute(Embedding f, int seed = 1, CancellationToken cancellation = default) => throw new NotImplementedException();
}
