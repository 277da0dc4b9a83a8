using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Studies.Families;

namespace IsoApprox.Studies.Refuting;

/// <summary>
/// A climb of the first-order ratio d_iso/L in the dimension of the points. A move adds noise and then follows the motion of the tangent program, which removes the loss up to second
/// order, until L is small again: the points slide along the embeddings whose tight triplets are in conflict. Noise of the size of L changes the pattern of violations instead.
/// </summary>
internal sealed class RankClimb(RefuteSettings settings, CancellationToken cancellation)
{
    /// <summary>L of the points that are compared, against their diameter.</summary>
    private const double TargetLoss = 1e-5;

    private const int TighteningSteps = 40;

    internal long Evaluations { get; private set; }

    /// <summary>Climbs from a start; returns the points with the largest first-order ratio.</summary>
    internal Embedding? Run(Embedding start, Random random)
    {
        var (best, tangent) = Tighten(start);
        for (var step = 0; step < settings.Steps && best is not null && !cancellation.IsCancellationRequested; step++)
        {
            var size = step % 2 == 0 ? tangent!.Loss * Math.Pow(10, random.NextDouble() - 1) : Diameter(best) * Math.Pow(10, -1 - (3 * random.NextDouble()));
            var (trial, value) = Tighten(RandomEmbeddings.Moved(random, best, size));
            if (trial is not null && value!.Ratio > tangent!.Ratio * (1 + 1e-7))
            {
                (best, tangent) = (trial, value);
            }
        }

        return best;
    }

    /// <summary>The certificate of the points, when the exact check accepts one.</summary>
    internal RankCertificate? Certify(Embedding f) => RankCertificates.FromTangent(f, cancellation);

    private (Embedding? Points, TangentSolution? Tangent) Tighten(Embedding f)
    {
        for (var step = 0; step < TighteningSteps && !cancellation.IsCancellationRequested; step++)
        {
            Evaluations++;
            if (TangentProgram.Solve(f, cancellation) is not { } tangent)
            {
                return (null, null);
            }

            var target = TargetLoss * Diameter(f);
            if (tangent.Loss <= 2 * target)
            {
                // First-order ratios mean nothing when points are not far apart against L.
                return SmallestDistance(f) > 100 * tangent.Loss ? (f, tangent) : (null, null);
            }

            var largest = tangent.Motion.Max(Math.Abs);
            var share = Math.Min(1 - (Math.Max(target, tangent.Loss * 0.02) / tangent.Loss), 0.2 * Diameter(f) / Math.Max(largest, double.Epsilon));
            var points = f.Coordinates.ToArray();
            for (var k = 0; k < points.Length; k++)
            {
                points[k] += share * tangent.Motion[k];
            }

            f = f.WithPoints(points, f.Dimension);
        }

        return (null, null);
    }

    private static double Diameter(Embedding f) => Measures.Diameter.Compute(f, cancellation: CancellationToken.None).Value;

    private static double SmallestDistance(Embedding f)
    {
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                smallest = Math.Min(smallest, Numerics.PairwiseDistances.Distance(f[i], f[j]));
            }
        }

        return smallest;
    }
}
