using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// Best-first search in batches: the 16 nodes with the least bounds are split, all their children are bounded in parallel against one upper
/// value, and the results are taken in order, so the search does not depend on the number of threads.
/// </summary>
internal sealed class BranchSearch
{
    private const int BatchSize = 16;

    /// <summary>After so many splits in a row that prove nothing better, what is left is accuracy: the node is closed.</summary>
    private const int Patience = 150;

    /// <summary>Relative growth of the bound that counts as better.</summary>
    private const double LeastGrowth = 1e-12;

    /// <summary>What a check takes, in search times: with angles, which the checker finds again, and without.</summary>
    private const double ManyChecks = 0.4;
    private const double FewChecks = 0.05;

    private readonly Problem _problem;
    private readonly GlobalSettings _settings;
    private readonly IProgress<GlobalProgress>? _progress;
    private readonly Stopwatch _watch;
    private readonly CancellationToken _cancellation;
    private readonly DirectionModel _model;
    private readonly UpperSearch _upper;
    private readonly ConcurrentBag<NodeSolver> _solvers = [];
    private readonly ParallelOptions _parallel;
    private readonly PriorityQueue<DirectionNode, (double Bound, long Number)> _open = new();
    private readonly List<BranchBall> _balls = [];
    private readonly List<DirectionNode> _given = [];
    private BranchTree _root = null!;
    private double _closed = double.PositiveInfinity;
    private long _nodes;
    private long _batches;
    private TimeSpan _batchTime;
    private long _memory;
    private long _numbers;

    internal BranchSearch(Problem problem, Candidate start, GlobalSettings settings, IProgress<GlobalProgress>? progress, Stopwatch watch,
        CancellationToken cancellation)
    {
        (_problem, _settings, _progress, _watch, _cancellation) = (problem, settings, progress, watch, cancellation);
        _upper = new UpperSearch(problem, start);
        _model = new DirectionModel(problem, problem.Dimension!.Value, Target);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads ?? Environment.ProcessorCount };
    }

    private sealed class Child(DirectionNode parent, Directions directions)
    {
        internal DirectionNode Parent { get; } = parent;

        internal Directions Directions { get; set; } = directions;

        internal NodeResult? Result { get; set; }

        internal Candidate? Candidate { get; set; }
    }

    /// <summary>Runs until the gap is closed or a limit is reached.</summary>
    /// <param name="elementary">A certificate that is returned when the search proves no more.</param>
    /// <param name="lower">What it proves.</param>
    internal GlobalSolution Run(Certificate? elementary, double lower)
    {
        Root();
        var status = Stopped();
        while (status is null && _settings.KnownLower < Target && _open.TryPeek(out _, out var key) && key.Bound < Target)
        {
            var started = _watch.Elapsed;
            Batch();
            _batchTime = _watch.Elapsed - started;
            _progress?.Report(new GlobalProgress(_nodes, _open.Count, Math.Max(lower, Lower()), _upper.Value));
            status = Stopped();
        }

        return Solution(status, elementary, lower);
    }

    /// <summary>Nodes with a bound of at least this are closed.</summary>
    private double Target => _upper.Value * (1 - (_settings.Gap * (1 - 1e-6)));

    /// <summary>The check of the certificate, as a share of the search: it is within a time limit, too.</summary>
    private double CheckShare => !_settings.KeepCertificate ? 0 : _model.Angles is null ? FewChecks : ManyChecks;

    private double Tolerance => Math.Clamp(0.01 * _settings.Gap * _upper.Value / _model.Unit, 1e-11, 1e-7);

    private double Lower() =>
        Math.Min(_model.Relaxation.Level, Math.Min(_closed, _open.TryPeek(out _, out var key) ? key.Bound : double.PositiveInfinity));

    private GlobalStatus? Stopped()
    {
        if (_open.TryPeek(out _, out var key) && key.Bound >= Target)
        {
            return null;
        }

        return _cancellation.IsCancellationRequested ? GlobalStatus.Cancelled
            : _settings.TimeLimit is { } limit && (_watch.Elapsed * (1 + CheckShare)) + _batchTime >= limit ? GlobalStatus.TimeLimit
            : _nodes >= _settings.NodeLimit ? GlobalStatus.NodeLimit
            : _memory > _settings.MemoryLimit ? GlobalStatus.MemoryLimit : null;
    }

    private void Root()
    {
        var initial = _model.Relaxation.InitialCones();
        _model.Angles?.Begin(initial, _model.Gauge);
        var cones = Array.ConvertAll(initial, cone => cone is null ? null : new DirectionCone(cone));
        for (var i = 0; i < _model.Count && !_model.IsIsometric; i++)
        {
            for (var k = i + 1; k < _model.Count; k++)
            {
                if ((_model.IsFar(i, k) || _model.IsFar(k, i))
                    && DirectionGeometry.Ball(_model, i, k, Math.BitIncrement(2 * _upper.Value)) is { } cone)
                {
                    cones[_model.Relaxation.Pair(i, k)] = cone;
                    _balls.Add(new BranchBall(i, k, DirectionGeometry.Flatten(cone.Generators)));
                }
            }
        }

        var classes = _model.Points.ClassCount;
        var directions = new Directions(cones, new double[classes * (classes - 1) / 2][][]).Narrow(_model, null);
        var result = Bound(new NodeSolver(_model, _settings.KeepCertificate), directions, null, Target, Tolerance);
        _root = new BranchTree(result.Rows);
        _nodes = 1;
        Keep(new DirectionNode(directions, result, _root, 0));
    }

    private void Batch()
    {
        var (target, tolerance) = (Target, Tolerance);
        var splits = new List<(DirectionNode Node, BranchNode Split, int First, int Count)>();
        var children = new List<Child>();
        while (splits.Count < BatchSize && _open.TryPeek(out var node, out var key) && key.Bound < target)
        {
            _open.Dequeue();
            _memory -= Bytes(node);
            if (node.Stale >= Patience || node.Result.Split is not { } plan
                || DirectionSplit.Of(_model, plan, node.Directions) is not { } split)
            {
                _closed = Math.Min(_closed, key.Bound);
                _given.Add(node);
                continue;
            }

            splits.Add((node, split.Node, children.Count, split.Children.Length));
            children.AddRange(split.Children.Select(directions => new Child(node, directions)));
        }

        Parallel.For(0, children.Count, _parallel, c =>
        {
            var solver = _solvers.TryTake(out var free) ? free : new NodeSolver(_model, _settings.KeepCertificate);
            children[c].Directions = children[c].Directions.Narrow(_model, children[c].Parent.Directions);
            children[c].Result = Bound(solver, children[c].Directions, children[c].Parent.Result, target, tolerance);
            _solvers.Add(solver);
            children[c].Candidate = _upper.Repair(children[c].Result!, c, _batches);
        });
        _nodes += children.Count;
        _batches++;
        foreach (var (_, split, first, count) in splits)
        {
            Take(children.GetRange(first, count), split);
        }

        if (_upper.Take(children.Select(c => c.Candidate)))
        {
            _model.SetLevel(Target);
        }
    }

    /// <summary>Where no direction is left everything is proved.</summary>
    private static NodeResult Bound(NodeSolver solver, Directions directions, NodeResult? parent, double target, double tolerance) =>
        directions.IsEmpty ? new NodeResult(target, [], [], null, null) : solver.Solve(directions.Cones, parent, target, tolerance);

    private void Take(List<Child> children, BranchNode split)
    {
        var parent = children[0].Parent;
        var trees = children.ConvertAll(c => new BranchTree(_settings.KeepCertificate ? c.Result!.Rows : []));
        parent.Tree.Split(split, [.. trees]);
        _memory += _settings.KeepCertificate ? 8L * split.Data.Length : 0;
        for (var c = 0; c < trees.Count; c++)
        {
            var result = children[c].Result!;
            var stale = result.Bound > parent.Result.Bound * (1 + LeastGrowth) ? 0 : parent.Stale + 1;
            Keep(new DirectionNode(children[c].Directions, result, trees[c], stale));
        }
    }

    /// <summary>A node without a basis is closed.</summary>
    private void Keep(DirectionNode node)
    {
        if (node.Result.Point is null)
        {
            _closed = Math.Min(_closed, node.Result.Bound);
            _memory += _settings.KeepCertificate ? 100 + (8L * node.Result.Rows.Length) : 0;
            return;
        }

        _memory += Bytes(node);
        _open.Enqueue(node, (node.Result.Bound, _numbers++));
    }

    private static long Bytes(DirectionNode node) =>
        400 + (8L * (node.Directions.Cones.Length + node.Result.Rows.Length + node.Result.Point!.Length))
            + (32L * node.Result.Basis.Length);

    private GlobalSolution Solution(GlobalStatus? status, Certificate? elementary, double lower)
    {
        var proved = Math.Max(0, Lower());
        var certificate = elementary;
        if (proved > lower)
        {
            lower = proved;
            certificate = _settings.KeepCertificate ? Proof(proved) : null;
        }

        var gap = (_upper.Value - Math.Max(lower, Math.Min(_settings.KnownLower, _upper.Value))) / _upper.Value;
        status ??= gap <= _settings.Gap ? GlobalStatus.ProvedGlobal : GlobalStatus.Accuracy;
        return new GlobalSolution
        {
            Interval = new ProvedInterval(lower, "branch and bound", _upper.Value, _upper.Best.Origin),
            Nearest = _upper.Best.Embedding,
            Status = gap <= _settings.Gap ? GlobalStatus.ProvedGlobal : status.Value,
            Nodes = _nodes,
            Certificate = certificate,
            Explanation = Explain(gap <= _settings.Gap ? GlobalStatus.ProvedGlobal : status.Value, gap),
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>The tree; what was left open proves the level with some slack and is shortened as far as that allows.</summary>
    private BranchCertificate Proof(double level)
    {
        DirectionNode[] left = [.. _open.UnorderedItems.Select(item => item.Element), .. _given];
        Parallel.ForEach(left, _parallel, node =>
        {
            var result = node.Result;
            node.Tree.Replace(LeafRounding.Shorten(_model.Relaxation, result.Rows, node.Directions.Cones, result.Bound, level).Rows);
        });
        return new BranchCertificate
        {
            Digest = _problem.Digest,
            Dimension = _model.Dimension,
            Level = level,
            Reach = _model.Angles?.Reach,
            Gauge = _model.Gauge,
            Balls = [.. _balls],
            Nodes = _root.Preorder(),
        };
    }

    private string Explain(GlobalStatus status, double gap)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"relative gap {gap:0.0e+0} after {_nodes} nodes");
        return status switch
        {
            GlobalStatus.ProvedGlobal => $"proved global by branch and bound: {text}",
            GlobalStatus.TimeLimit => $"{text}: the time limit was reached",
            GlobalStatus.NodeLimit => $"{text}: the node limit was reached",
            GlobalStatus.MemoryLimit => $"{text}: the memory limit was reached",
            GlobalStatus.Cancelled => $"{text}: cancelled",
            _ => $"{text}: the rest is accuracy of floating point",
        };
    }
}
