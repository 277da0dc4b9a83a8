using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// Points of a class that coincide at the optimum with a margin. There (d + alpha)^2 has a kink, at which a quasi-Newton method stalls;
/// moved as one point they leave none. Distances that fall with the smoothing s are those of points that coincide without it; nothing is
/// tied that is not seen to come together.
/// </summary>
/// <param name="problem">The problem, in units of max(diameter, margin).</param>
/// <param name="tied">Receives the groups.</param>
internal sealed class ClassTies(SearchProblem problem, TiedPoints tied)
{
    /// <summary>Smoothing from which on distances are looked at.</summary>
    private const double Latest = 1e-3;

    /// <summary>Pairs farther apart than so many s have no kink.</summary>
    private const double Clear = 30;

    private HashSet<(int I, int J)> _near = [];

    /// <summary>
    /// Ties what was nearer than s at this smoothing and at the one before; true when that is something new. Cost O(sum of squared class
    /// sizes times d).
    /// </summary>
    /// <param name="g">N x d; tied points are moved to their mean.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="isClear">True when no pair of a class is left near a kink.</param>
    internal bool Tie(double[] g, double smoothing, out bool isClear)
    {
        isClear = false;
        if (smoothing > Latest / 0.3)
        {
            return false;
        }

        var (d, near, between) = (problem.Dimension, new HashSet<(int I, int J)>(), new List<(int I, int J)>());
        foreach (var members in Enumerable.Range(0, problem.Count).GroupBy(i => problem.Order.Classes[i]).Select(group => group.ToArray()))
        {
            for (var (a, row) = (1, new double[members.Length]); a < members.Length; a++)
            {
                for (var b = 0; b < a; b++)
                {
                    var squared = VectorKernels.SquaredDistance(g.AsSpan(members[a] * d, d), g.AsSpan(members[b] * d, d));
                    if (squared <= smoothing * smoothing)
                    {
                        near.Add((members[a], members[b]));
                    }
                    else if (squared <= Clear * Clear * smoothing * smoothing)
                    {
                        between.Add((members[a], members[b]));
                    }
                }
            }
        }

        var before = tied.Groups.Sum(group => group.Length - 1);
        if (smoothing <= Latest)
        {
            near.IntersectWith(_near);
            tied.Groups = Join(near);
            tied.Average(g, d);
        }

        _near = near;
        var group = new int[problem.Count];
        for (var k = 0; k < tied.Groups.Count; k++)
        {
            foreach (var i in tied.Groups[k])
            {
                group[i] = k + 1;
            }
        }

        isClear = between.Concat(near).All(pair => group[pair.I] > 0 && group[pair.I] == group[pair.J]);
        return tied.Groups.Sum(members => members.Length - 1) != before;
    }

    private List<int[]> Join(IEnumerable<(int I, int J)> pairs)
    {
        var root = Enumerable.Range(0, problem.Count).ToArray();
        foreach (var (i, j) in pairs)
        {
            var (a, b) = (root[i], root[j]);
            for (var k = 0; a != b && k < root.Length; k++)
            {
                root[k] = root[k] == a ? b : root[k];
            }
        }

        return [.. Enumerable.Range(0, problem.Count).GroupBy(i => root[i]).Where(group => group.Count() > 1).Select(group => group.ToArray())];
    }
}
