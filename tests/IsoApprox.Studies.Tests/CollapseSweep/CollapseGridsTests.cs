using IsoApprox.Embeddings;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.Tests.CollapseSweep;

/// <summary>What settings make of the preset grids.</summary>
public class CollapseGridsTests
{
    private static readonly Embedding Data = Embedding.Create([0, 1, 2, 3], 1, [0, 0, 1, 1]);

    private static readonly CollapseSettings Untouched = new() { OutputDirectory = "out" };

    [Fact]
    public void Settings_that_change_nothing_give_a_preset()
    {
        Assert.Same(CollapseGrids.Quick, CollapseGrids.Of(Untouched));
        Assert.Same(CollapseGrids.Full, CollapseGrids.Of(Untouched with { Quick = false }));
    }

    [Fact]
    public void A_changed_preset_is_one_grid_with_one_seed_in_the_small_form()
    {
        var grid = Assert.Single(CollapseGrids.Of(Untouched with { Points = [6] }));
        Assert.Equal([6], grid.Points);
        Assert.Equal((1, false), (grid.Seeds, grid.WithBounds));
        Assert.Equal(CollapseGrids.Quick[0].Models, grid.Models);
        Assert.Equal(
            CollapseGrids.Full[0].Seeds, Assert.Single(CollapseGrids.Of(Untouched with { Quick = false, LabelNoise = [0] })).Seeds);
        Assert.Equal(4, Assert.Single(CollapseGrids.Of(Untouched with { Seeds = 4, WithBounds = true })).Seeds);
    }

    [Fact]
    public void Given_data_are_the_only_model_unless_models_are_named()
    {
        var data = Untouched with { Data = Data };
        Assert.Equal([new PointModel(PointKind.Data)], Assert.Single(CollapseGrids.Of(data)).Models);
        var named = data with { Models = [new PointModel(PointKind.Ball)] };
        Assert.Equal([new PointModel(PointKind.Ball)], Assert.Single(CollapseGrids.Of(named)).Models);
    }
}
