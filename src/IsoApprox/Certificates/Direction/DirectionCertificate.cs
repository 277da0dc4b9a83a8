using System.Globalization;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// A proof by exhaustion over directions that d_haus >= T in dimension at most n: all differences of two classes (of a point and a class,
/// of two points) of a Triplet-Separated embedding lie in a circular cone about some direction; the tree confines these directions to
/// cells, and in every leaf the multipliers of a few points show that nothing is nearer than T. Statement and proof: docs/certificates.md.
/// </summary>
public sealed record DirectionCertificate : Certificate
{
    /// <summary>Largest n: a face has 2^(n-1) corners.</summary>
    public const int LargestDimension = 12;

    private const int Batch = 1024;

    /// <summary>n, at least the dimension of the points.</summary>
    public required int Dimension { get; init; }

    /// <summary>T > 0.</summary>
    public required double Level { get; init; }

    /// <summary>The tree in preorder.</summary>
    public required DirectionBranch[] Tree { get; init; }

    /// <summary>The leaves in the order of the tree.</summary>
    public required DirectionLeaf[] Leaves { get; init; }

    /// <inheritdoc/>
    /// <remarks>Proves d_haus only. Cost of a leaf with k points and e multipliers: O(k^3 + e n); all cores.</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherInstance(problem) is { } other)
        {
            return other;
        }

        if (problem.Metric != NearestMetric.HausdorffLike || Dimension is < 1 or > LargestDimension || Dimension < problem.Points.Dimension
            || !(problem.Dimension <= Dimension))
        {
            return CertificateVerdict.Reject(
                $"direction cells bound d_haus only, in dimension at most {Dimension}, which must be that of the points or more, at most "
                    + $"{LargestDimension}");
        }

        if (Tree is null || Leaves is null || !double.IsFinite(Level) || !(Level > 0))
        {
            return CertificateVerdict.Reject("parts are missing, or the level is not a finite number above 0");
        }

        return Walk(problem) is { } reason ? CertificateVerdict.Reject(reason)
            : new CertificateVerdict(true, Level, string.Create(CultureInfo.InvariantCulture,
            $"direction cells, {Leaves.Length} leaves: d_haus >= {Level:R} in dimension at most {Dimension}"));
    }

    /// <inheritdoc/>
    /// <remarks>Leaves are in units of the level.</remarks>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is DirectionCertificate other ? other with { Level = ExactScaling.Down(Level, exponent) } : this;

    /// <summary>
    /// A lower bound of d_haus that a leaf proves where the differences lie in the cones of a path; NaN when it proves nothing. It is not
    /// a certificate.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dimension">n.</param>
    /// <param name="level">T: the unit of the leaf's kappa.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="cones">The cones on the way from the root; null where the leaf needs none.</param>
    public static double LeafBound(Problem problem, int dimension, double level, DirectionLeaf leaf, IEnumerable<AcuteCone?> cones)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(cones);
        DirectionPath? path = null;
        foreach (var cone in cones)
        {
            path = new DirectionPath(path, cone?.Subject ?? default, cone?.Cell ?? DirectionCell.WholeFace(0, dimension), null, cone);
        }

        return new DirectionLeafBound(problem, dimension, level).Prove(leaf, path);
    }

    /// <summary>Null when the tree is a proof, otherwise the reason.</summary>
    private string? Walk(Problem problem)
    {
        var bound = new DirectionLeafBound(problem, Dimension, Level);
        var open = new Stack<DirectionPath?>([null]);
        var pending = new List<(int Leaf, DirectionPath? Path)>();
        var leaf = 0;
        for (var number = 0; number < Tree.Length; number++)
        {
            if (!open.TryPop(out var path))
            {
                return $"node {number} comes after the end of the tree";
            }

            var branch = Tree[number];
            switch (branch.Kind)
            {
                case DirectionBranchKind.Leaf when leaf < Leaves.Length:
                    pending.Add((leaf++, path));
                    break;
                case DirectionBranchKind.Empty when path is { IsEmpty: true }:
                    break;
                case DirectionBranchKind.Cover or DirectionBranchKind.Split:
                    var children = branch.Kind == DirectionBranchKind.Cover
                        ? DirectionPath.Cover(path, branch, problem.Points, Dimension) : DirectionPath.Split(path, branch);
                    if (children is null)
                    {
                        return $"node {number} does not cover all directions";
                    }

                    for (var c = children.Length - 1; c >= 0; c--)
                    {
                        open.Push(children[c]);
                    }

                    break;
                default:
                    return $"node {number} is neither a leaf of the list nor certainly empty";
            }

            if ((pending.Count == Batch || number == Tree.Length - 1) && FirstFailure(pending, bound) is { } failed)
            {
                return $"leaf {failed} does not prove the level";
            }
        }

        return open.Count > 0 ? $"the tree is not complete: {open.Count} subtrees are missing" : leaf < Leaves.Length
            ? "there are more leaves than the tree has" : null;
    }

    private int? FirstFailure(List<(int Leaf, DirectionPath? Path)> pending, DirectionLeafBound bound)
    {
        var proved = new bool[pending.Count];
        Parallel.For(0, proved.Length, k => proved[k] = bound.Prove(Leaves[pending[k].Leaf], pending[k].Path) >= Level);
        var failed = Array.IndexOf(proved, false);
        int? leaf = failed < 0 ? null : pending[failed].Leaf;
        pending.Clear();
        return leaf;
    }
}
