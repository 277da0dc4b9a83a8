namespace IsoApprox.Studies.CollapseSweep;

/// <summary>A measure of collapse as the figures show it.</summary>
/// <param name="Name">Name in file names and JSON.</param>
/// <param name="Words">In a heading.</param>
/// <param name="Axis">Beside an axis.</param>
/// <param name="Value">From a row.</param>
internal sealed record FigureMeasure(string Name, string Words, string Axis, Func<CollapseRow, double?> Value)
{
    /// <summary>All measures of the phase diagrams.</summary>
    public static IReadOnlyList<FigureMeasure> All { get; } =
    [
        new("rms", "root mean square radius of f* over that of f", "rms ratio", row => row.RmsRatio),
        new("diameter", "diameter of f* over that of f", "diameter ratio", row => row.DiameterRatio),
        new("within", "within-class spread of f* over that of f", "within ratio", row => row.WithinRatio),
        new("between", "between-class spread of f* over that of f", "between ratio", row => row.BetweenRatio),
        new("effective-rank", "effective rank of f* over that of f", "eff. rank ratio", row => row.EffectiveRankRatio),
        new("distance", "d_{haus}(f, F_{TS}) over the enclosing radius R", "d_{haus}/R",
            row => row.DistanceOverRadius),
    ];

    /// <summary>Colour of a value.</summary>
    public string Colour(double value) => Name == "distance" ? RatioColours.OfDistance(value) : RatioColours.OfRatio(value);

    /// <summary>"2" as "2 classes", "x4" as "classes of 4".</summary>
    public static string PlanWords(string plan) => plan.StartsWith('x') ? $"classes of {plan[1..]}" : $"{plan} classes";
}
