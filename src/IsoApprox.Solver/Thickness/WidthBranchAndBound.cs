using System.Diagnostics;

namespace IsoApprox.Solver.Thickness;

/// <summary>Result of the branch and bound, in the unit of the centred points.</summary>
/// <param name="Lower">Proved lower bound of the width over all directions, rounding included.</param>
/// <param name="Direction">Best unit direction found.</param>
/// <param name="Nodes">Boxes bounded.</param>
/// <param name="Finished">True when the gap was reached.</param>
/// <param name="Log">The boxes, one tree for each face; empty unless asked for.</param>
internal sealed record WidthBranchAndBoundResult(double Lower, double[] Direction, long Nodes, bool Finished, IReadOnlyList<WidthTree> Log);

/// <summary>
/// Global minimum of the width over unit directions. Every direction is, up to sign, a multiple of some e with e_d = 1 and the other
/// coordinates x in [-1, 1]^(n-1): boxes of x on each of the n faces are bounded by <see cref="WidthNodeBound"/> and split along their
/// widest edge, the least bound first.
/// </summary>
internal sealed class WidthBranchAndBound
{
    private const double SmallestEdge = 1e-10;
    private readonly CentredPoints _points;
    private readonly ThicknessSettings _settings;
    private readonly WidthNodeBound _bound;
    private readonly WidthLocalSearch _search;
    private readonly PriorityQueue<WidthNode, (double Bound, long Number)> _open = new();
    private readonly List<WidthTree> _log = [];
    private readonly double[] _candidate;
    private double[] _best;
    private double _upper;
    private double _leaves = double.PositiveInfinity;
    private double _work;
    private long _nodes;
    private long _numbers;

    private WidthBranchAndBound(CentredPoints points, double[] start, ThicknessSettings settings)
    {
        (_points, _settings, _best) = (points, settings, start);
        _bound = new WidthNodeBound(points);
        _search = new WidthLocalSearch(points);
        _candidate = new double[points.Dimension];
        _upper = points.Width(start);
    }

    /// <summary>Searches until the gap, the work limit or the time limit is reached.</summary>
    /// <param name="points">The points, n >= 2, not flat.</param>
    /// <param name="start">A good unit direction from the local search.</param>
    /// <param name="settings">Gap and limits.</param>
    /// <param name="cancellation">Stops the search; what is proved so far is returned.</param>
    internal static WidthBranchAndBoundResult Solve(
        CentredPoints points, double[] start, ThicknessSettings settings, CancellationToken cancellation)
    {
        var search = new WidthBranchAndBound(points, start, settings);
        var finished = search.Run(cancellation);
        return new WidthBranchAndBoundResult(search.Lower(), search._best, search._nodes, finished, search._log);
    }

    private bool Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        for (var face = 0; face < _points.Dimension; face++)
        {
            if (_settings.Certify)
            {
                _log.Add(new WidthTree());
            }

            Push(WidthNode.Root(face, _points, _settings.Certify ? _log[face] : null));
        }

        while (_open.TryPeek(out var node, out var key))
        {
            if (_work > _settings.WorkLimit || cancellation.IsCancellationRequested
                || ((_nodes & 63) == 0 && clock.Elapsed > _settings.TimeLimit))
            {
                return false;
            }

            _open.Dequeue();
            if (key.Bound >= Target && !_settings.Certify)
            {
                _leaves = Math.Min(_leaves, key.Bound);
                continue;
            }

            Process(node);
        }

        return true;
    }

    /// <summary>Boxes with a bound of at least this are closed: the asked gap, but not less than rounding can tell.</summary>
    private double Target => _upper - Math.Max(_settings.Gap * _upper, 4 * WidthNodeBound.RoundingSlack(_points.Dimension, _upper));

    private void Process(WidthNode node)
    {
        _nodes++;
        var before = _bound.Work;
        var bound = _bound.Evaluate(node, Target);
        if (node.Tree is { } tree)
        {
            // The check linearises the norm in each leaf anew, so a bound of a larger box is no proof for this one: a log rests on the
            // box's own weights.
            var weights = _bound.Weights(node);
            tree.Proof = weights ?? tree.Proof;
            bound = weights is null ? 0 : bound;
        }
        else
        {
            bound = Math.Max(node.Bound, bound);
        }

        _work += _bound.Work - before;
        if (bound < Target)
        {
            TryImprove(node);
        }

        if (bound >= Target || node.WidestEdge(out var edge) < SmallestEdge)
        {
            _leaves = Math.Min(_leaves, bound);
            return;
        }

        var rows = _bound.Survivors(node);
        var (left, right) = node.Split(edge, bound, rows);
        Push(left);
        Push(right);
    }

    /// <summary>The direction of the node's linear program is a candidate; a better one descends to a local minimum.</summary>
    private void TryImprove(WidthNode node)
    {
        _bound.Direction(node, _candidate);
        WidthLocalSearch.Normalise(_candidate);
        if (_points.Width(_candidate) < _upper)
        {
            var direction = (double[])_candidate.Clone();
            var before = _search.Work;
            var width = _search.Descend(direction, double.PositiveInfinity, CancellationToken.None);
            _work += _search.Work - before;
            if (width < _upper)
            {
                (_upper, _best) = (width, direction);
            }
        }
    }

    private void Push(WidthNode node) => _open.Enqueue(node, (node.Bound, _numbers++));

    private double Lower()
    {
        var lower = _open.TryPeek(out _, out var key) ? Math.Min(key.Bound, _leaves) : _leaves;

        // The centred coordinates differ from the exact ones by 2^-53 relative each, so each point moves by at most sqrt(n) 2^-53.
        return Math.Max(0, lower - (4 * Math.Sqrt(_points.Dimension) * Math.ScaleB(1, -53)));
    }
}
