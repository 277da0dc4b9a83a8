using System.Globalization;

namespace IsoApprox.Embeddings.Files;

/// <summary>Rules for labels that hold for every format.</summary>
internal static class LabelText
{
    /// <summary>Every integer of at most this size is a double.</summary>
    private const double LargestExactInteger = 9007199254740992;

    /// <summary>The integer that a floating-point label stands for, as text; null when it is none.</summary>
    internal static string? FromDouble(double value) =>
        Math.Abs(value) <= LargestExactInteger && Math.Floor(value) == value
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>
    /// Labels of a text file: when all are integers and some are written as floats (1.0, 2e0), all become plain integers; otherwise
    /// unchanged.
    /// </summary>
    internal static string[] UnifyIntegers(string[] labels)
    {
        if (!labels.Any(label => label.AsSpan().ContainsAny('.', 'e', 'E')))
        {
            return labels;
        }

        var integers = new string[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (FieldText.Parse(labels[i], out var value) != FieldKind.Number || FromDouble(value) is not { } integer)
            {
                return labels;
            }

            integers[i] = integer;
        }

        return integers;
    }

    /// <summary>Refuses labels of another number than there are points.</summary>
    internal static void RequireCount(long labels, string path, int points, string pointsPath)
    {
        if (labels != points)
        {
            throw new EmbeddingException(
                $"{path}: {FieldText.Count(labels, "label")}, but {pointsPath} has {FieldText.Count(points, "point")}; give exactly one "
                    + $"label for each row");
        }
    }

    /// <summary>Refuses blank labels.</summary>
    internal static string[] RequirePresent(string[] labels, string source)
    {
        var row = Array.FindIndex(labels, string.IsNullOrWhiteSpace);
        return row < 0 ? labels : throw new EmbeddingException($"{source}: row {row}: the label is missing; give every point a label");
    }

    /// <summary>True when each name is an int64 in its shortest form, so that it survives being stored as an integer.</summary>
    internal static bool AreIntegers(IReadOnlyList<string> names) => names.All(name =>
        long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value.ToString(CultureInfo.InvariantCulture) == name);
}
