using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Studies.Families;

namespace IsoApprox.Studies.Refuting;

/// <summary>
/// A climb of the first-order ratio d_iso/L in the dimension of the points. A state is an embedding that is Triplet-Separated up to a tiny loss, with its
/// classes expanded about their
/// means by a small factor, which violates its tight triplets at once. A move adds noise, may expand the classes by some per cent so that more triplets
/// become tight, and follows the
/// motion of the tangent program, which removes the loss up to second order, until the points are nearly Triplet-Separated again.
/// </summary>
internal sealed class RankClimb(RefuteSettings settings, CancellationToken cancellation)
{
    /// <summary>Loss, against the diameter, at which points count as Triplet-Separated; the expansion of a state is large against it.</summary>
    private const double TightLoss = 1e-8;

    private const double Expansion = 1e-5;
    private const double Inflation = 0.05;
    private const int TighteningSteps = 40;
    private const int FirstInflations = 12;

    internal long Evaluations { get; private set; }

    /// <summary>Climbs from a start; returns the points with the largest first-order ratio.</summary>
    /// <param name="start">The start.</param>
    /// <param name="inflate">True to expand and tighten the start several times before.</param>
    /// <param name="random">Random numbers of this climb.</param>
    internal Embedding? Run(Embedding start, bool inflate, Random random)
    {
        var (best, value) = State(start, inflate ? FirstInflations : 0);
        for (var step = 0; step < settings.Steps && best is not null && !cancellation.IsCancellationRequested; step++)
        {
            var size = Diameter(best) * Math.Pow(10, -1 - (3 * random.NextDouble()));
            var (trial, trialValue) = State(RandomEmbeddings.Moved(random, best, size), random.Next(3));
            if (trial is not null && trialValue > value * (1 + 1e-7))
            {
                (best, value) = (trial, trialValue);
            }
        }

        return best;
    }

    /// <summary>The certificate of the points, when the exact check accepts one.</summary>
    internal RankCertificate? Certify(Embedding f) => RankCertificates.FromTangent(f, cancellation);

    /// <summary>The state reached from some points, and its first-order ratio; null when tightening fails or points are not far apart against L, where
    /// first-order ratios mean nothing.</summary>
    private (Embedding? Points, double Ratio) State(Embedding f, int inflations)
    {
        var points = Tighten(f);
        for (var k = 0; k < inflations && points is not null; k++)
        {
            points = Tighten(Expand(points, Inflation)) ?? points;
        }

        if (points is null)
        {
            return (null, 0);
        }

        points = Expand(points, Expansion);
        Evaluations++;
        return TangentProgram.Solve(points, cancellation) is { } tangent && SmallestDistance(points) > 100 * tangent.Loss ? (points, tangent.Ratio) : (null, 0);
    }

    private Embedding? Tighten(Embedding f)
    {
        for (var step = 0; step < TighteningSteps && !cancellation.IsCancellationRequested; step++)
        {
            var diameter = Diameter(f);
            if (TripletLoss.HardMined(f, cancellation: CancellationToken.None).Value <= TightLoss * diameter)
            {
                return f;
            }

            Evaluations++;
            if (TangentProgram.Solve(f, cancellation) is not { } tangent)
            {
                return null;
            }

            var share = Math.Min(1, 0.2 * diameter / Math.Max(tangent.Motion.Max(Math.Abs), double.Epsilon));
            var points = f.Coordinates.ToArray();
            for (var k = 0; k < points.Length; k++)
            {
                points[k] += share * tangent.Motion[k];
            }

            f = f.WithPoints(points, f.Dimension);
        }

        return null;
    }

    /// <summary>Every class expanded about its mean by 1 + share.</summary>
    private static Embedding Expand(Embedding f, double share)
    {
        var points = f.Coordinates.ToArray();
        var n = f.Dimension;
        for (var c = 0; c < f.ClassCount; c++)
        {
            var members = f.Members(c);
            for (var k = 0; k < n; k++)
            {
                var mean = 0.0;
                foreach (var i in members)
                {
                    mean += f[i][k] / members.Length;
                }

                foreach (var i in members)
                {
                    points[(i * n) + k] += share * (f[i][k] - mean);
                }
            }
        }

        return f.WithPoints(points, n);
    }

    private static double Diameter(Embedding f) => IsoApprox.Measures.Diameter.Compute(f, cancellation: CancellationToken.None).Value;

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
