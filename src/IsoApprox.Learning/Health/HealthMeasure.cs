namespace IsoApprox.Learning.Health;

/// <summary>One row of an embedding's health.</summary>
/// <param name="Id">Stable name, for example <c>rankme</c>.</param>
/// <param name="Value">The value; null when the measure is undefined for this embedding, never NaN or infinite.</param>
/// <param name="Reason">Why <paramref name="Value"/> is null; null when it is not.</param>
/// <param name="Sample">
/// Number of points that the value was taken from when not all were: a seeded subset, see <see cref="HealthSettings.PairLimit"/>. Null:
/// all.
/// </param>
/// <param name="Definition">Formula and source.</param>
public sealed record HealthMeasure(string Id, double? Value, string? Reason, int? Sample, HealthDefinition Definition)
{
    /// <summary>Proved lower end where the measure is enclosed and not just computed; null otherwise.</summary>
    public double? Lower { get; init; }

    /// <summary>Proved upper end, see <see cref="Lower"/>.</summary>
    public double? Upper { get; init; }
}

/// <summary>What a measure is.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Needs">What it needs besides the points.</param>
/// <param name="Formula">Its formula in words and symbols; docs/measures.md has range and limits.</param>
/// <param name="Source">Where it was defined.</param>
public sealed record HealthDefinition(string Id, HealthNeed Needs, string Formula, string Source);

/// <summary>What a measure needs besides the points.</summary>
public enum HealthNeed
{
    /// <summary>Nothing.</summary>
    Points,

    /// <summary>Class labels.</summary>
    Labels,

    /// <summary>A second embedding of the same items.</summary>
    SecondEmbedding,

    /// <summary>Class labels and the linear classifier on top of the embedding.</summary>
    Classifier,

    /// <summary>Class labels and the levels of similarity between the classes.</summary>
    Levels,
}
