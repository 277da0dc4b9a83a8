using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>
/// How N points are split into classes: into a number of classes, or into classes of a size. Sizes differ by one at most.
/// </summary>
/// <param name="Classes">Number of classes; null when the size is given.</param>
/// <param name="Size">Points of a class; null when the number is given.</param>
public sealed record ClassPlan(int? Classes, int? Size)
{
    /// <summary>"10" for ten classes, "x4" for classes of four points.</summary>
    public override string ToString() =>
        Classes?.ToString(CultureInfo.InvariantCulture) ?? string.Create(CultureInfo.InvariantCulture, $"x{Size}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="EmbeddingException">Not of that form.</exception>
    public static ClassPlan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var isSize = trimmed.StartsWith('x');
        return int.TryParse(isSize ? trimmed[1..] : trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 2
            ? isSize ? new ClassPlan(null, value) : new ClassPlan(value, null)
            : throw new EmbeddingException(
                $"classes '{text}': give a number of classes of at least 2, or x and a class size of at least 2, such as 10 or x4");
    }

    /// <summary>
    /// Number of classes of N points; null when there would be fewer than two classes, or a class with fewer than two points.
    /// </summary>
    /// <param name="count">N.</param>
    public int? CountFor(int count)
    {
        var classes = Classes ?? count / Size!.Value;
        return classes >= 2 && 2 * classes <= count ? classes : null;
    }
}
