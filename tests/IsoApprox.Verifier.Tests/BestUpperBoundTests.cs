using IsoApprox.Embeddings;
using IsoApprox.Verifier;

namespace IsoApprox.Verifier.Tests;

public class BestUpperBoundTests
{
    [Fact]
    public void On_a_line_the_sharp_constants_are_attained()
    {
        var report = TheoremVerifier.Verify(Embedding.Create([0, 2, 1, 10, 12, 11.0], 1, [0, 0, 1, 2, 2, 3]));

        Assert.Contains("P11", report.BestHausdorff.Source, StringComparison.Ordinal);
        Assert.Equal(0.75, report.BestHausdorff.Bound.Upper, 12);
        Assert.True(report.BestHausdorff.Share.Upper > 0.9999 && report.BestHausdorff.Share.Upper <= 1);
        Assert.Equal(1.5, report.BestIsometric.Bound.Upper, 12);
    }

    [Fact]
    public void Contact_points_tighten_delta()
    {
        // Two parallel segments of five points, L = 1: two contact points each, nu = 1.
        double[] x = [-50, 0, -20, 0, 0, 0, 20, 0, 50, 0, -50, 99, -20, 99, 0, 99, 20, 99, 50, 99];
        var report = TheoremVerifier.Verify(Embedding.Create(x, 2, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]));

        Assert.Equal(1, report.Inputs.ContactRank);
        Assert.Contains("nu = 1", report.BestHausdorff.Source, StringComparison.Ordinal);
        Assert.Equal(1 + Math.Sqrt(0.5), report.BestHausdorff.Bound.Upper, 9);
    }

    [Fact]
    public void A_separated_embedding_has_the_bound_zero()
    {
        var best = TheoremVerifier.Verify(Embedding.Create([0, 1, 9, 10.0], 1, [0, 0, 1, 1])).BestIsometric;

        Assert.Equal((0, 0), (best.Bound.Upper, best.Share.Upper));
    }
}
