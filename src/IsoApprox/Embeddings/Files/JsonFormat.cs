using System.Globalization;
using System.Text.Json;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// JSON: {"points": [[x, ..], ..], "labels": [label, ..]} ("X" and "y" are accepted for the names), or a bare array of arrays with the
/// points only. Other fields are ignored. Labels are integers or strings; the integer 1 and the string "1" are the same class.
/// </summary>
internal static class JsonFormat
{
    private const int MaxDepth = 64;

    /// <summary>Reads the points and, if asked for, the labels when there are any.</summary>
    internal static LabelledPoints ReadPoints(string path, bool withLabels) => WithRoot(path, root =>
    {
        var isObject = root.ValueKind == JsonValueKind.Object;
        var points = ToPoints(isObject ? Require(root, "points", "X", path) : root, path);
        return withLabels && isObject && Find(root, "labels", "y", path) is { } labels
            ? points with { Labels = ToLabels(labels, path) }
            : points;
    });

    /// <summary>Reads labels: an array, or an object with the field "labels" or "y".</summary>
    internal static string[] ReadLabels(string path) =>
        WithRoot(path, root => ToLabels(root.ValueKind == JsonValueKind.Object ? Require(root, "labels", "y", path) : root, path));

    /// <summary>Writes points and labels.</summary>
    internal static void Write(Stream stream, Embedding embedding)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteStartArray("points");
        for (var i = 0; i < embedding.Count; i++)
        {
            writer.WriteStartArray();
            foreach (var value in embedding[i])
            {
                WriteNumber(writer, value);
            }

            writer.WriteEndArray();
            writer.Flush();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("labels");
        WriteLabels(writer, embedding);
        writer.WriteEndObject();
    }

    /// <summary>Writes an array of labels: numbers when all class names are integers, otherwise strings.</summary>
    internal static void WriteLabels(Stream stream, Embedding embedding)
    {
        using var writer = new Utf8JsonWriter(stream);
        WriteLabels(writer, embedding);
    }

    private static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (value == 0 && double.IsNegative(value))
        {
            // The shortest form "-0" is an integer to some readers (Python), which lose its sign.
            writer.WriteRawValue("-0.0");
        }
        else
        {
            writer.WriteNumberValue(value);
        }
    }

    private static void WriteLabels(Utf8JsonWriter writer, Embedding embedding)
    {
        var isInteger = LabelText.AreIntegers(embedding.ClassNames);
        writer.WriteStartArray();
        foreach (var k in embedding.Classes)
        {
            if (isInteger)
            {
                writer.WriteRawValue(embedding.ClassNames[k]);
            }
            else
            {
                writer.WriteStringValue(embedding.ClassNames[k]);
            }
        }

        writer.WriteEndArray();
    }

    private static T WithRoot<T>(string path, Func<JsonElement, T> read)
    {
        using var stream = InputFile.Open(path);
        try
        {
            var text = JsonText.ReadAll(stream, Array.MaxLength - 1, MaxDepth, path);
            if (text.IsEmpty)
            {
                throw new EmbeddingException($"{path}: the file is empty; at least 1 row is needed");
            }

            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new EmbeddingException(
                $"{path}: line {e.LineNumber + 1}: is not valid JSON ({e.Message}); NaN and Infinity are not allowed", e);
        }
        catch (InvalidOperationException e)
        {
            // Strings are decoded only when they are asked for; this is what malformed ones throw.
            throw new EmbeddingException($"{path}: holds malformed text ({e.Message}); save it as UTF-8", e);
        }
    }

    private static JsonElement Require(JsonElement root, string name, string shortName, string path) =>
        Find(root, name, shortName, path)
            ?? throw new EmbeddingException($"{path}: no field '{name}' (or '{shortName}'); the fields are {Fields(root)}");

    private static JsonElement? Find(JsonElement root, string name, string shortName, string path)
    {
        var found = root.EnumerateObject().Where(field => field.NameEquals(name) || field.NameEquals(shortName)).ToArray();
        return found switch
        {
            [] => null,
            [var only] => only.Value,
            _ => throw new EmbeddingException($"{path}: '{name}' (or '{shortName}') is given {found.Length} times; keep one"),
        };
    }

    private static string Fields(JsonElement root)
    {
        var names = root.EnumerateObject().Select(field => field.Name).ToArray();
        return names.Length == 0 ? "none" : FieldText.QuoteAll(names);
    }

    private static LabelledPoints ToPoints(JsonElement array, string path)
    {
        RequireArray(array, $"{path}: the points");
        var count = array.GetArrayLength();
        LabelledPoints.RequireNotEmpty(count, 1, path);
        RequireArray(array[0], $"{path}: row 0");
        var dimension = array[0].GetArrayLength();
        LabelledPoints.RequireNotEmpty(count, dimension, path);
        if ((long)count * dimension > Array.MaxLength)
        {
            throw new EmbeddingException($"{path}: {count} points of {dimension} coordinates are too many; use fewer points");
        }

        var coordinates = new List<double>();
        var row = 0;
        foreach (var point in array.EnumerateArray())
        {
            RequireArray(point, $"{path}: row {row}");
            if (point.GetArrayLength() != dimension)
            {
                throw new EmbeddingException(
                    $"{path}: row {row}: {point.GetArrayLength()} coordinates, but row 0 has {dimension}; give every point the same number "
                        + $"of coordinates");
            }

            var column = 0;
            foreach (var value in point.EnumerateArray())
            {
                coordinates.Add(ToCoordinate(value, $"{path}: row {row}, column {column++}"));
            }

            row++;
        }

        return new LabelledPoints([.. coordinates], count, dimension, null);
    }

    private static double ToCoordinate(JsonElement value, string where) => value.ValueKind switch
    {
        JsonValueKind.Number when value.GetDouble() is var number && double.IsFinite(number) => number,
        JsonValueKind.Number => throw FieldText.NotACoordinate(value.GetRawText(), FieldKind.NotFinite, where),
        JsonValueKind.Null => throw FieldText.NotACoordinate("", FieldKind.Missing, where),
        _ => throw FieldText.NotACoordinate(value.GetRawText(), FieldKind.Other, where),
    };

    private static string[] ToLabels(JsonElement array, string path)
    {
        RequireArray(array, $"{path}: the labels");
        return [.. array.EnumerateArray().Select((label, row) => ToLabel(label, row, path))];
    }

    private static string ToLabel(JsonElement label, int row, string path) => label.ValueKind switch
    {
        JsonValueKind.String => label.GetString()!,
        JsonValueKind.Number when label.TryGetInt64(out var integer) => integer.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Number when LabelText.FromDouble(label.GetDouble()) is { } integer => integer,
        JsonValueKind.Null => throw new EmbeddingException($"{path}: row {row}: the label is missing; give every point a label"),
        _ => throw new EmbeddingException(
            $"{path}: row {row}: label {FieldText.Quote(label.GetRawText())} is neither an integer nor a string; use one of them"),
    };

    private static void RequireArray(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new EmbeddingException($"{what}: {FieldText.Quote(element.GetRawText())} is not an array; give an array");
        }
    }
}
