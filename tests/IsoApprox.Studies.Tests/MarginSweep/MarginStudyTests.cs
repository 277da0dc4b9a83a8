using IsoApprox.Studies.MarginSweep;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.MarginSweep;

/// <summary>The margin study on its smallest instance.</summary>
public sealed class MarginStudyTests : IDisposable
{
    private const double Tolerance = 1e-6;

    /// <summary>Of the canonical embedding.</summary>
    private const double CanonicalTolerance = 1e-4;

    private readonly string _folder = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Distances_grow_with_the_margin_and_every_floor_costs_something_or_nothing()
    {
        var settings = new MarginSettings { OutputDirectory = _folder, Quick = true, Margins = [0, 0.5, 1.5], Floors = [0.5, 1], Jobs = 1 };
        var result = new MarginStudy().Run(settings);
        Assert.Equal((9, 9), (result.Total, result.Computed));
        Assert.Equal(0, new MarginStudy().Run(settings).Computed);
        var margins = result.Rows.Where(row => row.Kind == MarginKind.Margin).ToArray();
        for (var k = 0; k < margins.Length; k++)
        {
            Assert.Equal(margins[0].Loss + (margins[k].Level * margins[k].Diameter), margins[k].Loss, Tolerance);
            Assert.True(margins[k].Hausdorff.Lower <= margins[k].Hausdorff.Upper);
            Assert.True(k == 0 || margins[k].Hausdorff.Upper > margins[k - 1].Hausdorff.Upper);
            Assert.True(margins[k].Isometric!.Lower >= margins[k].Loss / 2 * (1 - Tolerance));
        }

        Assert.True(margins[^1].Ratios.Within < CanonicalTolerance);
        var floors = result.Rows.Where(row => row.Kind != MarginKind.Margin).ToArray();
        Assert.All(floors, row => Assert.True(row.Hausdorff.Upper >= margins[0].Hausdorff.Lower));
        Assert.All(
            floors.Where(row => row.Kind == MarginKind.Scale), row => Assert.True(row.Ratios.Diameter >= row.Level * (1 - Tolerance)));
        foreach (var figure in result.Files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var document = new SvgDocument(File.ReadAllText(figure));
            document.AssertInside();
            document.AssertTitled();
        }
    }
}
