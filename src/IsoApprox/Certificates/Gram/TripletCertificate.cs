using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// One triplet (a, p, n) as a proof: with v = D_ap + alpha - D_an, d_iso >= max(v/2, alpha - D_an) and d_haus >= max(v/4, (alpha - D_an)/2,
/// optimum of the three points). Proof: distances change by at most t = d_iso, or 2 d_haus, so D_ap - t + alpha &lt;= D_an + t and alpha
/// &lt;= |g_a - g_n| &lt;= D_an + t. The three points with labels 0, 0, 1 are a problem of their own, a subset of the whole, whose Gram
/// certificate has a closed form (<see cref="TripletOptimum"/>) and is checked like any other. For alpha = 0 that is the exact optimum of
/// the triplet in free dimension (one quadratic constraint: no duality gap), and d_iso >= v/2 is exact too.
/// </summary>
public sealed record TripletCertificate : Certificate
{
    private const int Candidates = 64;

    /// <summary>A violation that is known less accurately is evaluated exactly.</summary>
    private const double Coarse = 1e-9;

    /// <summary>Anchor, positive (the anchor itself is allowed), negative.</summary>
    public required Triplet Triplet { get; init; }

    /// <inheritdoc/>
    public override CertificateVerdict Check(Problem problem)
    {
        var other = RejectOtherInstance(problem);
        if (other is not null)
        {
            return other;
        }

        var ((a, p, n), f) = (Triplet, problem.Points);
        if ((uint)a >= (uint)f.Count || (uint)p >= (uint)f.Count || (uint)n >= (uint)f.Count)
        {
            return CertificateVerdict.Reject($"the triplet names rows {a}, {p}, {n}; rows are 0..{f.Count - 1}");
        }

        if (problem.Level(a, p) >= problem.Level(a, n))
        {
            return CertificateVerdict.Reject(
                $"rows {a}, {p}, {n} are not an anchor, a row that must be nearer to it and one that must be farther");
        }

        var source = $"triplet ({a}, {p}, {n})";
        return ExactScaling.Check(
            problem, (scaled, _) => Accept(scaled, Lower(scaled), source), lower => Accept(problem, lower, source));
    }

    private double Lower(Problem problem)
    {
        var ((a, p, n), f) = (Triplet, problem.Points);
        var (margin, negative) = ((Interval)problem.Margin, EnclosedDistance.Distance(f[a], f[n]));
        var violation = EnclosedDistance.Distance(f[a], f[p]) + margin - negative;
        if (violation.Upper > 0 && violation.Lower < (1 - Coarse) * violation.Upper)
        {
            // The distances cancel: only exact arithmetic tells how much is left.
            violation =
                new RootDifference(ExactDistance.Squared(f[a], f[p]), ExactDistance.Squared(f[a], f[n]), []).Enclose(problem.Margin);
        }

        var repulsion = margin - negative;
        var iso = problem.Metric == NearestMetric.IsometricError;
        var lower = iso ? Math.Max((violation / 2).Lower, repulsion.Lower) : Math.Max((violation / 4).Lower, (repulsion / 2).Lower);
        if (!iso && violation.Lower > 0 && a != p)
        {
            lower = Math.Max(lower, ThreePoints(f, problem.Margin));
        }

        return Math.Max(0, lower);
    }

    /// <summary>
    /// The certificate that proves most, among the exact hardest triplet and the 64 hardest of every anchor's farthest positive and nearest
    /// negative: above 0 as soon as f is not Triplet-Separated. Cost O(N^2 n). Null when there is one class only.
    /// </summary>
    /// <param name="problem">The problem.</param>
    public static TripletCertificate? Best(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var f = problem.Points;
        var test = ComparisonTest.Create(f, problem.Levels, Math.Max(0, problem.Margin), null, CancellationToken.None);
        if (test.Worst(CancellationToken.None) is not { } worst)
        {
            return null;
        }

        var hardest = new Triplet(worst.Rows[0], worst.Rows[1], worst.Rows[2]);
        if (test.Sweep is not { } sweep)
        {
            return new TripletCertificate { Digest = problem.Digest, Triplet = hardest };
        }

        var anchors = AnchorDistances.From(f, f.Classes.ToArray(), sweep, CancellationToken.None);
        var ranked = Enumerable.Range(0, f.Count)
            .Where(i => anchors.NearestNegative[i] >= 0)
            .OrderByDescending(i => Score(anchors, i, problem))
            .ThenBy(i => i)
            .Take(problem.Metric == NearestMetric.IsometricError ? 1 : Candidates)
            .Select(i => new Triplet(i, anchors.FarthestPositive[i], anchors.NearestNegative[i]));
        var (best, lower) = ((TripletCertificate?)null, double.NegativeInfinity);
        foreach (var triplet in ranked.Append(hardest).Distinct())
        {
            var certificate = new TripletCertificate { Digest = problem.Digest, Triplet = triplet };
            var proved = certificate.Check(problem).Lower;
            if (proved > lower)
            {
                (best, lower) = (certificate, proved);
            }
        }

        return best;
    }

    /// <summary>Four times the elementary bound of d_haus, twice that of d_iso.</summary>
    private static double Score(AnchorDistances anchors, int i, Problem problem) =>
        Math.Max(anchors.FarthestPositiveDistance[i] + problem.Margin - anchors.NearestNegativeDistance[i],
            2 * (problem.Margin - anchors.NearestNegativeDistance[i]));

    private double ThreePoints(Embedding f, double margin)
    {
        var (radius, mu) = TripletOptimum.Compute(f[Triplet.Anchor], f[Triplet.Positive], f[Triplet.Negative], margin);
        if (radius == 0 || !Array.TrueForAll(mu, double.IsFinite))
        {
            return 0;
        }

        double[] points = [.. f[Triplet.Anchor], .. f[Triplet.Positive], .. f[Triplet.Negative]];
        var problem = Problem.TripletSeparated(Embedding.Create(points, f.Dimension, [0, 0, 1]), NearestMetric.HausdorffLike, margin);
        return GramCertificate.ForHausdorff(problem, mu, new PairMultipliers([0], [1], [1]), new PairMultipliers([0], [2], [1]))
            .Check(problem).Lower;
    }
}
