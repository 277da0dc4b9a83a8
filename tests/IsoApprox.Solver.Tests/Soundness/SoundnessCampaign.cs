using System.Globalization;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Branch;
using IsoApprox.Certificates.Direction;
using IsoApprox.Certificates.Gram;
using IsoApprox.Certificates.Line;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Subset;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Proof;
using IsoApprox.Solver.Nearest.Scaling;
using IsoApprox.Tests.Oracles;
using Xunit.Abstractions;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>
/// No bound a search proves may exceed a value that is attained, on any random small problem. No tolerance: values are compared in exact
/// arithmetic. A slice runs by default; the long run is ISOAPPROX_SOUNDNESS_INSTANCES=100000, in parts with ISOAPPROX_SOUNDNESS_FIRST=0,
/// 10000, ...
/// </summary>
public class SoundnessCampaign(ITestOutputHelper output)
{
    private const int Slice = 500;
    private const int DamageEvery = 10;
    private const int ExactEvery = 20;
    private const int FreeEvery = 8;
    private const int BranchNodes = 200;

    private static readonly int Instances = Campaign.Instances(Slice);
    private static readonly int First =
        int.Parse(Environment.GetEnvironmentVariable("ISOAPPROX_SOUNDNESS_FIRST") ?? "0", CultureInfo.InvariantCulture);

    [Fact]
    public void Proved_bounds_stay_below_attained_values()
    {
        var tally = new CampaignTally();
        Seeds.ForEach(First, Instances, seed => Try(seed, tally));
        output.WriteLine(tally.ToString());
        Assert.Equal(Instances, tally["instances"]);
        Assert.True(tally["bounds above 0"] > Instances / 3, "few bounds were positive");
        Assert.True(tally["intervals closed"] > Instances / 6, "few intervals were closed");
        Assert.True(tally["Gram bounds compared with exact rationals"] > Instances / 400, "few exact checks");
        Assert.True(tally["certificate DirectionCertificate"] > Instances / 250, "few direction certificates");
        Assert.True(tally["damaged members, all rejected"] > Instances / 10, "few certificates were damaged");
        Assert.True(tally["certificates of another instance, all rejected"] > Instances / 30, "few certificates were exchanged");
    }

    private static void Try(int seed, CampaignTally tally)
    {
        var (f, settings, branch) = RandomProblem.Create(seed);
        var solution = NearestSolver.Solve(f, settings);
        tally.Add("instances");
        tally.Add($"status {solution.Status}");
        AssertSound(f, settings, solution);
        if (solution.Certificate is not { } certificate)
        {
            Assert.Equal(0, solution.Lower);
            return;
        }

        // A penetration, line, branch or direction certificate speaks of one dimension only: wider embeddings are no contradiction to it.
        var problem = Problem.TripletSeparated(f, settings.Metric, settings.Margin, settings.FreeDimension ? null : solution.Dimension);
        var anyDimension = certificate is not
            (PenetrationCertificate or LineCertificate or BranchCertificate or SubsetCertificate or DirectionCertificate);
        Assert.False(settings.FreeDimension && !anyDimension, "a bound of one dimension was used for the free problem");
        Assert.Equal(solution.Lower, certificate.Check(problem).Lower);
        tally.Add($"certificate {certificate.GetType().Name}");
        tally.Add("bounds above 0", solution.Lower > 0 ? 1 : 0);
        tally.Add("intervals closed", solution.Gap <= settings.Gap ? 1 : 0);
        AssertBelowFeasible(f, problem, solution.Lower, anyDimension, tally);
        if (seed % FreeEvery == 0 && !settings.FreeDimension && anyDimension)
        {
            var free = NearestSolver.Solve(f, settings with { FreeDimension = true, Dimension = null });
            AssertSound(f, settings, free);
            Assert.True(ExactValues.IsAtLeast(f, free.Nearest, settings.Metric, solution.Lower),
                $"{solution.Lower:R} is proved, {free.Upper:R} attained in free dimension");
            tally.Add("also solved in free dimension");
        }

        if (seed % ExactEvery == 0 && certificate is GramCertificate gram && (settings.Margin == 0 || gram.Slopes.Length > 0))
        {
            var exact = gram.CheckExact(problem);
            Assert.True(exact.Accepted && solution.Lower <= exact.Lower, $"{solution.Lower:R} is claimed, exactly {exact.Reason}");
            tally.Add("Gram bounds compared with exact rationals");
        }

        if (seed % DamageEvery == 0)
        {
            Damage(seed, certificate, problem, solution, tally);
        }

        if (branch && solution.Gap > settings.Gap && ExtremeRange.Exponent(problem) == 0)
        {
            TryBranchAndBound(seed, problem, solution, tally);
        }
    }

    /// <summary>The same for the certificates of branch and bound, whose search is stopped after a few nodes.</summary>
    private static void TryBranchAndBound(int seed, Problem problem, NearestSolution solution, CampaignTally tally)
    {
        var proof = GlobalSolver.Prove(problem, solution.Nearest, new GlobalSettings { Gap = 1e-3, NodeLimit = BranchNodes, Threads = 1 });
        Assert.True(ExactValues.IsAtLeast(problem.Points, proof.Nearest, problem.Metric, proof.Lower),
            $"{proof.Lower:R} is proved by branch and bound, {proof.Upper:R} attained");
        tally.Add($"branch and bound {proof.Status}");
        if (proof.Certificate is BranchCertificate certificate)
        {
            var verdict = certificate.Check(problem);
            Assert.True(verdict.Accepted && verdict.Lower >= proof.Lower, verdict.Reason);
            AssertBelowFeasible(problem.Points, problem, proof.Lower, anyDimension: false, tally);
            tally.Add("certificate BranchCertificate");
            Damage(seed, certificate, problem, solution, tally);
        }
    }

    private static void AssertSound(Embedding f, NearestSettings settings, NearestSolution solution)
    {
        Assert.True(TripletSeparation.IsSatisfied(solution.Nearest, settings.Margin), "not separated");
        Assert.True(solution.Lower <= solution.Upper);
        Assert.True(ExactValues.IsAtMost(f, solution.Nearest, settings.Metric, solution.Upper), $"{solution.Upper:R} is not attained");
        Assert.True(
            ExactValues.IsAtLeast(f, solution.Nearest, settings.Metric, solution.Lower),
            $"{solution.Lower:R} is proved, {solution.Upper:R} attained");
    }

    private static void AssertBelowFeasible(Embedding f, Problem problem, double lower, bool anyDimension, CampaignTally tally)
    {
        var fits = problem.Dimension is not { } d || d >= f.Dimension;
        foreach (var g in anyDimension || fits ? FeasibleEmbeddings.Of(f, problem.Margin, lifted: anyDimension) : [])
        {
            Assert.True(ExactValues.IsAtLeast(f, g, problem.Metric, lower), $"{lower:R} is proved, a construction attains less");
            tally.Add("other feasible embeddings compared");
        }
    }

    /// <summary>
    /// Spoiled members are rejected; a changed number or another instance's multipliers never prove more than what is attained.
    /// </summary>
    private static void Damage(int seed, Certificate certificate, Problem problem, NearestSolution solution, CampaignTally tally)
    {
        foreach (var (member, json) in CertificateDamage.EachMemberSpoiled(certificate))
        {
            var verdict = CertificateDamage.Check(json, problem);
            Assert.True(
                !verdict.Accepted && verdict.Lower == 0, $"{certificate.GetType().Name} with {member} was accepted: {verdict.Reason}");
            tally.Add("damaged members, all rejected");
        }

        var rng = new Random(seed);
        for (var trial = 0; trial < 20; trial++)
        {
            var verdict = CertificateDamage.Check(CertificateDamage.OneNumberChanged(certificate, rng), problem);
            Assert.True(ExactValues.IsAtLeast(problem.Points, solution.Nearest, problem.Metric, verdict.Lower),
                $"changed number: {verdict.Reason}, but {solution.Upper:R} is attained");
            tally.Add(verdict.Accepted ? "changed numbers, still a proof of less" : "changed numbers, rejected");
        }

        var (otherPoints, otherSettings, _) = RandomProblem.Create(seed + 1);
        var other =
            NearestSolver.Solve(otherPoints, otherSettings with { Metric = problem.Metric, Dimension = null, FreeDimension = false });
        if (other.Certificate is { } foreign && foreign.Digest != certificate.Digest)
        {
            Assert.False(foreign.Check(problem).Accepted, "a certificate of another instance was accepted");
            var forged = (foreign with { Digest = problem.Digest }).Check(problem);
            Assert.True(ExactValues.IsAtLeast(problem.Points, solution.Nearest, problem.Metric, forged.Lower),
                $"forged digest: {forged.Reason}, but {solution.Upper:R} is attained");
            tally.Add("certificates of another instance, all rejected");
            tally.Add(forged.Accepted ? "with a forged digest, a proof of less" : "with a forged digest, rejected");
        }
    }
}
