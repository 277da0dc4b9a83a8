using System.Globalization;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Watching;

/// <summary>The health of one snapshot: one line of rows.jsonl.</summary>
/// <param name="Id">File and settings: other settings give another row.</param>
/// <param name="File">Name of the snapshot.</param>
/// <param name="Stamp">Sizes and times of its files; a snapshot that was written anew is measured anew.</param>
/// <param name="Step">The array step of a .npz, else the number in the file's name.</param>
/// <param name="Loss">The array loss of a .npz; null when it has none, or it is not finite.</param>
/// <param name="Diverged">Whether the logged loss is NaN or infinite.</param>
/// <param name="Labelled">Whether there are labels.</param>
/// <param name="Points">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Classes">Number of classes; 1 without labels.</param>
/// <param name="Measures">Value by id, docs/measures.md; null where it is undefined.</param>
/// <param name="Lower">Proved lower end of d_haus to F_TS; null when it was not asked for.</param>
/// <param name="Upper">Upper end of d_haus; likewise.</param>
/// <param name="Seconds">Time that the row took.</param>
public sealed record WatchRow(
    string Id, string File, string Stamp, double Step, double? Loss, bool Diverged, bool Labelled, int Points, int Dimension, int Classes,
    IReadOnlyDictionary<string, double?> Measures, double? Lower, double? Upper, double Seconds) : IStudyRow
{
    /// <inheritdoc/>
    public string? FindDefect() => RowCheck.FirstOf(
        ("points", RowCheck.Count(Points)), ("dimension", RowCheck.Count(Dimension)), ("classes", RowCheck.Count(Classes)),
        ("lower", Lower is null or >= 0), ("upper", Upper is null || Upper >= Lower), ("seconds", RowCheck.Size(Seconds)));

    /// <summary>The value of a measure; null when it is undefined or was not measured.</summary>
    /// <param name="id">Its id.</param>
    public double? this[string id] => Measures.GetValueOrDefault(id);

    /// <summary>The id of a row.</summary>
    internal static string IdOf(string file, WatchSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file}/margin={settings.Margin ?? 0:R}/budget={settings.Budget?.TotalSeconds ?? 0:R}/pairs={settings.PairLimit}"
            + $"/seed={settings.Seed}");
}
