using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Lagrangian;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// HAUS with a margin: the slopes of a <see cref="Certificates.Gram.GramCertificate"/> from the points g of a search and its smoothing s, h
/// = g/s. Then (h_i - h_j)/sqrt(1 + |h_i - h_j|^2) is the gradient of sqrt(|g_i - g_j|^2 + s^2), so that at a minimum of the augmented
/// Lagrangian the bound is its value.
/// </summary>
internal sealed class MarginSlopes
{
    private readonly SearchProblem _problem;
    private readonly IReadOnlyList<(int Cut, int Position, double Value)> _near;
    private readonly double[] _points;
    private readonly double _smoothing;

    /// <param name="problem">The problem.</param>
    /// <param name="lagrangian">The search.</param>
    /// <param name="near">lambda by cut and position.</param>
    internal MarginSlopes(
        SearchProblem problem, AugmentedLagrangian lagrangian, IReadOnlyList<(int Cut, int Position, double Value)> near)
    {
        (_problem, _near) = (problem, near);
        (_points, _smoothing) = ((double[])lagrangian.Embedding.Clone(), lagrangian.Smoothing);
        var d = problem.Dimension;
        Pulls = new double[_points.Length];
        foreach (var (cut, j, value) in near)
        {
            var i = problem.Order.Anchor(cut);
            var own = _points.AsSpan(i * d, d);
            var other = _points.AsSpan(j * d, d);
            var squared = VectorKernels.SquaredDistance(own, other);
            var pull = problem.Margin * value / Math.Sqrt(squared + (_smoothing * _smoothing));
            VectorKernels.AddScaledDifference(pull, own, other, Pulls.AsSpan(i * d, d));
            VectorKernels.AddScaledDifference(-pull, own, other, Pulls.AsSpan(j * d, d));
        }
    }

    /// <summary>sum of alpha lambda_ij (h_i - h_j)/sqrt(1 + |h_i - h_j|^2) at i and its negative at j, N x d by position.</summary>
    internal double[] Pulls { get; }

    /// <summary>h row by row in the coordinates of the result, from the first point of each class; 0 where no lambda is.</summary>
    internal double[] ByRow()
    {
        var (g, order) = (_problem.ToResult(_points), _problem.Order);
        var (n, first) = (g.Dimension, new Dictionary<int, int>());
        var (slopes, unit) = (new double[g.Count * n], 1 / (_smoothing * _problem.Scale));
        foreach (var p in _near.SelectMany(e => new[] { order.Anchor(e.Cut), e.Position }).Distinct())
        {
            var row = order.Rows[p];
            first.TryAdd(order.Classes[p], row);
            var origin = first[order.Classes[p]];
            for (var k = 0; k < n; k++)
            {
                slopes[(row * n) + k] = (g[row][k] - g[origin][k]) * unit;
            }
        }

        return slopes;
    }
}
