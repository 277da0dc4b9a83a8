using System.Globalization;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Branch;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Penetration;

/// <summary>
/// A proof that two classes A and B of f cannot be moved apart by less than T = p/2: for every direction v either h(v) = max_k b_k.v -
/// min_i a_i.v >= p ||v||,
/// or h(v) plus kappa times the extent of a class behind its facing side is too large (<see cref="PenetrationTerms"/>). So d_haus >= T in
/// dimension n.
/// <para>Why d_haus: the hulls of the classes of a Triplet-Separated g have a gap in some unit direction v that is at least kappa times
/// that extent of g plus the
/// margin (docs/certificates.md), and points moved by less than T can neither close the depth nor lose the extent.</para>
/// <para>Each leaf gives a vector d with d.v below the left side for every v, and {v : d.v >= q ||v||} is a convex cone for q >= 0, so it
/// contains a simplicial
/// cone as soon as it contains its n generators. The tree starts from the 2^n orthants (sign of coordinate k negative where bit k of the
/// number is set) and
/// replaces one of two generators s, t by v_s 2^e + v_t, computed without rounding, e the rounded log2 of the ratio of their largest
/// coordinates: the two cones
/// cover the one exactly.</para>
/// </summary>
public sealed record PenetrationCertificate : Certificate
{
    /// <summary>Largest dimension.</summary>
    public const int LargestDimension = 8;

    /// <summary>A, 0-based class.</summary>
    public required int FirstClass { get; init; }

    /// <summary>B, 0-based class.</summary>
    public required int SecondClass { get; init; }

    /// <summary>p = 2 T.</summary>
    public required double Depth { get; init; }

    /// <summary>
    /// Per node, in preorder, orthant by orthant: the index of its leaf, or -1 - (s n + t) for a split of the edge s &lt; t.
    /// </summary>
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
            return CertificateVerdict.Reject(
                $"penetration bounds d_haus only, in dimension at most that of the points, at most {LargestDimension}");
        }

        if (Tree is null || Leaves is null || FirstClass == SecondClass || (uint)FirstClass >= (uint)f.ClassCount
            || (uint)SecondClass >= (uint)f.ClassCount
            || !(Depth >= 0))
        {
            return CertificateVerdict.Reject("parts are missing, or the classes are not two of the problem's, or the depth is negative");
        }

        var half = Math.Max(0, ((Interval)Depth / 2).Lower);
        return ExactScaling.Check(
            problem,
            (scaled, exponent) => Check(scaled, ((Interval)Depth).ScaleB(-exponent).Upper) is { } reason
                ? CertificateVerdict.Reject(reason)
                : Accept(f, half),
            _ => Accept(f, half));
    }

    /// <inheritdoc/>
    public override Certificate Rescaled(Problem problem, int exponent) =>
        base.Rescaled(problem, exponent) is PenetrationCertificate other ? other with { Depth = ExactScaling.Down(Depth, exponent) } : this;

    private CertificateVerdict Accept(Embedding f, double lower) => new(true, lower, string.Create(CultureInfo.InvariantCulture,
        $"classes {FirstClass} and {SecondClass} "
            + $"{(Array.Exists(Leaves, l => l.Extent is not null) ? "lack a gap" : "penetrate each other")} by {Depth:R}: "
        + $"d_haus >= {lower:R} in dimension at most {f.Dimension}"));

    /// <summary>Null when the tree proves the depth, otherwise the reason.</summary>
    private string? Check(Problem problem, double depth)
    {
        var terms = new PenetrationTerms[Leaves.Length];
        for (var l = 0; l < terms.Length; l++)
        {
            if (PenetrationTerms.Of(problem, FirstClass, SecondClass, Leaves[l]) is not { } leaf)
            {
                return $"leaf {l} is malformed";
            }

            terms[l] = leaf;
        }

        return Walk(problem.Points.Dimension, terms, depth);
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

    /// <summary>
    /// Lower bound of d.v / ||v|| over a cone inside an orthant: its least value m at a generator when that is not negative, m/rho
    /// otherwise, where ||sum c_t u_t|| >= rho for unit generators u and sum c = 1: rho^2 = q + (1 - q)/n, q the least product of two of
    /// them.
    /// </summary>
    /// <param name="cone">The generators.</param>
    /// <param name="offset">d.</param>
    public static double Least(double[][] cone, Interval[] offset)
    {
        ArgumentNullException.ThrowIfNull(cone);
        ArgumentNullException.ThrowIfNull(offset);
        var least = Interval.Zero;
        for (var t = 0; t < cone.Length; t++)
        {
            Interval value = 0;
            for (var k = 0; k < offset.Length; k++)
            {
                value += cone[t][k] * offset[k];
            }

            value /= Norm(cone[t]);
            least = t == 0 || value.Lower < least.Lower ? value : least;
        }

        return least.Lower >= 0 || cone.Length == 1 ? least.Lower : (least.Lower / Interior(cone)).Lower;
    }

    private static Interval Norm(double[] v)
    {
        Interval squared = 0;
        foreach (var x in v)
        {
            squared += ((Interval)x).Square();
        }

        return squared.Sqrt();
    }

    /// <summary>rho.</summary>
    private static Interval Interior(double[][] cone)
    {
        var q = 1.0;
        for (var s = 0; s < cone.Length; s++)
        {
            for (var t = 0; t < s; t++)
            {
                Interval product = 0;
                for (var k = 0; k < cone.Length; k++)
                {
                    product += (Interval)cone[s][k] * cone[t][k];
                }

                q = Math.Min(q, (product / (Norm(cone[s]) * Norm(cone[t]))).Lower);
            }
        }

        // Negative by rounding only: generators of one orthant are at acute angles.
        var least = (Interval)Math.Max(0, q);
        return (least + ((1 - least) / cone.Length)).Sqrt();
    }

    private string? Walk(int n, PenetrationTerms[] terms, double depth)
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
                    if (code >= terms.Length || !terms[code].Proves(cone, depth))
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
