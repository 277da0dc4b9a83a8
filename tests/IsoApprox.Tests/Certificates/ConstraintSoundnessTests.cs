using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Separation;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates;

/// <summary>No bound that a constraint certificate proves may exceed the value of a member of the set. No tolerance anywhere.</summary>
public class ConstraintSoundnessTests
{
    private const int Instances = 1500;

    [Fact]
    public void Lower_bounds_stay_below_the_values_of_members()
    {
        var (elementary, random) = (0, 0);
        Parallel.For(0, Instances, seed =>
        {
            var rng = new Random(seed);
            var f = RandomMembers.Points(rng);
            var set = RandomMembers.Set(rng, f);
            var problem = new ConstraintProblem(f, (NearestMetric)rng.Next(2), set);
            var upper = Enumerable.Range(0, 4).Min(trial => Value(problem, RandomMembers.Member(rng, f, set, trial)));
            foreach (var certificate in ElementaryConstraints.For(problem))
            {
                Interlocked.Add(ref elementary, Compare(certificate, problem, upper, seed) ? 1 : 0);
            }

            for (var trial = 0; trial < 6; trial++)
            {
                Interlocked.Add(ref random, Compare(Certificate(rng, problem), problem, upper, seed) ? 1 : 0);
            }
        });
        Assert.True(elementary > Instances / 4, $"only {elementary} elementary bounds were positive");
        Assert.True(random > Instances / 20, $"only {random} random certificates proved anything");
    }

    [Fact]
    public void Members_have_distance_zero_and_nothing_proves_otherwise()
    {
        var accepted = 0;
        Parallel.For(0, Instances, seed =>
        {
            var rng = new Random(seed + 100_000);
            var pattern = RandomMembers.Points(rng);
            var set = RandomMembers.Set(rng, pattern);
            var g = RandomMembers.Member(rng, pattern, set, 0);
            Assert.True(ConstraintTest.IsSatisfied(g, set), $"seed {seed}");
            var problem = new ConstraintProblem(g, (NearestMetric)rng.Next(2), set);
            var value = Value(problem, g);
            Assert.True(set.Kind == ConstraintKind.Sphere ? value < 1e-8 : value == 0, $"seed {seed}: {value:R}");
            for (var trial = 0; trial < 6; trial++)
            {
                Interlocked.Add(ref accepted, Compare(Certificate(rng, problem), problem, value, seed) ? 1 : 0);
            }
        });
        Assert.True(accepted < Instances, $"{accepted}");
    }

    [Fact]
    public void A_certificate_that_was_tampered_with_never_exceeds_a_member_and_malformed_ones_are_rejected()
    {
        Parallel.For(0, 400, seed =>
        {
            var rng = new Random(seed + 200_000);
            var f = RandomMembers.Points(rng);
            var set = RandomMembers.Set(rng, f);
            var problem = new ConstraintProblem(f, (NearestMetric)rng.Next(2), set);
            var upper = Enumerable.Range(0, 3).Min(trial => Value(problem, RandomMembers.Member(rng, f, set, trial)));
            foreach (var certificate in ElementaryConstraints.For(problem))
            {
                Compare(Scaled(rng, certificate), problem, upper, seed);
                Rejects(certificate with { Digest = new string('0', 64) }, problem);
                Rejects(certificate with { Metric = 1 - certificate.Metric }, problem);
                Rejects(certificate with { Kappa = [.. certificate.Kappa, 1] }, problem);
                Rejects(certificate with { Near = PairMultipliers.From([(0, 0, 1)]) }, problem);
                Rejects(certificate with { Far = new PairMultipliers([0], [f.Count], [1]) }, problem);
                Rejects(certificate with { Lambda = new CutMultipliers([0], [0], [0], [1]) }, problem);
                Rejects(certificate with { Nu = new CutMultipliers([0], [1], [0], [1]) }, problem);
                Rejects(certificate with { Alpha = new PairMultipliers([0], [1], [double.NaN]) }, problem);
                Rejects(
                    certificate with { Mu = [.. certificate.Mu.Select(_ => -1.0), .. certificate.Mu.Length == 0 ? new[] { 1.0 } : []] },
                    problem);
                Assert.False(certificate.Check(new NearestProblem(f, certificate.Metric)).Accepted);
            }
        });
    }

    [Fact]
    public void A_certificate_for_one_set_proves_nothing_for_another()
    {
        var f = Embedding.Create([0, 3, 1.0, 4], 1, [0, 0, 1, 1]);
        var ladder = ConstraintSet.Ladder(SimilarityLevels.FromTable(new[,] { { 0, 2 }, { 2, 0 } }));
        ConstraintSet[] sets =
            [ConstraintSet.TripletSeparated, ConstraintSet.Sphere, ConstraintSet.Contrastive(1, 2), ConstraintSet.Contrastive(1, 2.5),
                ladder];
        foreach (var set in sets)
        {
            var problem = new ConstraintProblem(f, NearestMetric.HausdorffLike, set);
            var certificate = ElementaryConstraints.For(problem).First();
            Assert.True(certificate.Check(problem) is { Accepted: true, Lower: > 0 });
            foreach (var other in sets.Where(other => other != set))
            {
                Rejects(certificate, new ConstraintProblem(f, NearestMetric.HausdorffLike, other));
            }
        }
    }

    private static void Rejects(ConstraintCertificate certificate, ConstraintProblem problem) =>
        Assert.True(certificate.Check(problem) is { Accepted: false, Lower: 0 });

    private static double Value(ConstraintProblem problem, Embedding g) => ConstraintDistance.Enclose(problem, g).Upper;

    private static bool Compare(ConstraintCertificate certificate, ConstraintProblem problem, double upper, int seed)
    {
        var verdict = certificate.Check(problem);
        Assert.True(verdict.Lower <= upper, $"seed {seed}: {verdict.Reason}, but {upper:R} is attained");
        return verdict.Lower > 0;
    }

    private static ConstraintCertificate Scaled(Random rng, ConstraintCertificate c)
    {
        double Factor() => Math.Pow(10, (2 * rng.NextDouble()) - 1);
        PairMultipliers Pairs(PairMultipliers p) => p with { Values = Array.ConvertAll(p.Values, v => v * Factor()) };
        return c with
        {
            Mu = Array.ConvertAll(c.Mu, v => v * Factor()),
            Kappa = Array.ConvertAll(c.Kappa, v => v * Factor()),
            Lambda = c.Lambda with { Values = Array.ConvertAll(c.Lambda.Values, v => v * Factor()) },
            Nu = c.Nu with { Values = Array.ConvertAll(c.Nu.Values, v => v * Factor()) },
            Near = Pairs(c.Near),
            Far = Pairs(c.Far),
            Alpha = Pairs(c.Alpha),
            Beta = Pairs(c.Beta),
        };
    }

    /// <summary>
    /// Random multipliers of the right shape, of a size that S or Q often is definite; sometimes out of balance on purpose.
    /// </summary>
    private static ConstraintCertificate Certificate(Random rng, ConstraintProblem problem)
    {
        var f = problem.Points;
        var isHausdorff = problem.Metric == NearestMetric.HausdorffLike;
        var size = Math.Pow(10, -2 * rng.NextDouble());
        double Number() => rng.Next(3) == 0 ? size * rng.NextDouble() : 0;
        var rows = Enumerable.Range(0, f.Count).ToArray();
        var ordered = (from i in rows from j in rows select (i, j)).ToArray();
        var pairs = ordered.Where(p => p.i < p.j).ToArray();
        var cuts = problem.Set.HasComparisons
            ? (from p in ordered
               from b in Enumerable.Range(1, Math.Max(0, problem.Levels.Count - 1))
               select (p.i, b, p.j, Number())).ToArray()
            : [];
        var isContrastive = problem.Set.Kind == ConstraintKind.Contrastive;
        PairMultipliers Random(Func<int, int, bool> fits) =>
            PairMultipliers.From(pairs.Where(p => fits(p.i, p.j)).Select(p => (p.i, p.j, Number())).ToArray());
        return new ConstraintCertificate
        {
            Digest = problem.Digest,
            Metric = problem.Metric,
            Mu = isHausdorff ? [.. rows.Select(_ => rng.NextDouble())] : [],
            Kappa = problem.Set.Kind == ConstraintKind.Sphere ? [.. rows.Select(_ => size * (rng.NextDouble() - 0.3))] : [],
            Lambda = CutMultipliers.From(cuts.Where(c => problem.Level(c.i, c.j) < c.b)),
            Nu = CutMultipliers.From(cuts.Where(c => problem.Level(c.i, c.j) >= c.b)),
            Near = isContrastive ? Random((i, j) => f.Classes[i] == f.Classes[j]) : PairMultipliers.Empty,
            Far = isContrastive ? Random((i, j) => f.Classes[i] != f.Classes[j]) : PairMultipliers.Empty,
            Alpha = isHausdorff ? PairMultipliers.Empty : Random((_, _) => rng.Next(4) == 0),
            Beta = isHausdorff ? PairMultipliers.Empty : Random((_, _) => true),
        };
    }
}
