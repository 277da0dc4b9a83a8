using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// Branch and bound for the gap penetration of one pair of classes: cones of directions, from the orthants on, bounded by
/// <see cref="PenetrationProgram"/> with the extent that decides at their middle, and split at the middle of the widest edge, the least
/// bound first. Bounds are the trusted core's.
/// </summary>
internal sealed class PenetrationSearch
{
    private readonly Problem _problem;
    private readonly Embedding _f;
    private readonly int _first;
    private readonly int _second;
    private readonly int _n;
    private readonly double _unit;
    private readonly PenetrationProgram _program;
    private readonly GapFunction _gap;
    private readonly DualSimplex _simplex;
    private readonly int[] _basis;
    private readonly PriorityQueue<Node, (double Bound, long Number)> _open = new();
    private readonly List<PenetrationLeaf> _leaves = [];
    private readonly List<PenetrationTerms> _terms = [];
    private long _numbers;

    internal PenetrationSearch(Problem problem, int first, int second)
    {
        _problem = problem;
        (_f, _first, _second, _n) = (problem.Points, first, second, problem.Points.Dimension);
        var (a, b) = (Coordinates(first), Coordinates(second));
        var largest = Math.Max(problem.Margin, Math.Max(a.Max(Math.Abs), b.Max(Math.Abs)));
        _unit = largest > 0 ? Math.ScaleB(1, Math.ILogB(largest)) : 1;
        (a, b) = (Array.ConvertAll(a, x => x / _unit), Array.ConvertAll(b, x => x / _unit));
        _program = new PenetrationProgram(a, b, _n);
        var kappa = GapConstant.Lower(problem.Dimension ?? _n, a.Length / _n, b.Length / _n);
        _gap = new GapFunction(a, b, _n, kappa, problem.Margin / _unit);
        _simplex = new DualSimplex(_n + 2) { PivotTolerance = 1e-12 };
        _basis = new int[_n + 2];
        Upper = double.PositiveInfinity;
        var direction = new double[_n];
        foreach (var sign in new[] { 1, -1 })
        {
            for (var d = 0; d < _n; d++)
            {
                Array.Clear(direction);
                direction[d] = sign;
                TryDirection(direction);
            }
        }

        TryDirection(Difference());
    }

    /// <summary>Twice the smallest level of a direction seen: an upper bound of the depth that can be proved.</summary>
    internal double Upper { get; private set; }

    /// <summary>Nodes bounded.</summary>
    internal int Nodes { get; private set; }

    /// <summary>The certificate with the largest depth that was proved, or null when that is not above the floor.</summary>
    /// <param name="floor">Depth that is already known.</param>
    /// <param name="gap">Relative gap at which to stop.</param>
    /// <param name="maxNodes">Node limit.</param>
    /// <param name="stop">Polled.</param>
    internal PenetrationCertificate? Run(double floor, double gap, int maxNodes, Func<bool> stop)
    {
        var roots = new Node[1 << _n];
        for (var o = 0; o < roots.Length && Upper > floor; o++)
        {
            roots[o] = Bound(PenetrationCertificate.Orthant(o, _n));
            Push(roots[o]);
        }

        var closed = double.PositiveInfinity;
        while (Upper > floor && Nodes < maxNodes && !stop() && _open.TryPeek(out var node, out var key) && key.Bound < Upper * (1 - gap)
            && Math.Min(closed, Upper) > floor)
        {
            _open.Dequeue();
            if (_n == 1 || !Split(node))
            {
                closed = Math.Min(closed, node.Bound);
            }
        }

        var depth = Math.Min(closed, _open.TryPeek(out _, out var least) ? least.Bound : double.PositiveInfinity);
        if (!(Upper > floor && depth > floor && double.IsFinite(depth)))
        {
            return null;
        }

        var (tree, leaves) = Preorder(roots);
        return new PenetrationCertificate
        {
            Digest = _problem.Digest,
            FirstClass = _first,
            SecondClass = _second,
            Depth = depth,
            Tree = tree,
            Leaves = leaves,
        };
    }

    private sealed class Node(double[][] cone, double bound, int leaf)
    {
        internal double[][] Cone { get; } = cone;

        internal double Bound { get; } = bound;

        internal int Leaf { get; } = leaf;

        internal int Code { get; set; } = leaf;

        internal Node[] Children { get; set; } = [];
    }

    private double[] Coordinates(int classIndex)
    {
        var members = _f.Members(classIndex);
        var origin = _f.Members(_first)[0];
        var result = new double[members.Length * _n];
        for (var p = 0; p < result.Length; p++)
        {
            result[p] = _f[members[p / _n]][p % _n] - _f[origin][p % _n];
        }

        return result;
    }

    /// <summary>Difference of the class means: the first direction that separates, if one does.</summary>
    private double[] Difference()
    {
        var result = new double[_n];
        foreach (var (classIndex, sign) in new[] { (_first, 1.0), (_second, -1.0) })
        {
            var members = _f.Members(classIndex);
            foreach (var i in members)
            {
                for (var d = 0; d < _n; d++)
                {
                    result[d] += sign * (_f[i][d] - _f[_f.Members(_first)[0]][d]) / members.Length;
                }
            }
        }

        return result;
    }

    private void TryDirection(double[] w)
    {
        if (DirectionCone.Norm(w) is var norm && norm > 0)
        {
            Upper = Math.Min(Upper, 2 * _unit * _gap.Evaluate(Array.ConvertAll(w, x => x / norm)));
        }
    }

    private void Push(Node node) => _open.Enqueue(node, (node.Bound, _numbers++));

    private bool Split(Node node)
    {
        var (best, widest) = ((S: 0, T: 1), -1.0);
        for (var s = 0; s < _n; s++)
        {
            for (var t = s + 1; t < _n; t++)
            {
                var (a, b) = (DirectionCone.Unit(node.Cone[s]), DirectionCone.Unit(node.Cone[t]));
                var distance = a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
                (best, widest) = distance > widest ? ((s, t), distance) : (best, widest);
            }
        }

        if (PenetrationCertificate.Between(node.Cone, best.S, best.T) is not { } middle)
        {
            return false;
        }

        node.Code = -1 - ((best.S * _n) + best.T);
        node.Children = [Bound(BranchDirections.Replace(node.Cone, best.S, middle), node.Leaf),
            Bound(BranchDirections.Replace(node.Cone, best.T, middle), node.Leaf)];
        Array.ForEach(node.Children, Push);
        return true;
    }

    private Node Bound(double[][] cone, int inherited = -1)
    {
        Nodes++;
        var middle = new double[_n];
        foreach (var v in cone)
        {
            DenseKernels.AddScaled(middle, DirectionCone.Unit(v), 1);
        }

        TryDirection(middle);
        var (above, below, mean) = Objective();
        var extent = _gap.Extent is { } e ? Extent(e) : null;
        _program.Start(cone, above, below, mean, _basis);
        var (bound, leaf) = (double.NegativeInfinity, -1);
        if (_simplex.Start(_program, _basis) && _simplex.Solve(1e-12, maxPivots: 500) is SimplexEnd.Optimal or SimplexEnd.Stalled
            && Weights() is { } weights)
        {
            weights = weights with { Extent = extent };
            if (PenetrationTerms.Of(_problem, _first, _second, weights) is { } terms)
            {
                (bound, leaf) = (terms.Depth(cone), _leaves.Count);
                _leaves.Add(weights);
                _terms.Add(terms);
            }

            TryDirection(_program.Direction(_simplex.Point));
        }

        if (inherited >= 0 && _terms[inherited].Depth(cone) is var old && old >= bound)
        {
            (bound, leaf) = (old, inherited);
        }

        return new Node(cone, bound, leaf);
    }

    /// <summary>The weights of b and a and the fixed mean for the extent that decided at the last direction.</summary>
    private (double Above, double Below, double[] Mean) Objective()
    {
        if (_gap.Extent is not { } extent)
        {
            return (1, 1, []);
        }

        var factor = _gap.Kappa * extent.Sine;
        return _gap.IsOfSecond
            ? (1 + factor, 1, Array.ConvertAll(extent.Mean.ToArray(), x => -factor * x))
            : (1, 1 + factor, Array.ConvertAll(extent.Mean.ToArray(), x => factor * x));
    }

    private PenetrationExtent Extent(HalfBall extent)
    {
        var (points, weights) = extent.Weights();
        return new PenetrationExtent(_gap.IsOfSecond, points, weights, extent.Sine * (1 - 1e-15), extent.Cosine * (1 - 1e-15));
    }

    private PenetrationLeaf? Weights()
    {
        var (above, below) = (new SortedDictionary<int, double>(), new SortedDictionary<int, double>());
        for (var b = 0; b < _simplex.Basis.Length; b++)
        {
            if (_simplex.Multipliers[b] > 1e-12 && _program.IsPoint(_simplex.Basis[b], out var isAbove, out var position))
            {
                (isAbove ? above : below)[position] = Math.Round(_simplex.Multipliers[b], 12);
            }
        }

        return above.Values.Sum() > 0.5 && below.Values.Sum() > 0.5
            ? new PenetrationLeaf([.. above.Keys], [.. above.Values], [.. below.Keys], [.. below.Values]) : null;
    }

    /// <summary>Codes in preorder, with the leaves that are used numbered anew.</summary>
    private (int[] Tree, PenetrationLeaf[] Leaves) Preorder(Node[] roots)
    {
        var codes = new List<int>();
        var used = new Dictionary<int, int>();
        var kept = new List<PenetrationLeaf>();
        var open = new Stack<Node>(roots.Reverse());
        while (open.TryPop(out var node))
        {
            var code = node.Code;
            if (code >= 0 && !used.TryGetValue(code, out code))
            {
                used[node.Code] = code = kept.Count;
                kept.Add(_leaves[node.Code]);
            }

            codes.Add(code);
            foreach (var child in node.Children.Reverse())
            {
                open.Push(child);
            }
        }

        return ([.. codes], [.. kept]);
    }
}
