using IsoApprox.Certificates.Files;
using IsoApprox.Certificates.Penetration;
using IsoApprox.Certificates.Thickness;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Tests.Thickness;

/// <summary>Certificates of the exact methods: they prove what the solver says, and altered ones prove nothing false.</summary>
public class ThicknessProofTests
{
    private static readonly ThicknessSettings Certified = new() { Certify = true };

    [Fact]
    public void RandomSets_CertificateProvesTheLowerEnd()
    {
        var random = new Random(21);
        for (var trial = 0; trial < 120; trial++)
        {
            var n = 1 + random.Next(5);
            var f = ThicknessSets.Gaussian(random, n + 2 + random.Next(12), n);
            f = trial % 4 == 0 ? ThicknessSets.Map(f, x => [.. x.Select(a => (1e-3 * a) + 1e5)]) : f;
            var result = ThicknessSolver.Compute(f, Certified with { Seed = trial });
            Assert.NotNull(result.Certificate);
            var proved = RoundTrip(result.Certificate, f).CheckPoints(f);
            Assert.True(proved.Accepted, proved.Reason);
            Assert.InRange(proved.Lower, result.Lower * (1 - (n == 2 ? 1e-9 : 1e-8)), result.Upper);
        }
    }

    [Fact]
    public void ReferenceSets_CertificateProvesTheListedValue()
    {
        foreach (var set in ThicknessSets.References())
        {
            var f = ThicknessSets.Create(set.Points, set.Dimension);
            var proof = Assert.IsType<ThicknessBranchCertificate>(ThicknessSolver.Compute(f, Certified).Certificate);
            Assert.Equal(set.Theta, proof.Check(f), ThicknessTolerances.Reference * set.Theta);
        }
    }

    [Fact]
    public void AlteredCertificatesProveNothing()
    {
        var f = ThicknessSets.Gaussian(new Random(4), 14, 4);
        var result = ThicknessSolver.Compute(f, Certified);
        var proof = Assert.IsType<ThicknessBranchCertificate>(result.Certificate);
        Assert.True(proof.Check(f) > 0);
        Assert.Equal(0, (proof with { Level = result.Upper * (1 + 1e-12) }).Check(f));
        Assert.Equal(0, (proof with { Level = -1 }).Check(f));
        Assert.Equal(0, (proof with { Level = double.NaN }).Check(f));
        Assert.Equal(0, (proof with { Tree = proof.Tree[..^1] }).Check(f));
        Assert.Equal(0, (proof with { Tree = [.. proof.Tree, 0] }).Check(f));
        Assert.Equal(0, (proof with { Tree = [0, 0, 0, 0] }).Check(f));
        Assert.Equal(0, (proof with { Tree = [-5, .. proof.Tree] }).Check(f));
        Assert.Equal(0, (proof with { Leaves = [] }).Check(f));
        var swapped =
            Array.ConvertAll(proof.Leaves, leaf => new PenetrationLeaf(leaf.Below, leaf.BelowWeights, leaf.Above, leaf.AboveWeights));
        Assert.Equal(0, (proof with { Leaves = swapped }).Check(f));
        Assert.Equal(0, proof.Check(ThicknessSets.Map(f, x => [.. x.Select(a => 0.9 * a)])));
        Assert.False(RoundTrip(proof, f).CheckPoints(ThicknessSets.Map(f, x => [.. x.Select(a => a + 1e-9)])).Accepted);
    }

    [Fact]
    public void StoppedSearch_ProvesWhatItReturns()
    {
        var f = ThicknessSets.Gaussian(new Random(5), 40, 6);
        foreach (var limit in new[] { 0, 1e6, 1e7, 5e7 })
        {
            var part = ThicknessSolver.Compute(f, Certified with { WorkLimit = limit });
            Assert.InRange(part.Certificate!.Check(f), part.Lower * (1 - 1e-8), part.Upper);
        }
    }

    [Fact]
    public void FlatSets_NeedNoProof()
    {
        Assert.Null(ThicknessSolver.Compute(ThicknessSets.Create([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], 3), Certified).Certificate);
        Assert.Null(ThicknessSolver.Compute(ThicknessSets.Create([4, 4, 4], 1), Certified).Certificate);
    }

    private static ThicknessBound RoundTrip(IThicknessCertificate proof, Embedding f)
    {
        using var stream = new MemoryStream();
        CertificateJson.Write(ThicknessBound.Create(proof, f), stream);
        stream.Position = 0;
        return (ThicknessBound)CertificateJson.Read(stream);
    }
}
