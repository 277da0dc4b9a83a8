using System.Diagnostics;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Watching;

/// <summary>
/// Watches a training: snapshots of an embedding that appear in a folder, one row of health for each in rows.jsonl, curves and verdict in
/// index.html. A file that is being written is waited for, a damaged one is named and skipped, rows that exist are not computed again.
/// </summary>
public sealed class Watch
{
    private static readonly TimeSpan PagePause = TimeSpan.FromSeconds(2);

    private readonly WatchSettings _settings;
    private readonly RowFile<WatchRow> _file;
    private readonly IProgress<WatchEvent>? _told;
    private readonly Dictionary<string, (string Stamp, long Since)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DamagedSnapshot> _damaged = new(StringComparer.Ordinal);
    private readonly List<WatchRow> _rows;
    private CollapseHistory _history;
    private CollapseOnset? _endedBy;
    private IReadOnlyList<string> _pageFiles = [];
    private long _drawn;
    private int _computed;

    private Watch(WatchSettings settings, IProgress<WatchEvent>? told)
    {
        (_settings, _told) = (settings, told);
        _file = RowFile<WatchRow>.OpenFolder(settings.Folder, Shard.Whole, WatchRowJson.Format, row => row.Id, row => row.FindDefect());
        _rows = [.. _file.All.Where(row => row.Id == WatchRow.IdOf(row.File, settings)).OrderBy(row => row.Step)];
        _history = Replay();
    }

    /// <summary>Watches until it is cancelled, or as the settings say.</summary>
    /// <param name="settings">Folder, loss, when to end.</param>
    /// <param name="told">Told in one line each what happens: a row, a sign of collapse, a damaged snapshot.</param>
    /// <param name="cancellation">Ends it; rows and page are kept.</param>
    /// <exception cref="EmbeddingException">The folder does not exist, cannot be written, or is being watched already.</exception>
    public static WatchResult Run(WatchSettings settings, IProgress<WatchEvent>? told = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!Directory.Exists(settings.Folder))
        {
            throw new EmbeddingException($"{settings.Folder}: no such folder; give the one that snapshots are written to");
        }

        using var folderLock = FolderLock.Take(settings.Folder);
        return new Watch(settings, told).Run(cancellation);
    }

    private WatchResult Run(CancellationToken cancellation)
    {
        // What earlier calls found may end this one.
        EndBy(_history.Onsets);
        Draw(isLive: !_settings.Once);
        while (_endedBy is null && !cancellation.IsCancellationRequested)
        {
            var before = _computed;
            var isPending = Pass(cancellation);
            if (_settings.Once && !isPending)
            {
                break;
            }

            if (_computed > before)
            {
                Draw(isLive: true);
            }

            if (_endedBy is null)
            {
                cancellation.WaitHandle.WaitOne(_settings.Poll);
            }
        }

        Draw(isLive: false);
        return new WatchResult(
            _rows, _computed, _history.Onsets, [.. _damaged.Values], _endedBy,
            [.. File.Exists(_file.Path) ? [_file.Path] : Array.Empty<string>(), .. _pageFiles], _file.Repairs);
    }

    /// <summary>Looks at every snapshot once.</summary>
    /// <returns>True when one must be looked at again.</returns>
    private bool Pass(CancellationToken cancellation)
    {
        var isPending = false;
        foreach (var file in SnapshotFile.List(_settings.Folder))
        {
            if (cancellation.IsCancellationRequested || _endedBy is not null)
            {
                return false;
            }

            if (_file.Find(WatchRow.IdOf(file.Name, _settings))?.Stamp == file.Stamp
                || (_damaged.TryGetValue(file.Name, out var damaged) && damaged.Stamp == file.Stamp))
            {
                continue;
            }

            isPending |= !Take(file, cancellation);
            if (Stopwatch.GetElapsedTime(_drawn) > PagePause)
            {
                Draw(isLive: true);
            }
        }

        return isPending;
    }

    /// <summary>Reads a snapshot and adds its row.</summary>
    /// <returns>False when it is not whole yet.</returns>
    private bool Take(SnapshotFile file, CancellationToken cancellation)
    {
        if (!_seen.TryGetValue(file.Name, out var seen) || seen.Stamp != file.Stamp)
        {
            _seen[file.Name] = seen = (file.Stamp, Stopwatch.GetTimestamp());
        }

        var isSettled = Stopwatch.GetElapsedTime(seen.Since) >= _settings.Settle;
        if (file.LacksLabels && !isSettled)
        {
            return false;
        }

        Snapshot snapshot;
        try
        {
            snapshot = file.Read();
        }
        catch (EmbeddingException error)
        {
            if (isSettled)
            {
                _damaged[file.Name] = new DamagedSnapshot(file.Name, file.Stamp, error.Message);
                _told?.Report(new WatchEvent($"{file.Name} is skipped: {error.Message}"));
            }

            return isSettled;
        }

        if (file.Again()?.Stamp != file.Stamp)
        {
            return false;
        }

        _damaged.Remove(file.Name);
        if (SnapshotHealth.Measure(file, snapshot, _settings, cancellation) is { } row)
        {
            Add(row);
        }

        return true;
    }

    private void Add(WatchRow row)
    {
        _file.Append(row);
        _computed++;
        _told?.Report(new WatchEvent($"step {row.Step}: {row.File}", Row: row));
        var replaced = _rows.RemoveAll(other => other.Id == row.Id) > 0;
        var isLast = !replaced && (_rows.Count == 0 || row.Step >= _rows[^1].Step);
        var at = _rows.FindLastIndex(other => other.Step <= row.Step) + 1;
        _rows.Insert(at, row);
        IReadOnlyList<CollapseOnset> begun;
        if (isLast)
        {
            begun = _history.Add(row);
        }
        else
        {
            // A snapshot that came late, or anew, changes what is compared with what.
            var known = _history.Onsets;
            _history = Replay();
            begun = [.. _history.Onsets.Where(onset => !known.Any(o => o.Sign == onset.Sign && o.SeenAt == onset.SeenAt))];
        }

        foreach (var onset in begun)
        {
            _told?.Report(new WatchEvent(WatchText.Line(onset), onset));
        }

        EndBy(begun);
    }

    private CollapseHistory Replay()
    {
        var history = new CollapseHistory(_settings.Margin, _settings.Soft);
        foreach (var row in _rows)
        {
            history.Add(row);
        }

        return history;
    }

    private void EndBy(IEnumerable<CollapseOnset> onsets) =>
        _endedBy ??= onsets.FirstOrDefault(onset => onset.Until is null && _settings.Until.Contains(onset.Sign));

    private void Draw(bool isLive)
    {
        _pageFiles = WatchPage.Write(_settings, _rows, _history.Onsets, _damaged.Values, isLive);
        _drawn = Stopwatch.GetTimestamp();
    }
}
