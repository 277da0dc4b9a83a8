using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Points of a class that coincide at the optimum with a margin. There (d + alpha)^2 has a kink, at which a quasi-Newton method stalls;
/// moved as one point they leave none. Distances that fall with the smoothing s are those of points that coincide without it: nothing is
/// tied that is not seen to come together.
/// </summary>
/// <param name="problem">The problem, in units of max(diameter, margin).</param>
/// <param name="tied">Receives the groups.</param>
internal sealed class ClassTies(SearchProblem problem, TiedPoints tied)
{
    /// <summary>Smoothing from which on points are tied.</summary>
    private const double From = 1e-3;

    /// <summary>Pairs farther apart than so many s have no kink.</summary>
    private const double Clear = 30;

    /// <summary>Sum of squared class sizes up to which pairs are looked at one by one.</summary>
    private const long LargestPairs = 4_000_000;

    private readonly Partition _group = new(problem.Count);
    private HashSet<(int I, int J)> _near = [];

    /// <summary>True with a margin and classes that are not too large.</summary>
    internal static bool Applies(SearchProblem problem) => problem.Margin > 0
        && problem.Order.Classes.GroupBy(k => k).Sum(members => (long)members.Count() * members.Count()) <= LargestPairs;

    /// <summary>True when every pair of a class is tied or far from its kink at the last smoothing looked at.</summary>
    internal bool IsClear { get; private set; }

    /// <summary>True when every class is one point.</summary>
    internal bool AllTied => Enumerable.Range(0, problem.Count).All(i =>
        _group[i] == _group[problem.Order.OfClass(problem.Order.Classes[i]).Start]);

    /// <summary>
    /// Ties what was nearer than s at this smoothing and at the one before; true when that is something new. Cost O(sum of squared class
    /// sizes times d).
    /// </summary>
    /// <param name="g">N x d; tied points are moved to their mean.</param>
    /// <param name="smoothing">s.</param>
    internal bool Tie(double[] g, double smoothing)
    {
        var (d, near, far, changed, isClear) = (problem.Dimension, new HashSet<(int I, int J)>(), Clear * smoothing, false, true);
        for (var i = 0; i < problem.Count; i++)
        {
            for (var j = problem.Order.OfClass(problem.Order.Classes[i]).Start; j < i; j++)
            {
                if (_group[i] == _group[j])
                {
                    continue;
                }

                var squared = VectorKernels.SquaredDistance(g.AsSpan(i * d, d), g.AsSpan(j * d, d));
                if (squared <= smoothing * smoothing)
                {
                    near.Add((i, j));
                    changed |= smoothing <= From && _near.Contains((i, j)) && _group.Join(i, j);
                }

                isClear &= squared > far * far || _group[i] == _group[j];
            }
        }

        (_near, IsClear) = (near, isClear);
        if (changed)
        {
            tied.Groups = [.. Enumerable.Range(0, problem.Count).GroupBy(i => _group[i]).Where(members => members.Count() > 1)
                .Select(members => members.ToArray())];
            tied.Average(g, d);
        }

        return changed;
    }
}
