using IsoApprox.Certificates;
using IsoApprox.Studies.Auditing;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.Auditing;

public class KnownConstantTests
{
    [Fact]
    public void Ends_are_ordered_and_those_of_both_distances_fit_together()
    {
        foreach (var pair in KnownConstant.All.GroupBy(row => row.Dimension))
        {
            var haus = Assert.Single(pair, row => row.Metric == NearestMetric.HausdorffLike);
            var iso = Assert.Single(pair, row => row.Metric == NearestMetric.IsometricError);
            Assert.All(pair, row => Assert.InRange(row.Lower, 0.75, row.Upper));
            Assert.True(iso.Lower <= 2 * haus.Upper && iso.Upper <= 2 * haus.Upper && haus.Lower >= Math.Floor(5e3 * iso.Lower) / 1e4);
            Assert.True(haus.Upper <= KnownConstant.EarlierUpper(pair.Key));
        }
    }

    [Fact]
    public void On_a_line_the_ends_meet()
    {
        var line = KnownConstant.All.Where(row => row.Dimension == 1).ToArray();
        Assert.Equal([0.75, 1.5], line.Select(row => row.Lower));
        Assert.Equal([0.75, 1.5], line.Select(row => row.Upper));
    }

    /// <summary>(P + kappa s)/(1 + kappa) over L of docs/theory.md, P12, for the sets whose far copies are listed.</summary>
    [Theory]
    [InlineData(3, 0.5, 3.0, 0.5, 1.75)]
    [InlineData(4, 0.5, 3.0, 5.0 / 12, 2.0)]
    [InlineData(5, 0.35355339059327379, 3.0, 1.0 / 3, 17.0 / 8)]
    [InlineData(6, 1.0 / 3, 8.0 / 3, 7.0 / 24, 2.0)]
    public void Far_copies_have_the_ratio_of_the_gap_formula(int n, double depth, double edge, double kappa, double nearest)
    {
        var k = Math.Sqrt(kappa);
        var ratio = (depth + (k * Math.Sqrt(edge))) / (1 + k) / (Math.Sqrt(edge) - Math.Sqrt(nearest));
        var row = KnownConstant.All.Single(row => row.Dimension == n && row.Metric == NearestMetric.IsometricError);
        Assert.Equal(Math.Floor(1e4 * ratio) / 1e4, row.Lower);
    }

    [Fact]
    public void The_figure_lies_on_its_page_and_says_its_values()
    {
        var document = new SvgDocument(ConstantsFigure.Draw());
        document.AssertInside();
        document.AssertTitled();
        Assert.Contains(document.Titles(), title => title.StartsWith("n = 2: d_iso / L at least 2.6927", StringComparison.Ordinal));
    }
}
