using System.Diagnostics;
using IsoApprox.Learning.Health;
using IsoApprox.Solver.Nearest;

namespace IsoApprox.Studies.Watching;

/// <summary>Turns a snapshot into its row.</summary>
internal static class SnapshotHealth
{
    /// <summary>Measures a snapshot. Cost as <see cref="EmbeddingHealth.Measure"/>, and the budget for d_haus.</summary>
    /// <returns>Null when it was cancelled.</returns>
    internal static WatchRow? Measure(SnapshotFile file, Snapshot snapshot, WatchSettings settings, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var f = snapshot.Points;
        var health = EmbeddingHealth.Measure(
            f,
            new HealthSettings
            {
                Margin = settings.Margin ?? 0,
                HasLabels = snapshot.IsLabelled,
                HasProofs = false,
                HasLosses = false,
                PairLimit = settings.PairLimit,
                Seed = settings.Seed,
            },
            null,
            cancellation);
        var nearest = settings.Budget is { } budget && snapshot.IsLabelled && !cancellation.IsCancellationRequested
            ? NearestSolver.Solve(
                f, new NearestSettings { TimeLimit = budget, Seed = settings.Seed, Threads = settings.Threads }, null, cancellation)
            : null;
        return cancellation.IsCancellationRequested
            ? null
            : new WatchRow(
                WatchRow.IdOf(file.Name, settings), file.Name, file.Stamp, snapshot.Step,
                snapshot.Loss is { } loss && double.IsFinite(loss) ? loss : null, snapshot.Loss is { } l && !double.IsFinite(l),
                snapshot.IsLabelled, f.Count, f.Dimension, f.ClassCount, health.Measures.ToDictionary(m => m.Id, m => m.Value),
                nearest?.Lower, nearest?.Upper, clock.Elapsed.TotalSeconds);
    }
}
