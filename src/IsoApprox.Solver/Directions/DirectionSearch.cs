using System.Diagnostics;
using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Directions;

internal sealed class DirectionSearch
{
    private const int Units = 16;
    private readonly Embedding _f;
    private readonly double[] _scaled;
    private readonly double _upper;
    private readonly int _threads;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _seconds;
    internal readonly DirectionEvaluation Evaluation;
    private readonly SubjectChoice _choice;
    private readonly PriorityQueue<OpenDirection, (double, long)> _open = new();
    private long _numbers;
    internal long Nodes;
    internal DirectionTree Root = null!;
    internal Action<string>? Log;

    internal DirectionSearch(Embedding f, double upper, double margin, double seconds, int threads)
    {
        (_f, _upper, _seconds, _threads) = (f, upper, seconds, threads);
        var (count, n) = (f.Count, f.Dimension);
        var mean = new double[n];
        for (var i = 0; i < count * n; i++)
        {
            mean[i % n] += f.Coordinates[i] / count;
        }

        _scaled = new double[count * n];
        for (var i = 0; i < count * n; i++)
        {
            _scaled[i] = (f.Coordinates[i] - mean[i % n]) / upper;
        }

        Evaluation = new DirectionEvaluation(f, _scaled, new NodeSolver(f, _scaled, margin / upper, new double[count], 6, () => Stopped));
        _choice = new SubjectChoice(f);
    }

    internal double Seconds => _watch.Elapsed.TotalSeconds;

    private bool Stopped => _watch.Elapsed.TotalSeconds > _seconds;

    internal double Run(double gap)
    {
        var target = 1 - gap;
        Root = new DirectionTree(null, null);
        var root = new OpenDirection(Root, [], null, 0);
        Evaluation.Solve(root, target, 20, FirstRows([.. Enumerable.Range(0, _f.ClassCount).OrderByDescending(Radius).Take(5)]));
        Nodes = 1;
        Log?.Invoke($"root {root.Bound * _upper:F5} at {Seconds:F3}");
        ChooseAtRoot(root, target);
        Push(root);
        var report = 1.0;
        while (!Stopped && _open.TryPeek(out var top, out _) && top.Bound < target)
        {
            Batch(target);
            if (Seconds > report)
            {
                Log?.Invoke($"  t {Seconds:F1} nodes {Nodes} open {_open.Count} lower {_open.Peek().Bound * _upper:F5} gap {1 - _open.Peek().Bound:F4} depth {_open.Peek().Cones.Count}");
                report *= 1.5;
            }
        }

        return Math.Min(1, _open.TryPeek(out var last, out _) ? last.Bound : 1);
    }

    internal static int ProfiledPairs = 15;
    internal static double Enough = 0.1;
    private readonly Dictionary<DirectionSubject, Profile> _profiles = [];

    /// <summary>What the cells of a pair of classes prove at the root: bounds and the rows that carry them.</summary>
    private sealed record Profile(double[] Bounds, int[][] Rows)
    {
        internal double Promise(double bound, double target) => Bounds.Average(b => Math.Min(target, Math.Max(b, bound))) - bound;
    }

    private void ChooseAtRoot(OpenDirection root, double target)
    {
        var ranked = _choice.Rank(root).Select(x => x.Subject).ToList();
        var classes = Enumerable.Range(0, _f.ClassCount).OrderByDescending(Radius).Take(6).ToArray();
        ranked.AddRange(from a in classes from b in classes where a < b select new DirectionSubject(a, b));
        ranked = [.. ranked.Distinct().Take(ProfiledPairs)];
        var best = -1.0;
        foreach (var subject in ranked)
        {
            var copy = new DirectionTree(null, null);
            var children = ConeBranching.Split(copy, subject, null, null, _f.Dimension).ConvertAll(t => new OpenDirection(t, new() { [subject] = t }, root.Solution, 0));
            var first = FirstRows([subject.First, subject.Second]);
            Parallel.ForEach(children, new ParallelOptions { MaxDegreeOfParallelism = _threads }, c => Evaluation.Solve(c, target, 8, first));
            _profiles[subject] = new Profile([.. children.Select(c => c.Bound)], [.. children.Select(c => DirectionEvaluation.Support(c.Solution!).ToArray())]);
            var least = children.Min(c => c.Bound);
            Log?.Invoke($"  strong {subject.First}-{subject.Second}: least {least * _upper:F5} mean {children.Average(c => Math.Min(c.Bound, target)) * _upper:F5} at {Seconds:F2}");
            Nodes += children.Count;
            if (least > best)
            {
                (best, root.Next) = (least, subject);
            }
        }
    }

    private DirectionSubject? Choose(OpenDirection node, double target)
    {
        var ranked = _choice.Rank(node);
        var missing = target - node.Bound;
        // Gains are of r^2.
        if (ranked.Count > 0 && ranked[0].Score > Enough * missing * 2 * target)
        {
            return ranked[0].Subject;
        }

        var covers = _profiles.Where(p => !node.Cones.ContainsKey(p.Key)).Select(p => (p.Key, Promise: p.Value.Promise(node.Bound, target))).OrderByDescending(x => x.Promise).ToList();
        if (covers.Count > 0 && covers[0].Promise > 0.1 * missing)
        {
            return covers[0].Key;
        }

        return ranked.Count > 0 ? ranked[0].Subject : covers.Count > 0 ? covers[0].Key : null;
    }

    private double Radius(int a)
    {
        var rows = _f.Members(a).ToArray();
        var n = _f.Dimension;
        var mean = new double[n];
        foreach (var i in rows)
        {
            for (var k = 0; k < n; k++)
            {
                mean[k] += _scaled[(i * n) + k] / rows.Length;
            }
        }

        return rows.Max(i => Enumerable.Range(0, n).Sum(k => (_scaled[(i * n) + k] - mean[k]) * (_scaled[(i * n) + k] - mean[k])));
    }

    private void Push(OpenDirection node) => _open.Enqueue(node, (node.Bound, _numbers++));

    private void Batch(double target)
    {
        var units = new List<OpenDirection>();
        while (units.Count < Units && _open.TryPeek(out var node, out _) && node.Bound < target)
        {
            _open.Dequeue();
            if (node.Next is not { } subject)
            {
                node.Bound = node.Bound; // stuck
                continue;
            }

            var known = node.Cones.GetValueOrDefault(subject);
            var index = 0;
            foreach (var tree in ConeBranching.Split(node.Tree, subject, known, known is null ? node.Container(subject, _f) : null, _f.Dimension))
            {
                var unit = new OpenDirection(tree, new Dictionary<DirectionSubject, DirectionTree>(node.Cones) { [subject] = tree }, node.Solution, node.Bound);
                unit.First = known is null && _profiles.TryGetValue(subject, out var profile) ? profile.Rows[index] : [];
                units.Add(unit);
                index++;
            }
        }

        Parallel.ForEach(units, new ParallelOptions { MaxDegreeOfParallelism = _threads }, unit =>
        {
            if (!Stopped)
            {
                Evaluation.Solve(unit, target, 8, unit.First);
            }

            if (unit.Bound < target)
            {
                unit.Next = Choose(unit, target);
            }
        });
        Nodes += units.Count;
        foreach (var unit in units)
        {
            Push(unit);
        }
    }

    private List<int> FirstRows(int[] classes)
    {
        double Norm(int i) => _scaled.AsSpan(i * _f.Dimension, _f.Dimension).ToArray().Sum(x => x * x);
        return [.. classes.SelectMany(a => _f.Members(a).ToArray().OrderByDescending(Norm).Take(3))];
    }
}
