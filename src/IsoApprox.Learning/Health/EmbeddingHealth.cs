using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Learning.Health;

/// <summary>The health of an embedding: the collapse, rank, direction, class and neighbour measures in use, side by side.</summary>
/// <param name="Measures">The rows in the order of <see cref="HealthCatalogue.All"/>.</param>
/// <param name="LeftOut">Measures that need labels or a second embedding, when there are none.</param>
public sealed record EmbeddingHealth(IReadOnlyList<HealthMeasure> Measures, IReadOnlyList<HealthDefinition> LeftOut)
{
    private static readonly string[] Losses = ["hard-mined-loss", "batch-hard-loss", "active-share"];

    /// <summary>
    /// Measures an embedding. Cost O(min(N, PairLimit)^2 n + N n^2 + N n C), memory O(N n). When cancelled, the rows that were not reached
    /// are null with that reason.
    /// </summary>
    /// <param name="f">The embedding, any scale.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="progress">Told the id of the measure that begins.</param>
    /// <param name="cancellation">Stops the computation; what is finished is returned.</param>
    /// <exception cref="EmbeddingException">The second embedding has another number of points.</exception>
    /// <exception cref="ArgumentOutOfRangeException">PairLimit is below 1, or the margin is negative or not finite.</exception>
    public static EmbeddingHealth Measure(
        Embedding f, HealthSettings? settings = null, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        settings ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.PairLimit, 1);
        if (settings.Against is { } other && other.Count != f.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {other.Count} points; row i of both must be the same item");
        }

        var table = new HealthTable(progress);
        Distances(table, f, settings, cancellation);
        foreach (var ending in (string[])["", SpectrumMeasures.Uncentred])
        {
            table.Group([.. SpectrumMeasures.Ids.Select(id => id + ending)], cancellation, () => Spectrum(table, f, ending, cancellation));
        }

        string[] directions = [.. DirectionMeasures.Ids.Where(id => settings.HasLabels || id != "alignment")];
        table.Group(directions, cancellation, () => DirectionMeasures.Fill(table, f, settings, cancellation));
        if (settings.Against is { } second)
        {
            table.Group([KernelAlignment.Id], cancellation, () => KernelAlignment.Fill(table, f, second, cancellation));
        }

        if (settings.HasLabels)
        {
            table.Group(ClassMeasures.Ids, cancellation, () => ClassMeasures.Fill(table, f, settings, cancellation));
            table.Group(NeighbourMeasures.Ids, cancellation, () => NeighbourMeasures.Fill(table, f, settings, cancellation));
        }

        var rows = table.Rows;
        return new EmbeddingHealth(rows, [.. HealthCatalogue.All.ExceptBy(rows.Select(row => row.Id), definition => definition.Id)]);
    }

    private static void Distances(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        var rows = PairSample.Rows(f.Count, settings.PairLimit, settings.Seed);
        int? sample = rows.Length < f.Count ? rows.Length : null;
        var some = sample is null ? f : f.Rows(rows);
        table.Group(["diameter"], cancellation, () => table.Set("diameter", Diameter.Compute(some, null, cancellation).Value, sample));
        if (!settings.HasLabels)
        {
            return;
        }

        table.Group(Losses, cancellation, () =>
        {
            var hard = TripletLoss.HardMined(some, TripletDistance.Euclidean, settings.Margin, null, cancellation);
            var batch = TripletLoss.BatchHard(some, settings.Margin, TripletDistance.Euclidean, null, cancellation);
            var reason = batch.Anchors == 0 ? "there is one class" : null;
            table.SetUnless(reason, "hard-mined-loss", () => hard.Value, sample);
            table.SetUnless(reason, "batch-hard-loss", () => batch.Value, sample);
            table.SetUnless(reason, "active-share", () => (double)batch.Active / batch.Anchors, sample);
        });
    }

    private static void Spectrum(HealthTable table, Embedding f, string ending, CancellationToken cancellation)
    {
        var isCentred = ending.Length == 0;
        var points = isCentred ? ScaledPoints.Centred(ScaledPoints.UpToTranslation(f), f.Dimension) : ScaledPoints.AsTheyAre(f);
        SpectrumMeasures.Fill(
            table, ending, points, f.Dimension, isCentred ? "all points coincide" : "all points are zero", cancellation);
    }
}
