using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest.Scaling;

/// <summary>Points whose spread is so large or so small that squares of distances overflow or underflow.</summary>
internal static class ExtremeRange
{
    /// <summary>Between 2^-300 and 2^300 squares of distances, and of distances 1e-16 times as large, are ordinary doubles.</summary>
    private const int OrdinaryExponent = 300;

    /// <summary>The exponent e for which 2^-e f has a spread near 1; 0 when the spread is ordinary or norms are 1.</summary>
    internal static int Exponent(Problem problem)
    {
        var set = problem.Set;
        return set.HasUnitNorms ? 0 : Exponent(
            problem.Points, new[] { set.Margin, double.IsFinite(set.Within) ? set.Within : 0, set.Beyond, set.LeastDiameter }.Max());
    }

    /// <summary>
    /// The exponent e for which 2^-e f, beside 2^-e times another length, has a spread near 1; 0 when the spread is ordinary.
    /// </summary>
    internal static int Exponent(Embedding f, double length)
    {
        var spread = length;
        for (var i = 0; i < f.Count && spread > 0; i++)
        {
            for (var q = 0; q < f.Dimension; q++)
            {
                // Distinct points are at least a unit in the last place apart, however small the margin is.
                spread = Math.Max(spread, Math.ScaleB(Math.Abs(f[i][q]), -52));
            }
        }

        for (var i = 1; i < f.Count; i++)
        {
            for (var q = 0; q < f.Dimension; q++)
            {
                spread = Math.Max(spread, Math.Abs((0.25 * f[i][q]) - (0.25 * f[0][q])));
            }
        }

        var tiny = spread == 0 && HasDistinctRows(f);
        var exponent = tiny ? Math.ILogB(double.Epsilon) : spread == 0 ? 0 : Math.ILogB(spread);
        return Math.Abs(exponent) <= OrdinaryExponent || Scaled(f, -exponent) is null ? 0 : exponent;
    }

    /// <summary>2^exponent f; null when a coordinate overflows.</summary>
    internal static Embedding? Scaled(Embedding f, int exponent)
    {
        var points = f.Coordinates.ToArray();
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = Math.ScaleB(points[i], exponent);
        }

        return Array.TrueForAll(points, double.IsFinite) ? f.WithPoints(points, f.Dimension) : null;
    }

    /// <summary>The problem with all its lengths times 2^exponent, rounded; null when a coordinate overflows.</summary>
    internal static Problem? Scaled(Problem problem, int exponent)
    {
        var set = problem.Set;
        double Length(double x) => Math.ScaleB(x, exponent);
        var scaled = set.HasComparisons
            ? IdealSet.Ladder(problem.Levels, Length(set.Margin)).AtLeastApart(Length(set.Beyond)).AtLeastWide(Length(set.LeastDiameter))
            : IdealSet.Contrastive(Length(set.Within), Length(set.Beyond));
        return Scaled(problem.Points, exponent) is { } points ? new Problem(points, problem.Metric, scaled, problem.Dimension) : null;
    }

    private static bool HasDistinctRows(Embedding f) => Enumerable.Range(1, f.Count - 1).Any(i => !f[i].SequenceEqual(f[0]));
}
