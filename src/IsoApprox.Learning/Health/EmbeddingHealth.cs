using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Measures;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>The health of an embedding: the collapse, rank, direction, class and neighbour measures in use, side by side.</summary>
/// <param name="Measures">The rows in the order of <see cref="HealthCatalogue.All"/>.</param>
/// <param name="LeftOut">Measures that need labels, a second embedding, a classifier or levels, when there are none.</param>
public sealed record EmbeddingHealth(IReadOnlyList<HealthMeasure> Measures, IReadOnlyList<HealthDefinition> LeftOut)
{
    private const string Slope = "contraction-slope";

    /// <summary>Lengths times 2^k with |k| up to this lose no digits.</summary>
    private const int OrdinaryExponent = 500;

    private static readonly string[] Losses = ["hard-mined-loss", "batch-hard-loss", "active-share", Slope];

    /// <summary>
    /// Verdicts on the theorems of arXiv 2311.05139 for one negative and InfoNCE, read off intervals; empty without labels, and where
    /// <see cref="HealthSettings.HasProofs"/> is off or the run was stopped.
    /// </summary>
    public IReadOnlyList<ContrastiveClaimResult> Claims { get; init; } = [];

    /// <summary>Number of points that <see cref="Claims"/> are about when these are not all: a seeded part. Null: all.</summary>
    public int? ClaimSample { get; init; }

    /// <summary>
    /// Measures an embedding. Cost O(min(N, PairLimit)^2 n + N n^2 + N n C), memory O(N n). When cancelled, the rows that were not reached
    /// are null with that reason.
    /// </summary>
    /// <param name="f">The embedding, any scale.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="progress">Told the id of the measure that begins.</param>
    /// <param name="cancellation">Stops the computation; what is finished is returned.</param>
    /// <exception cref="EmbeddingException">The second embedding has another number of points, or the classifier another shape than
    /// classes times coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">PairLimit is below 1, the margin or the hardness is negative or not
    /// finite, or the temperature is not a finite number above 0.</exception>
    public static EmbeddingHealth Measure(
        Embedding f, HealthSettings? settings = null, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        settings ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.PairLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(settings.Temperature, 0);
        if (settings.Against is { } other && other.Count != f.Count)
        {
            throw new EmbeddingException($"the embeddings have {f.Count} and {other.Count} points; row i of both must be the same item");
        }

        if (settings.Classifier?.FindDefect(f) is { } defect)
        {
            throw new EmbeddingException(defect);
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
            string[] ofClasses = [.. ClassMeasures.Ids, .. settings.Classifier is null ? [] : ClassifierMeasures.Ids];
            table.Group(ofClasses, cancellation, () => ClassMeasures.Fill(table, f, settings, cancellation));
            table.Group(NeighbourMeasures.Ids, cancellation, () => NeighbourMeasures.Fill(table, f, settings, cancellation));
        }

        if (settings.HasProofs)
        {
            table.Group([ThicknessMeasure.Id], cancellation, () => ThicknessMeasure.Fill(table, f, settings, cancellation));
        }

        var rows = table.Rows;
        var missing = HealthCatalogue.All.ExceptBy(rows.Select(row => row.Id), definition => definition.Id);
        var health = new EmbeddingHealth(rows, [.. missing.Where(definition => settings.Lacks(definition.Needs))]);
        if (!settings.HasProofs || !settings.HasLabels || cancellation.IsCancellationRequested)
        {
            return health;
        }

        progress?.Report("contrastive claims");
        var (claims, sample) = ClaimVerdicts.Of(f, settings);
        return health with { Claims = claims, ClaimSample = sample };
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
            ContractionSlope(table, some, reason, sample, cancellation);
        });
        if (settings.HasLosses)
        {
            table.Group(LossMeasures.Ids(settings), cancellation, () => LossMeasures.Fill(table, f, settings, cancellation));
        }
    }

    private static void ContractionSlope(
        HealthTable table, Embedding f, string? reason, int? sample, CancellationToken cancellation)
    {
        // As lengths in a unit near the largest coordinate, which neither overflow nor lose digits.
        var n = f.Dimension;
        var points = ScaledPoints.UpToTranslation(f, out var exponent);
        var centred = ScaledPoints.Centred(points, n);
        var radius = Math.Sqrt(VectorKernels.Dot(centred, centred) / f.Count);
        reason ??= radius == 0 ? "all points coincide" : null;
        table.SetUnless(
            reason,
            Slope,
            () =>
            {
                var anchors = AnchorDistances.Compute(
                    Math.Abs(exponent) < OrdinaryExponent ? f : f.WithPoints(points, n), null, cancellation);
                var unit = Math.Abs(exponent) < OrdinaryExponent ? exponent : 0;
                var differences = anchors.FarthestPositiveDistance.Zip(anchors.NearestNegativeDistance, (far, near) => far - near);
                return Math.ScaleB(differences.Average(), -unit) / radius;
            },
            sample);
    }

    private static void Spectrum(HealthTable table, Embedding f, string ending, CancellationToken cancellation)
    {
        var isCentred = ending.Length == 0;
        var points = isCentred ? ScaledPoints.Centred(ScaledPoints.UpToTranslation(f), f.Dimension) : ScaledPoints.AsTheyAre(f);
        SpectrumMeasures.Fill(
            table, ending, points, f.Dimension, isCentred ? "all points coincide" : "all points are zero", cancellation);
    }
}
