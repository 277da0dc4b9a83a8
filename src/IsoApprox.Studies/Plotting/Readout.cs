using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Plotting;

/// <summary>Words and numbers in the titles of marks: what a browser shows when the pointer rests on one.</summary>
internal static class Readout
{
    private const int MostRows = 8;

    /// <summary>Six significant digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    /// <summary>"row 3, class cat".</summary>
    public static string Row(Embedding f, int i) => $"row {i}, class {Class(f, i)}";

    /// <summary>"f row 3, class cat: (0.5, 0.25)"; without "f" when the name is empty.</summary>
    public static string Point(string name, Embedding f, int i, PlanarPoints points) =>
        (name.Length > 0 ? name + " " : name) + Row(f, i) + ": "
            + (f.Dimension == 1 ? Number(points.X[i]) : $"({Number(points.X[i])}, {Number(points.Y[i])})");

    /// <summary>"2 rows: 3 (cat), 7 (dog)": up to eight of them, and how many more there are.</summary>
    /// <param name="f">The embedding that holds the classes.</param>
    /// <param name="shown">Rows of <paramref name="f"/>.</param>
    /// <param name="number">Number that the user knows a row by; null for its own.</param>
    public static string Rows(Embedding f, IReadOnlyList<int> shown, Func<int, int>? number = null)
    {
        var first = string.Join(", ", shown.Take(MostRows).Select(i => $"{number?.Invoke(i) ?? i} ({Class(f, i)})"));
        var more = shown.Count > MostRows ? $" and {shown.Count - MostRows} more" : string.Empty;
        return (shown.Count == 1 ? "row " : $"{shown.Count} rows: ") + first + more;
    }

    private static string Class(Embedding f, int i) => SvgText.Literal(f.ClassNames[f.Classes[i]]);
}
