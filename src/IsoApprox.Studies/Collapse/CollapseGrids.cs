namespace IsoApprox.Studies.Collapse;

/// <summary>The grids of the study.</summary>
public static class CollapseGrids
{
    private static readonly PointModel Gaussian = new(PointKind.Gaussian);

    /// <summary>A few minutes on four cores.</summary>
    public static IReadOnlyList<CollapseGrid> Quick { get; } =
    [
        new CollapseGrid
        {
            Models = [Gaussian, new PointModel(PointKind.Mixture, 1)],
            Points = [4, 8, 16, 32, 72, 128],
            Dimensions = [2, 4, 8, 16, 32, 64, 128],
            Plans = [new ClassPlan(2, null), new ClassPlan(null, 4)],
        },
    ];

    /// <summary>Everything that docs/collapse.md speaks of, at N up to 2000.</summary>
    public static IReadOnlyList<CollapseGrid> Full { get; } = Quick;
}
