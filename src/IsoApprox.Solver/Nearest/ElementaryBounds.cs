using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>Lower bounds that need no optimisation.</summary>
internal static class ElementaryBounds
{
    /// <summary>L_alpha / 2 (ISO) or L_alpha / 4 (HAUS) of the hardest triplet, rounded down rigorously.</summary>
    internal static double Lower(Embedding f, NearestMetric metric, double margin, HardMinedLoss loss)
    {
        if (loss.Triplet is not { } triplet)
        {
            return 0;
        }

        var violation = (Enclose(f, triplet.Anchor, triplet.Positive) + margin - Enclose(f, triplet.Anchor, triplet.Negative)).Lower;
        return Math.Max(0, Math.BitDecrement(violation / (metric == NearestMetric.IsometricError ? 2 : 4)));
    }

    private static Interval Enclose(Embedding f, int i, int j)
    {
        Interval sum = 0;
        for (var k = 0; k < f.Dimension; k++)
        {
            sum += ((Interval)f[i][k] - f[j][k]).Square();
        }

        return sum.Sqrt();
    }
}
