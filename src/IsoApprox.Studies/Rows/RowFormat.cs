using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsoApprox.Studies.Rows;

/// <summary>How rows of every study are written: names in camel case, enumerations as text, every member required.</summary>
internal static class RowFormat
{
    /// <summary>The options of one kind of row, for a generated context of its own. No reflection: native programs have none.</summary>
    /// <param name="enumerations">One <see cref="Text{T}"/> for each enumeration that occurs in the row.</param>
    internal static JsonSerializerOptions Options(params ReadOnlySpan<JsonConverter> enumerations)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        foreach (var enumeration in enumerations)
        {
            options.Converters.Add(enumeration);
        }

        return options;
    }

    /// <summary>An enumeration as text in camel case; numbers are refused.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    internal static JsonConverter Text<T>()
        where T : struct, Enum => new JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
