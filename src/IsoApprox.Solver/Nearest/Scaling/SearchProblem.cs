using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Nearest.Scaling;

/// <summary>
/// The distance from f to an ideal set in the coordinates of the search: positions in the place of rows (<see cref="LevelOrder"/>), points
/// centred, rotated into their span when d &lt; n, scaled so that the largest of diameter, margin, thresholds and floors is 1, in min(d,
/// largest useful dimension) coordinates. With unit norms points are neither centred nor scaled. Built once per problem and shared by all
/// starts.
/// </summary>
internal sealed class SearchProblem
{
    private readonly double[] _centre;
    private readonly PrincipalAxes? _axes;

    /// <param name="problem">The problem.</param>
    /// <param name="dimension">d.</param>
    /// <param name="radius">r0 in units of the input; null: from the worst violation of f.</param>
    internal SearchProblem(Problem problem, int dimension, double? radius = null)
    {
        var (f, set) = (problem.Points, problem.Set);
        (Problem, RequestedDimension, Count) = (problem, dimension, f.Count);
        Order = new LevelOrder(f, problem.Levels, set.HasComparisons);
        _centre = set.HasUnitNorms ? new double[f.Dimension] : Mean(f);
        var within = double.IsFinite(set.Within) ? set.Within : 0;
        Scale = set.HasUnitNorms ? 1 : new[] { Diameter.Compute(f).Value, set.Margin, within, set.Beyond, set.LeastDiameter }.Max();
        Scale = Scale > 0 ? Scale : 1;
        (Margin, Within, Beyond) = (set.Margin / Scale, set.Within / Scale, set.Beyond / Scale);
        var unused = set.HasUnitNorms ? 0 : 1;
        Dimension = Math.Min(dimension, Metric == NearestMetric.IsometricError ? Math.Max(1, Count - unused) : f.Dimension + Count);
        var centred = Centred(f, _centre);
        _axes = Dimension < f.Dimension ? PrincipalAxes.Of(centred, f.Dimension, Dimension) : null;
        Points = Scaled(_axes?.Along(centred) ?? centred, _axes?.Count ?? f.Dimension);
        Distances = Metric == NearestMetric.IsometricError ? ScaledDistances(centred, f.Dimension) : null;
        Radius = Math.Clamp((radius ?? ExpectedDisplacement(problem)) / Scale, 1e-9, 1);
    }

    /// <summary>The problem, in units of the input.</summary>
    internal Problem Problem { get; }

    /// <summary>f.</summary>
    internal Embedding Source => Problem.Points;

    internal NearestMetric Metric => Problem.Metric;

    internal int RequestedDimension { get; }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>Dimension of the search.</summary>
    internal int Dimension { get; }

    /// <summary>Positions and cuts.</summary>
    internal LevelOrder Order { get; }

    /// <summary>Length unit of the search in units of the input.</summary>
    internal double Scale { get; }

    /// <summary>Margin alpha in units of <see cref="Scale"/>.</summary>
    internal double Margin { get; }

    /// <summary>Largest distance within a class in units of <see cref="Scale"/>; infinite where there is none.</summary>
    internal double Within { get; }

    /// <summary>Least distance between classes in units of <see cref="Scale"/>.</summary>
    internal double Beyond { get; }

    /// <summary>True when g is taken row by row to norm 1.</summary>
    internal bool HasUnitNorms => Problem.Set.HasUnitNorms;

    /// <summary>
    /// True when there are thresholds that no comparison takes along (<see cref="Beyond"/> with comparisons is a floor of their levels).
    /// </summary>
    internal bool HasThresholds => double.IsFinite(Within) || (Beyond > 0 && Order.Boundaries == 0);

    /// <summary>r0: the expected size of the displacement; unknowns are u with g = f + r0 u.</summary>
    internal double Radius { get; }

    /// <summary>f in search coordinates, row-major, N x d.</summary>
    internal double[] Points { get; }

    /// <summary>ISO: D_ij of f, scaled, N x N.</summary>
    internal double[]? Distances { get; }

    /// <summary>True when no dimension is lost, so that every local minimum of the relaxation is one of the problem.</summary>
    internal bool IsConvex => Metric == NearestMetric.IsometricError
        ? Dimension >= Count - (HasUnitNorms ? 0 : 1)
        : Dimension >= Source.Dimension + Count;

    private bool IsInSpaceOfSource => Metric == NearestMetric.HausdorffLike || (Dimension >= Source.Dimension && _axes is null);

    /// <summary>An embedding in the coordinates of the result: HAUS in the space of f (padded when d > n), ISO in d coordinates.</summary>
    internal Embedding ToResult(ReadOnlySpan<double> g)
    {
        var n = Source.Dimension;
        var width = Metric == NearestMetric.HausdorffLike ? Math.Max(n, RequestedDimension) : RequestedDimension;
        var result = new double[Count * width];
        for (var p = 0; p < Count; p++)
        {
            var row = g.Slice(p * Dimension, Dimension);
            var target = result.AsSpan(Order.Rows[p] * width, width);
            if (_axes is not null && IsInSpaceOfSource)
            {
                _axes.AddTo(target, row, Scale);
            }
            else
            {
                for (var k = 0; k < Dimension; k++)
                {
                    target[k] = Scale * row[k];
                }
            }

            for (var q = 0; IsInSpaceOfSource && q < n; q++)
            {
                target[q] += _centre[q];
            }
        }

        return Source.WithPoints(result, width);
    }

    /// <summary>
    /// Search coordinates of an embedding in the coordinates of the result (<see cref="ToResult"/> gives it back; ISO up to an isometry).
    /// </summary>
    internal double[] FromResult(Embedding g)
    {
        var width = g.Dimension;
        var origin = HasUnitNorms ? new double[width]
            : IsInSpaceOfSource ? [.. _centre, .. new double[Math.Max(0, width - Source.Dimension)]]
            : Mean(g);
        var centred = Centred(g, origin);
        var axes = IsInSpaceOfSource ? _axes : width > Dimension ? PrincipalAxes.Of(centred, width, Math.Min(width, Dimension)) : null;
        return Scaled(axes?.Along(centred) ?? centred, axes?.Count ?? width);
    }

    /// <summary>
    /// L/3 (HAUS) or L/2 (ISO) for comparisons, L the worst violation; half of it (HAUS) or all of it for thresholds; the distance to the
    /// sphere. Halves of thresholds for ISO too, where both ends of a pair move.
    /// </summary>
    private static double ExpectedDisplacement(Problem problem) => problem.Set.Violations(problem.Points)
        .Where(v => v.Amount.Upper > 0)
        .Select(v => v.Demand switch
        {
            SetDemand.Comparison => v.Amount.Upper / (problem.Metric == NearestMetric.HausdorffLike ? 3 : 2),
            SetDemand.Norm => v.Amount.Upper,
            _ => v.Amount.Upper / 2,
        }).DefaultIfEmpty().Max();

    private static double[] Centred(Embedding g, double[] origin)
    {
        var centred = g.Coordinates.ToArray();
        for (var e = 0; e < centred.Length; e++)
        {
            centred[e] -= origin[e % origin.Length];
        }

        return centred;
    }

    /// <summary>Rows of some width at their positions, divided by the scale, cut or padded to d coordinates.</summary>
    private double[] Scaled(double[] rows, int width)
    {
        var result = new double[Count * Dimension];
        for (var p = 0; p < Count; p++)
        {
            for (var k = 0; k < Math.Min(width, Dimension); k++)
            {
                result[(p * Dimension) + k] = rows[(Order.Rows[p] * width) + k] / Scale;
            }
        }

        return result;
    }

    private double[] ScaledDistances(double[] centred, int n)
    {
        var result = new double[Count * Count];
        for (var p = 0; p < Count; p++)
        {
            for (var q = 0; q < p; q++)
            {
                var (i, j) = (Order.Rows[p], Order.Rows[q]);
                var distance = PairwiseDistances.Distance(centred.AsSpan(i * n, n), centred.AsSpan(j * n, n));
                result[(p * Count) + q] = result[(q * Count) + p] = distance / Scale;
            }
        }

        return result;
    }

    private static double[] Mean(Embedding f)
    {
        // Relative to row 0: equal rows have exactly that row as their mean, wherever they lie.
        var mean = f[0].ToArray();
        for (var i = 1; i < f.Count; i++)
        {
            for (var q = 0; q < mean.Length; q++)
            {
                mean[q] += (f[i][q] - f[0][q]) / f.Count;
            }
        }

        return mean;
    }
}
