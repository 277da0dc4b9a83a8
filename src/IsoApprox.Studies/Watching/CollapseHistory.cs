using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Studies.Watching;

/// <summary>Which signs of collapse began and ended while snapshots came in, by increasing step.</summary>
/// <param name="margin">Margin of the loss; null when it is not known.</param>
/// <param name="soft">Whether the loss is the soft margin.</param>
internal sealed class CollapseHistory(double? margin, bool soft)
{
    private readonly List<CollapseOnset> _onsets = [];
    private readonly List<LossPoint> _losses = [];
    private WatchRow? _first;

    /// <summary>Everything that began, in the order in which it was found.</summary>
    internal IReadOnlyList<CollapseOnset> Onsets => _onsets;

    /// <summary>Judges the next snapshot.</summary>
    /// <param name="row">Its row; its step is not below that of the last one.</param>
    /// <returns>What began with it.</returns>
    internal IReadOnlyList<CollapseOnset> Add(WatchRow row)
    {
        _first ??= row;
        var before = _onsets.Count;
        var total = CollapseRules.Total(_first, row, soft ? 0 : margin ?? 0);
        Note(CollapseSign.Total, row, row.Step, total);
        Note(CollapseSign.Class, row, row.Step, total is null ? CollapseRules.Class(row) : null);
        Note(CollapseSign.Dimensional, row, row.Step, total is null ? CollapseRules.Dimensional(_first, row) : null);
        if ((soft || margin > 0) && LossOf(row) is { } loss)
        {
            _losses.Add(new LossPoint(row.Step, loss, null, null));
            var stuck = CollapseRules.Stuck(_losses, margin ?? 0, soft);
            Note(CollapseSign.Stuck, row, stuck?.Onset ?? row.Step, stuck?.Sentence);
        }

        return _onsets[before..];
    }

    /// <summary>The logged loss; without one the batch-hard loss of the snapshot, which is a hinge.</summary>
    private double? LossOf(WatchRow row) => row.Loss ?? (soft || row.Diverged ? null : row["batch-hard-loss"]);

    private void Note(CollapseSign sign, WatchRow row, double step, string? sentence)
    {
        var open = _onsets.FindIndex(onset => onset.Sign == sign && onset.Until is null);
        if (sentence is not null && open < 0)
        {
            _onsets.Add(new CollapseOnset(sign, step, row.Step, null, sentence));
        }
        else if (sentence is null && open >= 0)
        {
            _onsets[open] = _onsets[open] with { Until = row.Step };
        }
    }
}
