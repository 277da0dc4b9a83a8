using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;
using IsoApprox.Solver.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// The nearest-embedding problem in the coordinates of the search: points centred, rotated into their span when d &lt; n, scaled so that
/// max(diameter, margin) is 1, in d_eff = min(d, largest useful dimension) coordinates. Built once per problem and shared by all starts.
/// </summary>
internal sealed class ScaledProblem
{
    private readonly double[] _centre;
    private readonly Matrix<double>? _basis;

    /// <param name="f">The embedding.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="dimension">d.</param>
    /// <param name="margin">alpha.</param>
    /// <param name="radius">r0 in units of the input; null: from the hard-mined loss.</param>
    internal ScaledProblem(Embedding f, NearestMetric metric, int dimension, double margin, double? radius = null)
    {
        (Source, Metric, RequestedDimension) = (f, metric, dimension);
        (Count, Classes) = (f.Count, f.Classes.ToArray());
        _centre = Mean(f);
        var centred = new double[f.Count * f.Dimension];
        for (var i = 0; i < centred.Length; i++)
        {
            centred[i] = f.Coordinates[i] - _centre[i % f.Dimension];
        }

        Scale = Math.Max(Diameter.Compute(f).Value, margin);
        Scale = Scale > 0 ? Scale : 1;
        Margin = margin / Scale;
        var useful = metric == NearestMetric.IsometricError ? Math.Max(1, f.Count - 1) : f.Dimension + f.Count;
        Dimension = Math.Min(dimension, useful);
        if (Dimension < f.Dimension)
        {
            _basis = PrincipalAxes(centred, f.Count, f.Dimension, Math.Min(Dimension, f.Dimension));
        }

        Points = new double[Count * Dimension];
        ToSearch(centred);
        if (metric == NearestMetric.IsometricError)
        {
            Distances = new double[Count * Count];
            for (var i = 0; i < Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var distance = PairwiseDistances.Distance(centred.AsSpan(i * f.Dimension, f.Dimension), centred.AsSpan(j * f.Dimension, f.Dimension));
                    Distances[(i * Count) + j] = Distances[(j * Count) + i] = distance / Scale;
                }
            }
        }

        radius ??= HardestBracket(f, margin) / (metric == NearestMetric.HausdorffLike ? 3 : 2);
        Radius = Math.Clamp(radius.Value / Scale, 1e-9, 1);
    }

    internal Embedding Source { get; }

    internal NearestMetric Metric { get; }

    internal int RequestedDimension { get; }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>Dimension of the search.</summary>
    internal int Dimension { get; }

    internal int[] Classes { get; }

    /// <summary>Length unit of the search in units of the input.</summary>
    internal double Scale { get; }

    /// <summary>Margin alpha in units of <see cref="Scale"/>.</summary>
    internal double Margin { get; }

    /// <summary>r0: the expected size of the displacement, L/3 (HAUS) or L/2 (ISO); unknowns are u with g = f + r0 u.</summary>
    internal double Radius { get; }

    /// <summary>f in search coordinates, row-major N x d.</summary>
    internal double[] Points { get; }

    /// <summary>ISO: D_ij of f, scaled, N x N.</summary>
    internal double[]? Distances { get; }

    /// <summary>True when no dimension is lost, so that every local minimum of the relaxation is one of the problem.</summary>
    internal bool IsConvex => Metric == NearestMetric.IsometricError ? Dimension >= Count - 1 : Dimension >= Source.Dimension + Count;

    /// <summary>An embedding in the coordinates of the result: HAUS in the space of f (padded when d > n), ISO in d coordinates.</summary>
    internal Embedding ToResult(ReadOnlySpan<double> g)
    {
        var n = Source.Dimension;
        var inSpaceOfSource = Metric == NearestMetric.HausdorffLike || (Dimension >= n && _basis is null);
        var width = Metric == NearestMetric.HausdorffLike ? Math.Max(n, RequestedDimension) : RequestedDimension;
        var result = new double[Count * width];
        for (var i = 0; i < Count; i++)
        {
            var row = g.Slice(i * Dimension, Dimension);
            var target = result.AsSpan(i * width, width);
            for (var k = 0; k < Dimension; k++)
            {
                if (_basis is not null && inSpaceOfSource)
                {
                    for (var q = 0; q < n; q++)
                    {
                        target[q] += Scale * row[k] * _basis[q, k];
                    }
                }
                else
                {
                    target[k] = Scale * row[k];
                }
            }

            for (var q = 0; inSpaceOfSource && q < n; q++)
            {
                target[q] += _centre[q];
            }
        }

        return Source.WithPoints(result, width);
    }

    /// <summary>Search coordinates of an embedding in the coordinates of the result (<see cref="ToResult"/> gives it back; ISO up to an isometry).</summary>
    internal double[] FromResult(Embedding g)
    {
        var (n, width) = (Source.Dimension, g.Dimension);
        var inSpaceOfSource = Metric == NearestMetric.HausdorffLike || (Dimension >= n && _basis is null);
        var origin = inSpaceOfSource ? [.. _centre, .. new double[Math.Max(0, width - n)]] : Mean(g);
        var centred = new double[Count * width];
        for (var i = 0; i < centred.Length; i++)
        {
            centred[i] = g.Coordinates[i] - origin[i % width];
        }

        var axes = Math.Min(width, Dimension);
        var basis = inSpaceOfSource ? _basis : width > Dimension ? PrincipalAxes(centred, Count, width, axes) : null;
        var result = new double[Count * Dimension];
        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < axes; k++)
            {
                var row = centred.AsSpan(i * width, width);
                var sum = basis is null ? row[k] : 0;
                for (var q = 0; basis is not null && q < width; q++)
                {
                    sum += row[q] * basis[q, k];
                }

                result[(i * Dimension) + k] = sum / Scale;
            }
        }

        return result;
    }

    /// <summary>Search coordinates of an embedding given in the space of f.</summary>
    internal double[] FromSource(ReadOnlySpan<double> points)
    {
        var n = Source.Dimension;
        var centred = new double[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            centred[i] = points[i] - _centre[i % n];
        }

        return Map(centred);
    }

    private void ToSearch(double[] centred) => Map(centred).AsSpan().CopyTo(Points);

    private double[] Map(double[] centred)
    {
        var n = Source.Dimension;
        var result = new double[Count * Dimension];
        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < Math.Min(Dimension, _basis is null ? n : _basis.ColumnCount); k++)
            {
                var sum = 0.0;
                if (_basis is null)
                {
                    sum = centred[(i * n) + k];
                }
                else
                {
                    for (var q = 0; q < n; q++)
                    {
                        sum += centred[(i * n) + q] * _basis[q, k];
                    }
                }

                result[(i * Dimension) + k] = sum / Scale;
            }
        }

        return result;
    }

    private static double HardestBracket(Embedding f, double margin) => TripletLoss.HardMined(f, TripletDistance.Euclidean, margin).Value;

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

    /// <summary>Orthonormal axes, n x axes: any basis of the span when it fits, otherwise the principal axes.</summary>
    private static Matrix<double> PrincipalAxes(double[] centred, int count, int dimension, int axes)
    {
        var rows = Enumerable.Range(0, count).Select(i => centred[(i * dimension)..((i + 1) * dimension)]);
        if (OrthonormalBasis.Of(rows, axes) is { } basis)
        {
            return Matrix<double>.Build.Dense(dimension, axes, (q, k) => basis[k][q]);
        }

        var points = Matrix<double>.Build.Dense(dimension, count, (k, i) => centred[(i * dimension) + k]);
        return points.Svd(true).U.SubMatrix(0, dimension, 0, axes);
    }
}
