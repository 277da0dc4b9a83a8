using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Strong branching at the root: for the most promising pairs of classes, what the cells of the pair's direction prove alone and on which
/// rows. The pair whose weakest cell is strongest is branched first; the others are priors for the choice further down. In the
/// plane and with a margin pairs of points and of a point and a class are measured too: points of a class stay close together, and a narrow
/// cone holds most of them.
/// </summary>
internal sealed class PairProfiles
{
    private const int LargestNumber = 15;
    private const int WideClasses = 6;
    private readonly Dictionary<DirectionSubject, (double[] Bounds, int[][] Rows)> _profiles = [];

    /// <summary>The pair with the largest least bound; null before <see cref="Measure"/> and when there is no pair.</summary>
    internal DirectionSubject? Best { get; private set; }

    /// <summary>Nodes solved.</summary>
    internal int Nodes { get; private set; }

    /// <summary>Rows that carry the bound of a pair's cell at the root.</summary>
    internal int[] Rows(DirectionSubject pair, int cell) => _profiles.TryGetValue(pair, out var profile) ? profile.Rows[cell] : [];

    /// <summary>Solves the cells of the pairs at the root.</summary>
    /// <param name="f">The points.</param>
    /// <param name="root">The root, solved.</param>
    /// <param name="ranked">Pairs by falling promise; pairs of wide classes are added.</param>
    /// <param name="target">Bounds above this do not count.</param>
    /// <param name="solve">Solves nodes.</param>
    /// <param name="stopped">Polled.</param>
    internal void Measure(ScaledPoints f, OpenDirection root, IEnumerable<DirectionSubject> ranked, double target,
        Action<IReadOnlyList<OpenDirection>> solve, Func<bool> stopped)
    {
        var wide = WidestClasses(f).Take(WideClasses).ToArray();
        var pairs = ranked.Concat(from a in wide from b in wide where a < b select new DirectionSubject(a, b))
            .Where(s => s.Points == 0 || (f.Margin > 0 && f.Dimension <= 2)).Distinct().Take(LargestNumber).ToArray();
        var best = (Least: -1.0, Mean: -1.0);
        Best = pairs.Length > 0 ? pairs[0] : null;
        foreach (var pair in pairs.Length > 1 ? pairs : [])
        {
            var children = root.Branch(f, pair, new DirectionTree(null, null));
            var first = FirstRows(f, new[] { pair.First, pair.Second }.Select(side => DirectionSubject.ClassOf(side, f.Source)));
            children.ForEach(child => child.Proposed = first);
            solve(children);
            if (stopped())
            {
                return;
            }

            Nodes += children.Count;
            var bounds = children.Select(child => Math.Min(target, child.Bound)).ToArray();
            _profiles[pair] = (bounds, [.. children.Select(child => DirectionEvaluation.Support(child.Solution!).ToArray())]);
            var value = (bounds.Min(), bounds.Average());
            if (value.CompareTo(best) > 0)
            {
                (best, Best) = (value, pair);
            }
        }
    }

    /// <summary>The pairs that no cone of the node is about and whose cells would raise the bound, by falling average gain.</summary>
    internal IEnumerable<DirectionSubject> Promising(OpenDirection node, double target) =>
        _profiles.Where(p => !node.Cones.ContainsKey(p.Key))
            .Select(p => (p.Key, Value: p.Value.Bounds.Average(b => Math.Min(target, Math.Max(b, node.Bound)))))
            .Where(x => x.Value > node.Bound).OrderByDescending(x => x.Value).ThenBy(x => x.Key.First).ThenBy(x => x.Key.Second)
                .Select(x => x.Key);

    /// <summary>Classes by falling largest distance from their mean.</summary>
    internal static IEnumerable<int> WidestClasses(ScaledPoints f) => Enumerable.Range(0, f.Source.ClassCount).OrderByDescending(a =>
    {
        var rows = f.Source.Members(a).ToArray();
        var mean = new double[f.Dimension];
        foreach (var i in rows)
        {
            for (var k = 0; k < mean.Length; k++)
            {
                mean[k] += f[i][k] / rows.Length;
            }
        }

        return rows.Max(i => ScaledPoints.Squared(f[i], mean));
    }).ThenBy(a => a);

    /// <summary>A few rows far out of each class.</summary>
    internal static int[] FirstRows(ScaledPoints f, IEnumerable<int> classes)
    {
        const int Each = 3;
        var origin = new double[f.Dimension];
        return [.. classes.SelectMany(
            a => f.Source.Members(a).ToArray().OrderByDescending(i => ScaledPoints.Squared(f[i], origin)).ThenBy(i => i).Take(Each))];
    }
}
