using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Watching;

/// <summary>A snapshot that cannot be read.</summary>
/// <param name="File">Its name.</param>
/// <param name="Stamp">Its sizes and times; it is tried again when they change.</param>
/// <param name="Reason">Why.</param>
public sealed record DamagedSnapshot(string File, string Stamp, string Reason);

/// <summary>Something that happened during a watch.</summary>
/// <param name="Text">One line.</param>
/// <param name="Onset">The sign that began; null for anything else.</param>
/// <param name="Row">The row that was added; null for anything else.</param>
public sealed record WatchEvent(string Text, CollapseOnset? Onset = null, WatchRow? Row = null);

/// <summary>What a watch left.</summary>
/// <param name="Rows">The rows of these settings by increasing step, also those of earlier calls.</param>
/// <param name="Computed">Rows that this call computed.</param>
/// <param name="Onsets">The signs that began, in the order in which they were found.</param>
/// <param name="Damaged">Snapshots that were skipped.</param>
/// <param name="EndedBy">The sign that ended the watch; null when something else did.</param>
/// <param name="Files">Written files: rows, figures, page.</param>
/// <param name="Repairs">What was wrong with the row file.</param>
public sealed record WatchResult(
    IReadOnlyList<WatchRow> Rows, int Computed, IReadOnlyList<CollapseOnset> Onsets, IReadOnlyList<DamagedSnapshot> Damaged,
    CollapseOnset? EndedBy, IReadOnlyList<string> Files, RowRepairs Repairs);
