using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>The grids of the study: two presets, and what settings make of them.</summary>
public static class CollapseGrids
{
    private static readonly PointModel Gaussian = new(PointKind.Gaussian);

    /// <summary>Three seeds; about twenty minutes of processor time.</summary>
    public static IReadOnlyList<CollapseGrid> Quick { get; } =
    [
        new CollapseGrid
        {
            Models = [Gaussian, new PointModel(PointKind.Mixture, 1)],
            Points = [4, 8, 16, 32, 72, 128],
            Dimensions = [2, 4, 8, 16, 32, 64, 128],
            Plans = [new ClassPlan(2, null), new ClassPlan(null, 4)],
            Seeds = 3,
        },
        Bands(points: 60, dimensions: [2, 4, 8, 16, 32], seeds: 3),
    ];

    /// <summary>N up to 2000 and n up to 512: many hours of processor time, meant for several machines.</summary>
    public static IReadOnlyList<CollapseGrid> Full { get; } =
    [
        new CollapseGrid
        {
            Models = [Gaussian, new PointModel(PointKind.Mixture, 0.5), new PointModel(PointKind.Mixture, 1),
                new PointModel(PointKind.Mixture, 2)],
            Points = [4, 8, 16, 32, 72, 128, 256, 512, 1000, 1800, 2000],
            Dimensions = [2, 4, 8, 16, 32, 64, 128, 256, 512],
            Plans = [new ClassPlan(2, null), new ClassPlan(10, null), new ClassPlan(null, 4), new ClassPlan(null, 40)],
            LabelNoise = [0, 0.1],
            Seeds = 3,
        },
        Bands(points: 200, dimensions: [2, 4, 8, 16, 32, 64, 128], seeds: 3),
    ];

    /// <summary>The grids that settings ask for: a preset when they change nothing, else its first grid, changed.</summary>
    internal static IReadOnlyList<CollapseGrid> Of(CollapseSettings settings)
    {
        var preset = settings.Quick ? Quick : Full;
        object?[] given =
            [settings.Models, settings.Points, settings.Dimensions, settings.Plans, settings.LabelNoise, settings.Seeds, settings.Data];
        if (given.All(value => value is null) && !settings.WithBounds)
        {
            return preset;
        }

        var grid = preset[0];
        return
        [
            new CollapseGrid
            {
                Models = settings.Models ?? (settings.Data is null ? grid.Models : [new PointModel(PointKind.Data)]),
                Points = settings.Points ?? grid.Points,
                Dimensions = settings.Dimensions ?? grid.Dimensions,
                Plans = settings.Plans ?? grid.Plans,
                LabelNoise = settings.LabelNoise ?? grid.LabelNoise,
                Seeds = settings.Seeds ?? (settings.Quick ? 1 : grid.Seeds),
                WithBounds = settings.WithBounds,
            },
        ];
    }

    /// <summary>The runs of the figure with proof bands.</summary>
    /// <param name="points">N.</param>
    /// <param name="dimensions">Values of n.</param>
    /// <param name="seeds">Number of seeds.</param>
    internal static CollapseGrid Bands(int points, IReadOnlyList<int> dimensions, int seeds) => new()
    {
        Models = [new PointModel(PointKind.Sphere), new PointModel(PointKind.Ball), Gaussian],
        Points = [points],
        Dimensions = dimensions,
        Plans = [new ClassPlan(2, null), new ClassPlan(10, null)],
        Seeds = seeds,
        WithBounds = true,
    };
}
