using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Classes that share a point. In a Triplet-Separated embedding two classes with a point in common lie in that one point altogether, where
/// the constraints have no interior and multipliers grow without limit; so such classes are moved as one point and their anchors have no
/// constraints.
/// </summary>
/// <param name="problem">The problem.</param>
internal sealed class TiedClasses(SearchProblem problem)
{
    private readonly Partition _group = new(problem.Source.ClassCount);

    /// <summary>The points of tied classes, which are moved as one.</summary>
    internal TiedPoints Points { get; } = new();

    /// <summary>True when point i belongs to a tied class.</summary>
    internal bool Contains(int i) =>
        Points.Groups.Any(members => _group[problem.Order.Classes[members[0]]] == _group[problem.Order.Classes[i]]);

    /// <summary>
    /// Ties all classes with points of different classes at most so far apart; true when that changed something. Cost O(N^2 d).
    /// </summary>
    /// <param name="g">N x d; tied points are moved to their mean.</param>
    /// <param name="squared">Squared distance.</param>
    internal bool Tie(double[] g, double squared)
    {
        var (n, d, classes, changed) = (problem.Count, problem.Dimension, problem.Order.Classes, false);
        var row = new double[n];
        for (var i = 0; i < n; i++)
        {
            VectorKernels.SquaredDistances(g.AsSpan(i * d, d), g, d, 0, i, row.AsSpan(0, i));
            for (var k = 0; k < i; k++)
            {
                changed |= row[k] <= squared && _group.Join(classes[i], classes[k]);
            }
        }

        if (changed)
        {
            Points.Groups =
            [
                .. Enumerable.Range(0, n).GroupBy(i => _group[classes[i]])
                    .Where(group => group.Any(i => classes[i] != classes[group.First()])).Select(group => group.ToArray())
            ];
            Points.Average(g, d);
        }

        return changed;
    }
}
