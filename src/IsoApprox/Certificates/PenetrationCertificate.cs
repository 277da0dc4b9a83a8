using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// A proof that two classes A and B penetrate each other: h(v) = max_k b_k.v - min_i a_i.v >= p ||v|| for every direction v, so that d_haus >= p / 2 in
/// dimension n.
/// <para>Why d_haus: the classes of a Triplet-Separated g are linearly separated by some unit v, (g_k - g_i).v &lt;= 0 for all i in A, k in B
/// (docs/certificates.md), while some pair of f has (f_k - f_i).v >= p.</para>
/// <para>Why h: for weights of sum 1 on both sides, d = sum lambda_k b_k - sum mu_i a_i has h(v) >= d.v. {v : d.v >= p ||v||} is a convex cone, so it
/// contains a simplicial cone as soon
/// as it contains its n generators. The tree starts from the 2^n orthants (sign of coordinate k negative where bit k of the number is set) and replaces one
/// of two generators s, t by
/// v_s 2^e + v_t, computed without rounding, e the rounded log2 of the ratio of their largest coordinates: the two cones cover the one exactly.</para>
/// </summary>
public sealed record PenetrationCertificate : Certificate
{
    /// <summary>Largest dimension.</summary>
    public const int LargestDimension = 8;

    /// <summary>A, 0-based class.</summary>
    public required int FirstClass { get; init; }

    /// <summary>B, 0-based class.</summary>
    public required int SecondClass { get; init; }

    /// <summary>p.</summary>
    public required double Depth { get; init; }

    /// <summary>Per node, in preorder, orthant by orthant: the index of its leaf, or -1 - (s n + t) for a split of the edge s &lt; t.</summary>
    public required int[] Tree { get; init; }

    /// <summary>The leaves. One may serve several nodes.</summary>
    public required PenetrationLeaf[] Leaves { get; init; }

    /// <inheritdoc/>
    /// <remarks>Proves d_haus only, and only in dimensions up to that of the points. Cost O(nodes n^2 + weights n).</remarks>
    public override CertificateVerdict Check(Problem problem)
    {
        if (RejectOtherInstance(problem) is { } other)
        {
            return other;
        }

        var f = problem.Points;
        if (problem.Metric != NearestMetric.HausdorffLike || !(problem.Dimension <= f.Dimension) || f.Dimension > LargestDimension)
        {
            return CertificateVerdict.Reject($"penetration bounds d_haus only, in dimension at most that of the points, at most {LargestDimension}");
        }

        if (Tree is null || Leaves is null || FirstClass == SecondClass || (uint)FirstClass >= (uint)f.ClassCount || (uint)SecondClass >= (uint)f.ClassCount
            || !(Depth >= 0))
        {
            return CertificateVerdict.Reject("parts are missing, or the classes are not two of the problem's, or the depth is negative");
        }

        var half = Math.Max(0, ((Interval)Depth / 2).Lower);
        return ExactScaling.Check(
            problem,
            (scaled, exponent) => Check(scaled.Points, ((Interval)Depth).ScaleB(-exponent).Upper) is { } reason ? CertificateVerdict.Reject(reason) : Accept(f, half),
            _ => Accept(f, half));
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is PenetrationCertificate other ? other with { Depth = ExactScaling.Down(Depth, exponent) } : this;

    private CertificateVerdict Accept(Embedding f, double lower) => new(true, lower, string.Create(CultureInfo.InvariantCulture,
        $"classes {FirstClass} and {SecondClass} penetrate each other by {Depth:R}: d_haus >= {lower:R} in dimension at most {f.Dimension}"));

    /// <summary>Null when the tree proves the depth, otherwise the reason.</summary>
    private string? Check(Embedding f, double depth)
    {
        var offsets = new Interval[Leaves.Length][];
        for (var l = 0; l < offsets.Length; l++)
        {
            if (Offset(f, FirstClass, SecondClass, Leaves[l]) is not { } offset)
            {
                return $"leaf {l} is malformed";
            }

            offsets[l] = offset;
        }

        return Walk(f.Dimension, offsets, depth);
    }

    /// <summary>The orthant with the given number as a cone.</summary>
    /// <param name="number">0 to 2^n - 1.</param>
    /// <param name="dimension">n.</param>
    public static double[][] Orthant(int number, int dimension)
    {
        var cone = new double[dimension][];
        for (var k = 0; k < dimension; k++)
        {
            cone[k] = new double[dimension];
            cone[k][k] = ((number >> k) & 1) == 0 ? 1 : -1;
        }

        return cone;
    }

    /// <summary>v_s 2^e + v_t, or null when it would have to be rounded (or a number leaves 1e-100..1e100).</summary>
    /// <param name="cone">The generators.</param>
    /// <param name="s">First.</param>
    /// <param name="t">Second.</param>
    public static double[]? Between(double[][] cone, int s, int t)
    {
        ArgumentNullException.ThrowIfNull(cone);
        var (a, b) = (cone[s].Max(Math.Abs), cone[t].Max(Math.Abs));
        var exponent = (int)Math.Round(Math.Log2(b / a));
        var result = new double[cone.Length];
        for (var k = 0; k < result.Length; k++)
        {
            var (x, y) = (Math.ScaleB(cone[s][k], exponent), cone[t][k]);
            var sum = x + y;
            var part = sum - x;
            var exact = x - (sum - part) + (y - part) == 0 && Math.ScaleB(x, -exponent) == cone[s][k];
            if (!exact || (sum != 0 && Math.Abs(sum) is < 1e-100 or > 1e100))
            {
                return null;
            }

            result[k] = sum;
        }

        return result;
    }

    /// <summary>Enclosure of d = sum lambda_k b_k / sum lambda - sum mu_i a_i / sum mu, or null when the leaf is malformed.</summary>
    /// <param name="f">The points.</param>
    /// <param name="first">A.</param>
    /// <param name="second">B.</param>
    /// <param name="leaf">The weights.</param>
    public static Interval[]? Offset(Embedding f, int first, int second, PenetrationLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(f);
        return leaf?.Offset(f, f.Members(first), f.Members(second));
    }

    /// <summary>Lower bound of d.v / ||v|| over a cone, when it is not negative: its least value at a generator.</summary>
    /// <param name="cone">The generators.</param>
    /// <param name="offset">d.</param>
    public static double Least(double[][] cone, Interval[] offset)
    {
        ArgumentNullException.ThrowIfNull(cone);
        ArgumentNullException.ThrowIfNull(offset);
        var least = double.PositiveInfinity;
        foreach (var v in cone)
        {
            Interval value = 0;
            Interval squared = 0;
            for (var k = 0; k < v.Length; k++)
            {
                value += v[k] * offset[k];
                squared += ((Interval)v[k]).Square();
            }

            least = Math.Min(least, (value / squared.Sqrt()).Lower);
        }

        return least;
    }

    private string? Walk(int n, Interval[][] offsets, double depth)
    {
        var number = 0;
        for (var orthant = 0; orthant < 1 << n; orthant++)
        {
            var open = new Stack<double[][]>([Orthant(orthant, n)]);
            while (open.TryPop(out var cone))
            {
                if (number >= Tree.Length)
                {
                    return "the tree is not complete";
                }

                var code = Tree[number++];
                if (code >= 0)
                {
                    if (code >= offsets.Length || !(Least(cone, offsets[code]) >= depth))
                    {
                        return $"node {number - 1} does not prove the depth";
                    }

                    continue;
                }

                var (s, t) = Math.DivRem(-1 - code, n);
                if (s >= t || Between(cone, s, t) is not { } middle)
                {
                    return $"node {number - 1} is not a split";
                }

                open.Push(BranchDirections.Replace(cone, t, middle));
                open.Push(BranchDirections.Replace(cone, s, middle));
            }
        }

        return number == Tree.Length ? null : "the tree has nodes after its end";
    }
}
