using IsoApprox.Embeddings;

namespace IsoApprox.Cli.Output;

/// <summary>Counts with the right form of the noun.</summary>
internal static class CountText
{
    /// <summary>"1 point", "2 points".</summary>
    internal static string Of(int count, string singular, string? plural = null) =>
        $"{count} {(count == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>"150 points, 4 coordinates, 3 classes".</summary>
    internal static string Sizes(Embedding f) => Sizes(f.Count, f.Dimension, f.ClassCount);

    /// <inheritdoc cref="Sizes(Embedding)"/>
    internal static string Sizes(int points, int dimension, int classes) =>
        $"{Of(points, "point")}, {Of(dimension, "coordinate")}, {Of(classes, "class", "classes")}";

    /// <summary>"150 points, 4 coordinates, no labels".</summary>
    internal static string Unlabelled(Embedding f) => $"{Of(f.Count, "point")}, {Of(f.Dimension, "coordinate")}, no labels";
}
