using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// A <see cref="Problem"/> in the coordinates of the search: centred and scaled to diameter 1 (on the sphere left as it is), in d coordinates. When
/// d &lt; n the d
/// coordinates of largest spread stand for f (ISO only: there they are a mere start).
/// </summary>
internal sealed class SetSearchSpace
{
    private readonly double[] _centre;
    private readonly int[] _axes;

    internal SetSearchSpace(Problem problem, int dimension)
    {
        (Problem, Dimension) = (problem, dimension);
        var f = problem.Points;
        (Count, IsSphere) = (f.Count, problem.Set.HasUnitNorms);
        _centre = IsSphere ? new double[f.Dimension] : Mean(f);
        var diameter = Diameter.Compute(f).Value;
        var within = problem.Set.HasComparisons ? 0 : problem.Set.Within;
        var scale = IsSphere ? 1 : Math.Max(diameter, Math.Max(within, problem.Set.Beyond));
        Scale = scale > 0 ? scale : 1;
        (Within, Beyond) = (within / Scale, problem.Set.Beyond / Scale);
        _axes = Axes(f, Math.Min(dimension, f.Dimension));
        Points = FromSource(f.Coordinates);
        var radii = problem.Set.Violations(f).Select(v => v.Demand == SetDemand.Norm ? v.Amount.Upper : v.Amount.Upper / Scale / 2);
        Radius = Math.Clamp(radii.DefaultIfEmpty().Max(), 1e-6, 1);
        if (problem.Metric == NearestMetric.IsometricError)
        {
            Distances = new double[Count * Count];
            for (var e = 0; e < Distances.Length; e++)
            {
                Distances[e] = PairwiseDistances.Distance(f[e / Count], f[e % Count]) / Scale;
            }
        }
    }

    internal Problem Problem { get; }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>d.</summary>
    internal int Dimension { get; }

    internal bool IsSphere { get; }

    /// <summary>Length unit of the search in units of the input.</summary>
    internal double Scale { get; }

    /// <summary>r0, the expected size of the displacement.</summary>
    internal double Radius { get; }

    /// <summary>a, scaled.</summary>
    internal double Within { get; }

    /// <summary>b, scaled.</summary>
    internal double Beyond { get; }

    /// <summary>f in search coordinates, N x d.</summary>
    internal double[] Points { get; }

    /// <summary>ISO: D_ij, scaled, N x N.</summary>
    internal double[]? Distances { get; }

    /// <summary>An embedding of N x n coordinates in search coordinates.</summary>
    internal double[] FromSource(ReadOnlySpan<double> points)
    {
        var n = Problem.Points.Dimension;
        var result = new double[Count * Dimension];
        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < _axes.Length; k++)
            {
                result[(i * Dimension) + k] = (points[(i * n) + _axes[k]] - _centre[_axes[k]]) / Scale;
            }
        }

        return result;
    }

    /// <summary>The embedding in the coordinates of the result: for HAUS in the space of f padded to d, for ISO in d coordinates.</summary>
    internal Embedding ToResult(ReadOnlySpan<double> g)
    {
        var width = Problem.Metric == NearestMetric.HausdorffLike ? Math.Max(Dimension, Problem.Points.Dimension) : Dimension;
        var isInSpaceOfSource = _axes.Length == Problem.Points.Dimension;
        var result = new double[Count * width];
        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < Dimension; k++)
            {
                var target = isInSpaceOfSource && k < _axes.Length ? _axes[k] : k;
                result[(i * width) + target] = (Scale * g[(i * Dimension) + k]) + (isInSpaceOfSource && k < _axes.Length ? _centre[_axes[k]] : 0);
            }
        }

        return Problem.Points.WithPoints(result, width);
    }

    private static double[] Mean(Embedding f)
    {
        // Relative to row 0: equal rows have exactly that row as their mean, wherever they lie.
        var mean = f[0].ToArray();
        for (var e = 0; e < f.Coordinates.Length; e++)
        {
            mean[e % f.Dimension] += (f.Coordinates[e] - f[0][e % f.Dimension]) / f.Count;
        }

        return mean;
    }

    private static int[] Axes(Embedding f, int count)
    {
        if (count == f.Dimension)
        {
            return [.. Enumerable.Range(0, count)];
        }

        double Spread(int k) => Enumerable.Range(0, f.Count).Sum(i => (f[i][k] - f[0][k]) * (f[i][k] - f[0][k]));
        return [.. Enumerable.Range(0, f.Dimension).OrderByDescending(Spread).Take(count).Order()];
    }
}
