using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// No bound that a certificate proves may exceed the value of a member of its set: all sets, with margins and floors. No tolerance
/// anywhere. The long run: ISOAPPROX_SOUNDNESS_INSTANCES=100000.
/// </summary>
public class SetSoundnessTests
{
    private static readonly int Instances = Campaign.Instances(1000);

    [Fact]
    public void Lower_bounds_stay_below_the_values_of_members()
    {
        var (elementary, random, withMargin) = (0, 0, 0);
        Parallel.For(0, Instances, seed =>
        {
            var rng = new Random(seed);
            var problem = Draw(rng);
            var upper = Enumerable.Range(0, 4).Min(trial => Value(rng, problem, trial));
            foreach (var certificate in ElementaryCertificates.For(problem))
            {
                Interlocked.Add(ref elementary, Compare(certificate, problem, upper, seed) ? 1 : 0);
            }

            for (var trial = 0; trial < 6; trial++)
            {
                var positive = Compare(RandomMultipliers.For(rng, problem), problem, upper, seed) ? 1 : 0;
                Interlocked.Add(ref random, positive);
                Interlocked.Add(ref withMargin, problem.Set.Margin > 0 ? positive : 0);
            }
        });
        Assert.True(elementary > Instances / 4, $"only {elementary} elementary bounds were positive");
        Assert.True(random > Instances / 20, $"only {random} random certificates proved anything");
        Assert.True(withMargin > Instances / 40, $"only {withMargin} random certificates proved anything with a margin");
    }

    [Fact]
    public void Members_have_distance_zero_and_nothing_proves_otherwise()
    {
        var accepted = 0;
        Parallel.For(0, Instances / 2, seed =>
        {
            var rng = new Random(seed + 100_000);
            var pattern = RandomMembers.Points(rng);
            var set = RandomMembers.Set(rng, pattern);
            if (RandomMembers.Member(rng, pattern, set, 0) is not { } g)
            {
                return;
            }

            Assert.True(set.Contains(g), $"seed {seed}");
            var problem = new Problem(g, (NearestMetric)rng.Next(2), set);
            var value = AttainedDistance.Enclose(problem, g).Upper;
            Assert.True(set.HasUnitNorms ? value < 1e-8 : value == 0, $"seed {seed}: {value:R}");
            for (var trial = 0; trial < 6; trial++)
            {
                Interlocked.Add(ref accepted, Compare(RandomMultipliers.For(rng, problem), problem, value, seed) ? 1 : 0);
            }
        });
        Assert.True(accepted < Instances, $"{accepted}");
    }

    [Fact]
    public void Exact_arithmetic_proves_as_much_without_a_margin_or_with_slopes()
    {
        var compared = 0;
        Parallel.For(0, Instances / 10, seed =>
        {
            var rng = new Random(seed + 300_000);
            var problem = Draw(rng);
            var certificate = RandomMultipliers.For(rng, problem);
            var verdict = certificate.Check(problem);
            if ((problem.Set.Margin == 0 || certificate.Slopes.Length > 0) && verdict.Lower > 0)
            {
                var exact = certificate.CheckExact(problem);
                Assert.True(exact.Accepted && verdict.Lower <= exact.Lower, $"seed {seed}: {verdict.Reason}, exactly {exact.Reason}");
                Interlocked.Increment(ref compared);
            }
        });
        Assert.True(compared > Instances / 400, $"only {compared} were compared");
    }

    [Fact]
    public void A_certificate_that_was_tampered_with_never_exceeds_a_member_and_malformed_ones_are_rejected()
    {
        Parallel.For(0, 400, seed =>
        {
            var rng = new Random(seed + 200_000);
            var problem = Draw(rng);
            var count = problem.Points.Count;
            var upper = Enumerable.Range(0, 3).Min(trial => Value(rng, problem, trial));
            foreach (var certificate in ElementaryCertificates.For(problem).OfType<GramCertificate>()
                .Append(RandomMultipliers.For(rng, problem)))
            {
                Compare(RandomMultipliers.Scaled(rng, certificate), problem, upper, seed);
                Rejects(certificate with { Digest = new string('0', 64) }, problem);
                Rejects(certificate with { Digest = null! }, problem);
                Rejects(certificate with { Metric = 1 - certificate.Metric }, problem);
                Rejects(certificate with { Kappa = [.. certificate.Kappa, 1] }, problem);
                Rejects(certificate with { Slopes = null! }, problem);
                Rejects(certificate with { Slopes = count > 1 ? new double[(2 * count) + 1] : [double.NaN] }, problem);
                Rejects(certificate with { Slopes = [.. Enumerable.Repeat(double.NaN, count)] }, problem);
                Rejects(certificate with { Near = PairMultipliers.From([(0, 0, 1)]) }, problem);
                Rejects(certificate with { Far = new PairMultipliers([0], [count], [1]) }, problem);
                Rejects(certificate with { Lambda = new CutMultipliers([0], [0], [0], [1]) }, problem);
                Rejects(certificate with { Nu = new CutMultipliers([0], [1], [0], [1]) }, problem);
                Rejects(certificate with { Nu = new CutMultipliers([0], [], [0], [1]) }, problem);
                Rejects(certificate with { Lambda = new CutMultipliers([0], null!, [0], [1]) }, problem);
                Rejects(certificate with { Alpha = new PairMultipliers([0], [1], [double.NaN]) }, problem);
                Rejects(
                    certificate with { Mu = [.. certificate.Mu.Select(_ => -1.0), .. certificate.Mu.Length == 0 ? new[] { 1.0 } : []] },
                    problem);
            }
        });
    }

    [Fact]
    public void A_certificate_for_one_set_proves_nothing_for_another()
    {
        var f = Embedding.Create([0, 3, 1.0, 4, 1, 2], 1, [0, 0, 1, 1, 2, 2]);
        var ladder = SimilarityLevels.FromTable(new[,] { { 0, 2, 1 }, { 2, 0, 1 }, { 1, 2, 0 } });
        IdealSet[] sets =
        [
            IdealSet.TripletSeparated(), IdealSet.TripletSeparated(1), IdealSet.Sphere(), IdealSet.Sphere(0.5), IdealSet.Contrastive(1, 2),
            IdealSet.Contrastive(1, 2.5), IdealSet.Ladder(ladder), IdealSet.Ladder(ladder, 0.25),
            IdealSet.TripletSeparated().AtLeastApart(1), IdealSet.TripletSeparated().AtLeastWide(1),
        ];
        Assert.Equal(sets.Length, sets.Select(set => new Problem(f, NearestMetric.HausdorffLike, set).Digest).Distinct().Count());
        foreach (var set in sets)
        {
            var problem = new Problem(f, NearestMetric.HausdorffLike, set);
            var certificate = ElementaryCertificates.For(problem).First();
            Assert.True(certificate.Check(problem) is { Accepted: true, Lower: > 0 });
            Assert.All(
                sets.Where(other => other != set), other => Rejects(certificate, new Problem(f, NearestMetric.HausdorffLike, other)));
        }
    }

    [Fact]
    public void A_ladder_whose_levels_are_the_classes_is_the_set_of_triplets()
    {
        var f = Embedding.Create([0, 3, 1.0, 4], 1, [0, 0, 1, 1]);
        var ladder = new Problem(f, NearestMetric.IsometricError, IdealSet.Ladder(SimilarityLevels.OfClasses(2), 0.5));
        var triplets = Problem.TripletSeparated(f, NearestMetric.IsometricError, 0.5);
        Assert.Equal(triplets.Digest, ladder.Digest);
        Assert.Equal(TripletCertificate.Best(triplets)!.Check(triplets).Lower, TripletCertificate.Best(triplets)!.Check(ladder).Lower);
    }

    private static Problem Draw(Random rng)
    {
        var f = RandomMembers.Points(rng);
        var set = RandomMembers.Set(rng, f);
        return new Problem(f, (NearestMetric)rng.Next(2), set);
    }

    private static void Rejects(Certificate certificate, Problem problem) =>
        Assert.True(certificate.Check(problem) is { Accepted: false, Lower: 0 });

    private static double Value(Random rng, Problem problem, int extra) =>
        RandomMembers.Member(rng, problem.Points, problem.Set, extra) is { } g
            ? AttainedDistance.Enclose(problem, g).Upper
            : double.PositiveInfinity;

    private static bool Compare(Certificate certificate, Problem problem, double upper, int seed)
    {
        var verdict = certificate.Check(problem);
        Assert.True(verdict.Lower <= upper, $"seed {seed}: {verdict.Reason}, but {upper:R} is attained");
        return verdict.Lower > 0;
    }
}
