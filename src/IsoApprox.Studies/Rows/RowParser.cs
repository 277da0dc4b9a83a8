using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>
/// Rows of one kind as JSON objects on one line. Every member is required: a row of an older version, or cut and mended by hand, is none.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="format">How a row is written, made with <see cref="RowFormat.Options"/>.</param>
internal sealed class RowParser<T>(JsonTypeInfo<T> format)
    where T : class
{
    /// <summary>The row as text without line ends.</summary>
    internal string Write(T row) => JsonSerializer.Serialize(row, format);

    /// <summary>The row of a line, or why it is none.</summary>
    internal (T? Row, string? Reason) Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return (null, "is no JSON object");
            }

            if (NameOfInfinity(root, "") is { } infinite)
            {
                return (null, $"has a number beyond the range of doubles in {Quote(infinite)}");
            }

            return Convert(root);
        }
        catch (JsonException)
        {
            return (null, "is no JSON: cut short or damaged");
        }
    }

    private (T? Row, string? Reason) Convert(JsonElement root)
    {
        try
        {
            return (root.Deserialize(format), null);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            string[] missing =
            [
                .. format.Properties
                    .Where(p => p.AssociatedParameter is not null && !root.TryGetProperty(p.Name, out _)).Select(p => p.Name),
            ];
            var place = (error as JsonException)?.Path is { Length: > 2 } path ? $" in {Quote(path[2..])}" : "";
            return (null, missing.Length > 0
                ? $"lacks {string.Join(", ", missing.Select(Quote))}"
                : $"has a wrong or missing value{place}");
        }
    }

    private static string Quote(string name) => $"'{VisibleText.Of(name)}'";

    /// <summary>The name of the first number that no double can hold; it would be read as infinite.</summary>
    private static string? NameOfInfinity(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Number => double.IsFinite(element.GetDouble()) ? null : name,
        JsonValueKind.Object =>
            element.EnumerateObject().Select(member => NameOfInfinity(member.Value, member.Name))
                .FirstOrDefault(found => found is not null),
        JsonValueKind.Array =>
            element.EnumerateArray().Select(item => NameOfInfinity(item, name)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
