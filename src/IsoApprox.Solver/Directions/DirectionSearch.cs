using System.Diagnostics;
using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Best-first branch and bound over direction cells, in batches: the nodes with the least bounds are branched, their children are solved in
/// parallel, and the results are taken in order, so that the search does not depend on the number of threads. What the weakest open node
/// proves is proved at any time.
/// </summary>
internal sealed class DirectionSearch
{
    private const int BatchUnits = 16;

    /// <summary>
    /// The level of the certificate is below the search's bound by this share: room for rounding multipliers to few digits.
    /// </summary>
    private const double LevelShare = 1e-5;
    private const int LevelAttempts = 6;

    /// <summary>
    /// A node whose value differs from its bound by this share is solved better before it is branched: a larger value can be proved, and
    /// with a smaller one its multipliers say nothing about where to branch.
    /// </summary>
    private const double Rough = 1e-3;

    /// <summary>Children of a node that are enough to choose between branchings.</summary>
    private const int LargestTrial = 48;
    private const double LimitShare = 0.98;

    /// <summary>How often further points are looked for at a node.</summary>
    private const int Extensions = 4;

    /// <summary>Batches between attempts to improve the upper value, after the first ones.</summary>
    private const int ImproveEvery = 16;

    /// <summary>Share of what is missing that the next goal asks for, and the share of the target from which on it asks for all.</summary>
    private const double GoalShare = 0.65;
    private const double LeastStep = 0.01;

    /// <summary>Share of the upper value by which places for all points must be nearer to be worth a local search.</summary>
    private const double LeastGain = 1e-3;

    private readonly DirectionTask _task;
    private readonly CancellationToken _cancellation;
    private readonly ScaledPoints _f;
    private readonly DirectionEvaluation _evaluation;
    private readonly SubjectChoice _choice;
    private readonly PairProfiles _profiles = new();
    private readonly EmbeddingGuess _guess;
    private readonly ParallelOptions _parallel;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly PriorityQueue<OpenDirection, (double Bound, long Number)> _open = new();
    private readonly DirectionTree _root = new(null, null);
    private double _upper = 1;
    private double? _goal;
    private double _exhausted = double.PositiveInfinity;
    private long _numbers;
    private long _nodes;
    private long _batches;
    private long _memory;

    internal DirectionSearch(DirectionTask task, CancellationToken cancellation)
    {
        (_task, _cancellation) = (task, cancellation);
        _f = new ScaledPoints(task.Problem, task.Upper);
        _evaluation = new DirectionEvaluation(_f, new NodeSolver(_f, () => Stopped), task.Seed);
        _choice = new SubjectChoice(_f);
        _guess = new EmbeddingGuess(_f);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = task.Threads };
    }

    internal DirectionOutcome Run()
    {
        var root = new OpenDirection(_root, [], null, 0) { Proposed = PairProfiles.FirstRows(_f, PairProfiles.WidestClasses(_f).Take(5)) };
        _evaluation.Solve(root, Target, DirectionEvaluation.RootRounds);
        _nodes = 1;
        if (!Stopped && root.Bound < Target)
        {
            Improve(root, null);
            _profiles.Measure(_f, root, _choice.Rank(root).Select(x => x.Subject), Target, SolveAll, () => Stopped);
            _nodes += _profiles.Nodes;
            root.Next = _profiles.Best is { } pair ? [pair] : [];
        }

        Push(root);
        var stop = Stop();
        while (stop is null)
        {
            Batch();
            _task.Progress?.Invoke(Lower * _task.Upper, _nodes);
            stop = Stop();
        }

        return Outcome(stop.Value);
    }

    private double Target => (1 - _task.Gap) * _upper;

    /// <summary>
    /// What nodes are solved and branched for at present, between the lower value and the target: where the target is out of reach, what
    /// gains towards it says little about what gains next. Nodes that reach it are set aside until the lower value does.
    /// </summary>
    private double Goal => Math.Min(_goal ?? Target, Target);

    private double Lower => Math.Min(_upper, Math.Min(_exhausted, _open.TryPeek(out _, out var key) ? key.Bound : double.PositiveInfinity));

    /// <summary>A small share of the time is kept for the certificate.</summary>
    private bool Stopped => _cancellation.IsCancellationRequested || (_task.TimeLimit is { } limit && _watch.Elapsed >= LimitShare * limit);

    private DirectionStop? Stop() => Lower >= Target ? DirectionStop.Gap
        : _cancellation.IsCancellationRequested ? DirectionStop.Cancelled
        : Stopped ? DirectionStop.Time
        : _nodes >= _task.NodeLimit ? DirectionStop.Nodes
        : _memory > _task.MemoryLimit ? DirectionStop.Memory
        : Lower >= _exhausted ? DirectionStop.Exhausted : null;

    /// <summary>
    /// Sets the first goal, and the next one when the lower value has reached one. Few nodes are all spent on the target: a goal on the way
    /// costs some.
    /// </summary>
    private void Raise()
    {
        if (_task.NodeLimit == long.MaxValue && (_goal is null || Lower >= Goal))
        {
            var (lower, target) = (Lower, Target);
            var goal = lower + (GoalShare * (target - lower));
            _goal = target - goal < LeastStep * target ? double.PositiveInfinity : goal;
        }
    }

    private void SolveAll(IReadOnlyList<OpenDirection> nodes) => Parallel.ForEach(nodes, _parallel, node =>
    {
        if (!Stopped)
        {
            _evaluation.Solve(node, Goal, DirectionEvaluation.Rounds);
            Choose(node);
        }
    });

    /// <summary>Chooses what to branch; where no branching promises anything, further points are looked for first.</summary>
    private void Choose(OpenDirection node)
    {
        for (var extension = 0; ; extension++)
        {
            var isTight = false;
            node.Next = node.Bound < Goal && !Stopped ? _choice.Choose(node, _profiles, Goal, out isTight) : null;
            if (!isTight || extension == Extensions || !_evaluation.Extend(node, Goal))
            {
                return;
            }
        }
    }

    private void Batch()
    {
        Raise();
        var (tried, rough) = (new List<Branching>(), new List<OpenDirection>());
        OpenDirection? weakest = null;
        while (rough.Count + tried.Sum(b => b.Children.Count) < BatchUnits && _open.TryPeek(out var node, out _) && node.Bound < Goal)
        {
            _open.Dequeue();
            _memory -= Bytes(node);
            if (node.Next is { Length: 0 })
            {
                _exhausted = Math.Min(_exhausted, node.Bound);
                continue;
            }

            weakest ??= node;
            if (node.Next is null || (!node.IsPolished && IsRough(node)))
            {
                rough.Add(node);
                continue;
            }

            for (var (k, children) = (0, 0); k < node.Next.Length && children < LargestTrial; k++)
            {
                tried.Add(Try(node, node.Next[k]));
                children += tried[^1].Children.Count;
            }
        }

        var units = tried.SelectMany(b => b.Children).ToList();
        Parallel.ForEach(rough, _parallel, node =>
        {
            if (IsRough(node))
            {
                _evaluation.Polish(node, Goal);
            }

            if (node.Next is null)
            {
                Choose(node);
            }
        });
        rough.ForEach(Push);
        SolveAll(units);
        _nodes += units.Count;
        _batches++;
        foreach (var branchings in tried.GroupBy(b => b.Node))
        {
            var best = branchings.MinBy(b => b.Growth(Goal))!;
            branchings.Key.Tree.Adopt(best.Tree);
            best.Children.ForEach(Push);
        }

        var nearest = units.Concat(rough).Where(node => node.Placement is not null).MinBy(node => node.Placement!.Value.Value);
        if (nearest?.Placement is { } placed && placed.Value < _upper * (1 - LeastGain))
        {
            Improve(nearest, [.. placed.Images.Select((y, e) => _f.Centre[e % _f.Dimension] + (_f.Unit * y))]);
        }

        if (weakest is not null && (long.IsPow2(_batches) || _batches % ImproveEvery == 0))
        {
            Improve(_open.TryPeek(out var node, out _) ? node : weakest, null);
        }
    }

    private Branching Try(OpenDirection node, DirectionSubject subject)
    {
        var tree = node.Tree.Trial();
        var children = node.Branch(_f, subject, tree);
        for (var c = 0; c < children.Count && !node.Cones.ContainsKey(subject) && node.Container(subject, _f.Source) is null; c++)
        {
            children[c].Proposed = _profiles.Rows(subject, c);
        }

        return new Branching(node, tree, children);
    }

    private static bool IsRough(OpenDirection node) => Math.Abs(node.Solution!.Estimate - node.Bound) > Rough * node.Bound;

    private void Push(OpenDirection node)
    {
        _memory += Bytes(node);
        _open.Enqueue(node, (node.Bound, _numbers++));
    }

    /// <param name="node">Whose rows matter.</param>
    /// <param name="start">All points in R^n; null: from the node's solution.</param>
    private void Improve(OpenDirection node, double[]? start)
    {
        // A node that proves nothing is carried by no points, and there is nothing to start from.
        if (_task.Improve is { } improve && node.Solution is { } solution && !Stopped
            && DirectionEvaluation.Support(solution).ToArray() is { Length: > 0 } rows)
        {
            _upper = Math.Min(_upper, improve(rows, start ?? _guess.Of(solution)) / _task.Upper);
        }
    }

    private static long Bytes(OpenDirection node) =>
        2000 + (node.Solution is { } s ? (16L * s.Points.Length) + (100L * (s.Last.Comparisons.Length + s.Last.Conics.Length)) : 0);

    private DirectionOutcome Outcome(DirectionStop stop)
    {
        var level = Lower * _task.Upper;
        DirectionCertificate? certificate = null;
        var writer = new DirectionProof(_f);
        var share = LevelShare;
        for (var attempt = 0; attempt < LevelAttempts && certificate is null && level * (1 - share) > _task.Lower; attempt++, share *= 10)
        {
            certificate = writer.Write(_root, level * (1 - share), _task.Threads);
        }

        return new DirectionOutcome(
            certificate?.Level ?? 0, certificate, stop, _nodes, _evaluation.Evaluations, _watch.Elapsed.TotalSeconds);
    }
}
