namespace IsoApprox.Embeddings.Files;

/// <summary>What a format delivers before validation: row-major coordinates, and the labels when the file holds them.</summary>
/// <param name="Coordinates">Row-major, length N n.</param>
/// <param name="Count">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Labels">N labels, or null when the file has none.</param>
internal sealed record LabelledPoints(double[] Coordinates, int Count, int Dimension, string[]? Labels)
{
    /// <summary>Refuses a points array without rows or without columns, which no later message could name properly.</summary>
    internal static void RequireNotEmpty(long count, long dimension, string source)
    {
        if (count == 0)
        {
            throw new EmbeddingException($"{source}: no points; at least 1 row is needed");
        }

        if (dimension == 0)
        {
            throw new EmbeddingException($"{source}: points have 0 coordinates; at least 1 is needed");
        }
    }
}
