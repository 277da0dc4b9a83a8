using IsoApprox.Certificates;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Tests.Oracles;

namespace IsoApprox.Tests.Certificates;

/// <summary>No proved lower bound may exceed a feasible value. No tolerance. The long run: ISOAPPROX_SOUNDNESS_INSTANCES=100000.</summary>
public class SoundnessTests
{
    private static readonly int Instances = Campaign.Instances(3000);

    [Fact]
    public void LowerBoundsStayBelowFeasibleValues()
    {
        var (positive, exactlyChecked) = (0, 0);
        Parallel.For(0, Instances, seed =>
        {
            var rng = new Random(seed);
            var problem = RandomInstances.Any(rng);
            var upper = FeasibleValues.Upper(problem);
            var triplet = TripletCertificate.Best(problem);
            for (var trial = 0; trial < 4; trial++)
            {
                var certificate = RandomInstances.Certificate(rng, problem);
                var verdict = certificate.Check(problem);
                Assert.True(verdict.Lower <= upper, $"seed {seed}: {verdict.Reason} but {upper:R} is attained");
                if (verdict.Lower > 0)
                {
                    Interlocked.Increment(ref positive);
                    if (seed % 20 == 0 && (problem.Margin == 0 || certificate.Slopes.Length > 0))
                    {
                        Interlocked.Increment(ref exactlyChecked);
                        var exact = certificate.CheckExact(problem);
                        Assert.True(
                            exact.Accepted && verdict.Lower <= exact.Lower, $"seed {seed}: {verdict.Reason}, exactly {exact.Reason}");
                    }
                }
            }

            var single = triplet?.Check(problem);
            Assert.True(
                single is null || (single.Accepted && single.Lower <= upper), $"seed {seed}: {single?.Reason} but {upper:R} is attained");
        });
        Assert.True(positive > Instances / 4, $"only {positive} certificates proved anything");
        Assert.True(exactlyChecked > Instances / 500, $"only {exactlyChecked} certificates were compared in exact arithmetic");
    }

    [Fact]
    public void TamperedReferenceCertificatesNeverExceedTheKnownOptimum()
    {
        var accepted = 0;
        foreach (var entry in ReferenceInstances.Entries)
        {
            var (_, upper) = entry.Instance.Value(entry.Problem.Metric);
            var rng = new Random(7);
            for (var trial = 0; trial < 60; trial++)
            {
                var verdict = Tamper(rng, entry.Certificate).Check(entry.Problem);
                accepted += verdict.Accepted ? 1 : 0;
                Assert.True(
                    verdict.Lower <= upper * (1 + 1e-12),
                    $"{entry.Instance.Name}, trial {trial}: {verdict.Reason}, known optimum {upper:R}");
                Assert.True(verdict.Accepted || verdict.Lower == 0);
            }
        }

        Assert.InRange(accepted, 100, (60 * ReferenceInstances.Entries.Count) - 100);
    }

    [Fact]
    public void SeparatedAndTrivialInstancesProveNothing()
    {
        foreach (var metric in Enum.GetValues<NearestMetric>())
        {
            var one = Problem.TripletSeparated(Embedding.Create([1.0, 2.0], 2, [0]), metric);
            Assert.Null(TripletCertificate.Best(one));
            var separated = Problem.TripletSeparated(Embedding.Create([0.0, 1, 10, 11], 1, [0, 0, 1, 1]), metric);
            var verdict = TripletCertificate.Best(separated)!.Check(separated);
            Assert.True(verdict.Accepted);
            Assert.Equal(0, verdict.Lower);
        }
    }

    private static GramCertificate Tamper(Random rng, GramCertificate c) => rng.Next(6) switch
    {
        0 => c with { Lambda = Noisy(rng, c.Lambda), Nu = Noisy(rng, c.Nu) },
        1 => c with { Lambda = Permuted(rng, c.Lambda) },
        2 => c with { Nu = Permuted(rng, c.Nu) },
        3 => c with { Mu = [.. c.Mu.Select(m => m * Factor(rng))] },
        4 => c with { Alpha = Noisy(rng, c.Alpha), Beta = Noisy(rng, c.Beta) },
        _ => c with { Lambda = Noisy(rng, c.Lambda), Nu = Noisy(rng, c.Nu), Alpha = Noisy(rng, c.Alpha), Beta = Permuted(rng, c.Beta) },
    };

    private static double Factor(Random rng) => rng.Next(4) switch
    {
        0 => 1 + (1e-6 * (rng.NextDouble() - 0.5)),
        1 => 1 + (0.1 * (rng.NextDouble() - 0.5)),
        2 => 2 * rng.NextDouble(),
        _ => 1,
    };

    private static PairMultipliers Noisy(Random rng, PairMultipliers p) => p with { Values = [.. p.Values.Select(v => v * Factor(rng))] };

    private static CutMultipliers Noisy(Random rng, CutMultipliers p) => CutMultipliers.OfClasses(Noisy(rng, p.Pairs));

    private static CutMultipliers Permuted(Random rng, CutMultipliers p) => CutMultipliers.OfClasses(Permuted(rng, p.Pairs));

    private static PairMultipliers Permuted(Random rng, PairMultipliers p)
    {
        var values = (double[])p.Values.Clone();
        rng.Shuffle(values);
        return p with { Values = values };
    }
}
