using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Rank;

/// <summary>
/// A proof of d_iso(f, F_TS in R^n) > t for f = Chain(m, M), eps, by five elementary steps (docs/audit.md). The chain: M classes of m
/// points; class b is a regular simplex with unit edges centred at b h (1 - eps) on an axis, h = 1/sqrt m, in a plane P of dimension m - 1
/// for even b and Q for odd b, P, Q and the axis orthogonal, n = 2m - 1. For m >= 4 the simplices take the signs +, +, -, - in turn. M - 1
/// is a multiple of 2 (m &lt;= 3) or 4, so that the first and the last class are parallel.
/// </summary>
public sealed record ChainCertificate : SelfContainedCertificate
{
    private const int LargestLength = 10_000;

    /// <summary>Largest class size: for larger ones classes four apart come too near.</summary>
    public const int LargestClassSize = 15;

    /// <summary>m.</summary>
    public required int ClassSize { get; init; }

    /// <summary>M.</summary>
    public required int Length { get; init; }

    /// <summary>eps.</summary>
    public required ExactRational Shortening { get; init; }

    /// <summary>t.</summary>
    public required ExactRational Level { get; init; }

    /// <inheritdoc/>
    public override int Dimension => (2 * ClassSize) - 1;

    /// <inheritdoc/>
    public override int Count => ClassSize * Length;

    /// <summary>"chain" with the parameters.</summary>
    /// <param name="classSize">m.</param>
    /// <param name="length">M.</param>
    /// <param name="shortening">eps.</param>
    public static string DigestOf(int classSize, int length, ExactRational shortening) =>
        FormattableString.Invariant($"chain m={classSize} M={length} eps={shortening}");

    /// <inheritdoc/>
    public override InstanceVerdict CheckAlone()
    {
        var (m, t, eps) = (ClassSize, Level, Shortening);
        if (m is < 2 or > LargestClassSize || Length is < 3 or > LargestLength || (Length - 1) % Period != 0)
        {
            return InstanceVerdict.Reject(
                $"expected classes of 2 to {LargestClassSize} points and a number of classes, less 1, that is a multiple of "
                + $"{Period}");
        }

        if (Digest != DigestOf(m, Length, eps))
        {
            return InstanceVerdict.Reject("the digest differs from the parameters of the chain");
        }

        if (eps.Sign <= 0 || eps >= 1 || t.Sign <= 0 || t >= 1)
        {
            return InstanceVerdict.Reject("eps and t must be between 0 and 1");
        }

        var (nearest, farthest) = CrossClassExtremes();
        if (nearest >= 1)
        {
            return InstanceVerdict.Reject("the chain is Triplet-Separated");
        }

        // E3: every squared distance moves by at most k, those of at most 1 by k1; the classes 0 and 1 then span n - 1 dimensions.
        var k1 = t * (2 + t);
        var k = t * ((2 * ExactRational.Max(1, farthest).SqrtBounds().Upper) + t);
        var nu = new ExactRational(1, 2) - (m * k1);
        if (nu.Sign <= 0 || NeighbourSquared > 1)
        {
            return InstanceVerdict.Reject("step E3 fails: t is too large");
        }

        // E4: consecutive steps of the centroids have one sign along the remaining direction.
        var rho = 2 * m * k * k / nu;
        var step = (1 - eps) * (1 - eps) / m;
        if (step - (3 * k) - rho <= 0)
        {
            return InstanceVerdict.Reject("step E4 fails: t is too large");
        }

        // E5: the steps, each at least sqrt((1-t)^2/m - rho), add up to more than the ends may be apart.
        var reach = 1 - eps + (t * new ExactRational(m, 1).SqrtBounds().Upper / (Length - 1));
        return ((1 - t) * (1 - t)) - (m * rho) > reach * reach
            ? Accept("chain certificate", t, 1 - nearest.SqrtBounds().Lower)
            : InstanceVerdict.Reject("step E5 fails: the centroids may reach the ends");
    }

    /// <inheritdoc/>
    protected override bool IsInstance(Problem problem)
    {
        if (problem.Points.Count != Count || Count > RationalInstance.LargestCount)
        {
            return false;
        }

        var squared = new ExactRational[Count, Count];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Count; j++)
            {
                squared[i, j] = Squared(i / ClassSize, i % ClassSize, j / ClassSize, j % ClassSize);
            }
        }

        return RationalInstance.FromSquaredDistances(Dimension, [.. Enumerable.Range(0, Count).Select(i => i / ClassSize)], squared)
            .Matches(problem.Points);
    }

    private int Period => ClassSize <= 3 ? 2 : 4;

    private ExactRational NeighbourSquared => Squared(0, 0, 1, 0);

    /// <summary>
    /// Smallest and largest squared distance of points in different classes: they depend on the lag and on the parity only, so classes 0
    /// and 1 see them all.
    /// </summary>
    private (ExactRational Nearest, ExactRational Farthest) CrossClassExtremes()
    {
        var (nearest, farthest) = (NeighbourSquared, ExactRational.Zero);
        for (var lag = 1; lag < Length; lag++)
        {
            for (var start = 0; start < Math.Min(2, Length - lag); start++)
            {
                for (var point = 0; point < 2; point++)
                {
                    var squared = Squared(start, 0, start + lag, point);
                    nearest = squared < nearest ? squared : nearest;
                    farthest = ExactRational.Max(farthest, squared);
                }
            }
        }

        return (nearest, farthest);
    }

    /// <summary>D^2 of point i of class b and point j of class c.</summary>
    private ExactRational Squared(int b, int i, int c, int j)
    {
        var m = ClassSize;
        var along = (b - c) * (1 - Shortening);
        var across = (b - c) % 2 != 0 ? new ExactRational(m - 1, m)
            : Sign(b) == Sign(c) ? (i == j ? 0 : 1)
            : new ExactRational(i == j ? 2 * (m - 1) : m - 2, m);
        return (along * along / m) + across;
    }

    private int Sign(int b) => ClassSize <= 3 || b % 4 < 2 ? 1 : -1;
}
