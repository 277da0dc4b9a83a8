using System.Globalization;
using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>What a node of the tree of a <see cref="BranchCertificate"/> does.</summary>
public enum BranchNodeKind
{
    /// <summary>Proves its part by rows of multipliers.</summary>
    Leaf,

    /// <summary>Splits the directions of a pair without a cone into the n + 1 cones of n + 1 vectors, number t without vector t.</summary>
    Cover,

    /// <summary>
    /// Splits the cone of a pair at a vector on the edge of two of its generators: first the cone with the first of them replaced, then
    /// with the second.
    /// </summary>
    Edge,

    /// <summary>
    /// Splits the common quadrant of a pair of classes without an arc (n &lt;= 2): one child for each arc of <see cref="BranchArcs.Arcs"/>.
    /// </summary>
    ClassCover,

    /// <summary>Splits the arc of a pair of classes at a vector inside it (n = 2).</summary>
    ClassEdge,
}

/// <summary>One node; its children follow in order, each with its whole subtree.</summary>
/// <param name="Kind">Leaf or kind of split.</param>
/// <param name="First">Row i of the pair, i &lt; k, or the first class; 0 for a leaf.</param>
/// <param name="Second">Row k of the pair, or the second class; 0 for a leaf.</param>
/// <param name="Start">Edge: number of its first generator.</param>
/// <param name="End">Edge: number of its second generator.</param>
/// <param name="Data">Leaf: rows as in <see cref="BranchRelaxation.Bound"/>. Cover: n + 1 vectors of n numbers. Edge, ClassEdge: one
/// vector. ClassCover: the vectors.</param>
public sealed record BranchNode(BranchNodeKind Kind, int First, int Second, int Start, int End, double[] Data);

/// <summary>
/// A cone that contains every possible f_k - f_i + (displacements) of a pair, because it contains the ball of radius 2 T about f_k - f_i
/// (HAUS).
/// </summary>
/// <param name="First">Row i, i &lt; k.</param>
/// <param name="Second">Row k.</param>
/// <param name="Generators">n vectors of n numbers.</param>
public sealed record BranchBall(int First, int Second, double[] Generators);

/// <summary>
/// The log of a branch and bound over the directions of g_k - g_i as a proof that no Triplet-Separated g in dimension at most n has a
/// distance below a level T: a tree whose splits cover all directions (checked exactly) and whose leaves prove the bound T by linear
/// programming duality (<see cref="BranchRelaxation"/>, interval arithmetic). No solver is needed to check it.
/// </summary>
public sealed record BranchCertificate : Certificate
{
    private const int LargestCount = 400;
    private const int Batch = 1 << 10;

    /// <summary>Dimension n of g, 1 to 3.</summary>
    public required int Dimension { get; init; }

    /// <summary>T, the proved lower bound.</summary>
    public required double Level { get; init; }

    /// <summary>ISO: the rows that fix the motion; HAUS: empty.</summary>
    public required int[] Gauge { get; init; }

    /// <summary>
    /// A level, at least T, whose <see cref="BranchAngles"/> narrow the cones of every node; null for cones that are those of the splits.
    /// </summary>
    public double? Reach { get; init; }

    /// <summary>HAUS: pairs whose direction is limited from the start.</summary>
    public required BranchBall[] Balls { get; init; }

    /// <summary>The tree in preorder.</summary>
    public required BranchNode[] Nodes { get; init; }

    /// <inheritdoc/>
    /// <remarks>
    /// Rejected when the dimension of the problem is free or larger than <see cref="Dimension"/>. Cost O(N^2 n) plus O(N n + rows) for each
    /// leaf, on all
    /// cores.
    /// </remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherInstance(problem) is { } other)
        {
            return other;
        }

        if (!(problem.Dimension <= Dimension))
        {
            var asked = problem.Dimension?.ToString(CultureInfo.InvariantCulture) ?? "a free dimension";
            return CertificateVerdict.Reject($"the proof holds in dimension at most {Dimension}, the problem asks for {asked}");
        }

        if (problem.Points.Count > LargestCount || Gauge is null || Balls is null || Nodes is null || !double.IsFinite(Level))
        {
            return CertificateVerdict.Reject($"parts are missing, the level is not finite, or there are more than {LargestCount} points");
        }

        if (Reach < Level)
        {
            return CertificateVerdict.Reject($"angles for values below {Reach:R} say nothing about the level {Level:R}");
        }

        // The level of the scaled problem is a little higher where scaling rounds it up, never lower: it then proves the level all the
        // same.
        return ExactScaling.Check(problem, (scaled, exponent) => Check(scaled, exponent), _ => Accept(problem));
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is BranchCertificate other ? other with
        {
            Level = ExactScaling.Down(Level, exponent),
            Reach = Reach is { } reach ? Above(reach, exponent) : null,
        } : this;

    private static double Above(double length, int exponent) => ((Interval)length).ScaleB(exponent).Upper;

    private CertificateVerdict Check(Problem problem, int exponent)
    {
        try
        {
            var level = Above(Level, -exponent);
            var relaxation = new BranchRelaxation(problem, Dimension, Gauge, level);
            var angles = Reach is { } reach ? new BranchAngles(relaxation, problem, Above(reach, -exponent)) : null;
            return Walk(relaxation, problem, level, angles) is { } reason ? CertificateVerdict.Reject(reason) : Accept(problem);
        }
        catch (ArgumentException exception)
        {
            return CertificateVerdict.Reject(exception.Message);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(e => e is ArgumentException))
        {
            return CertificateVerdict.Reject(exception.InnerExceptions[0].Message);
        }
    }

    private CertificateVerdict Accept(Problem problem)
    {
        var name = problem.Metric == NearestMetric.HausdorffLike ? "d_haus" : "d_iso";
        var text = string.Create(CultureInfo.InvariantCulture,
            $"branch and bound over directions, {Nodes.Length} nodes: {name} >= {Level:R} in dimension at most {Dimension}");
        return new CertificateVerdict(true, Level, text);
    }

    /// <summary>Null when the tree is a proof, otherwise the reason.</summary>
    private string? Walk(BranchRelaxation relaxation, Problem problem, double level, BranchAngles? angles)
    {
        var cones = relaxation.InitialCones();
        foreach (var ball in Balls)
        {
            if (!ApplyBall(ball, relaxation, problem, level, cones))
            {
                return $"the cone of rows {ball?.First}, {ball?.Second} does not contain the ball of possible differences";
            }
        }

        if (Misplaced(out var sizes) is { } reason)
        {
            return reason;
        }

        var classes = problem.Points.ClassCount;
        angles?.Begin(cones, Gauge);
        var root = new BranchState(cones, new double[classes * (classes - 1) / 2][][], angles);
        var open = new Stack<(int Node, BranchState State)>([(0, angles is null ? root : root.Narrowed(null))]);
        var (taken, children) = (new (int Node, BranchState State)[Batch], new BranchState[]?[Batch]);
        while (open.Count > 0)
        {
            var count = 0;
            while (count < Batch && open.TryPop(out var next))
            {
                taken[count++] = next;
            }

            Parallel.For(0, count, t => children[t] = Step(taken[t].Node, taken[t].State, problem, relaxation, level));
            for (var t = count - 1; t >= 0; t--)
            {
                var node = taken[t].Node;
                if (children[t] is not { } states || states.Length != ChildCount(Nodes[node]))
                {
                    return Nodes[node]?.Kind == BranchNodeKind.Leaf ? $"leaf {node} does not prove the level"
                        : $"the split of node {node} does not cover all directions";
                }

                // Children follow their parent, each with its subtree.
                var child = node + 1;
                foreach (var state in states)
                {
                    open.Push((child, state));
                    child += sizes[child];
                }
            }
        }

        return null;
    }

    /// <summary>The states of the children of a node, none of a leaf; null when it is no part of a proof.</summary>
    private BranchState[]? Step(int node, BranchState state, Problem problem, BranchRelaxation relaxation, double level)
    {
        if (Nodes[node] is not { Kind: BranchNodeKind.Leaf, Data: { } rows })
        {
            return state.Split(Nodes[node], problem.Points, Dimension);
        }

        return state.IsEmpty || relaxation.Bound(rows, state.Cones) >= level ? [] : null;
    }

    /// <summary>Null when the nodes are those of one tree, each before its subtrees; otherwise the reason.</summary>
    /// <param name="sizes">Nodes of the subtree of each.</param>
    private string? Misplaced(out int[] sizes)
    {
        sizes = new int[Nodes.Length];
        var missing = 1L;
        for (var node = 0; node < Nodes.Length; node++)
        {
            if (missing == 0)
            {
                return $"node {node} comes after the end of the tree";
            }

            missing += ChildCount(Nodes[node]) - 1;
        }

        if (missing > 0)
        {
            return $"the tree is not complete: {missing} subtrees are missing";
        }

        for (var node = Nodes.Length - 1; node >= 0; node--)
        {
            var end = node + 1;
            for (var c = ChildCount(Nodes[node]); c > 0; c--)
            {
                end += sizes[end];
            }

            sizes[node] = end - node;
        }

        return null;
    }

    private int ChildCount(BranchNode? node) => node?.Kind switch
    {
        BranchNodeKind.Cover => Dimension + 1,
        BranchNodeKind.ClassCover => (node.Data?.Length ?? 0) / Dimension,
        BranchNodeKind.Edge or BranchNodeKind.ClassEdge => 2,
        _ => 0,
    };

    private bool ApplyBall(BranchBall ball, BranchRelaxation relaxation, Problem problem, double level, double[][]?[] cones)
    {
        if (ball?.Generators is null || problem.Metric != NearestMetric.HausdorffLike
            || !IsPair(ball.First, ball.Second, problem.Points.Count)
            || ball.Generators.Length != Dimension * Dimension)
        {
            return false;
        }

        var (pair, cone) = (relaxation.Pair(ball.First, ball.Second), Vectors(ball.Generators));
        if (cones[pair] is not null || !BranchDirections.IsCone(cone)
            || !BranchDirections.ContainsBall(cone, relaxation.BaseDifference(ball.First, ball.Second), (2 * (Interval)level).Upper))
        {
            return false;
        }

        cones[pair] = cone;
        return true;
    }

    private static bool IsPair(int i, int k, int count) => i >= 0 && i < k && k < count;

    private double[][] Vectors(double[] data) => [.. data.Chunk(Dimension)];
}
