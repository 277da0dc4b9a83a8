using System.Diagnostics;
using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Counterexamples;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Studies.Instances;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Refuting;

/// <summary>
/// Seeded search for embeddings with a large certified d_iso/L or d_haus/L: structured starts (chains, crosses), random starts, climbs
/// along the gradient of the optimal value (d_haus: by random steps). Only certified intervals are reported.
/// </summary>
public static class Refute
{
    private const string RandomSource = "random";

    /// <summary>A rank certificate is the sharper the smaller L is; the end of a climb is also tried with these shares of its L.</summary>
    private static readonly double[] LossShares = [1, 0.1, 0.01];

    /// <summary>
    /// What is proved of the ratio for the points of a record: 2 by Theorem 3 as printed (refuted above), 1.275 in free dimension, and of
    /// d_haus/L 3/4 on a line and delta_nu elsewhere.
    /// </summary>
    /// <param name="claim">The claim.</param>
    /// <param name="f">The points.</param>
    public static double Constant(RefuteClaim claim, Embedding f) => claim switch
    {
        RefuteClaim.Theorem3Upper => 2,
        RefuteClaim.FreeDimension => FreeLift.Constant,
        _ => HausdorffAscent.Constant(f),
    };

    /// <summary>Runs the climbs.</summary>
    /// <param name="settings">Claim, sizes, effort, seed.</param>
    /// <param name="progress">Told after each climb; may be called from other threads.</param>
    /// <param name="cancellation">Stops the search; the records of finished and interrupted climbs are returned.</param>
    /// <exception cref="EmbeddingException">The sizes are out of range.</exception>
    public static RefuteResult Search(
        RefuteSettings settings, IProgress<RefuteProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var watch = Stopwatch.StartNew();
        var starts = Starts(settings);
        var records = new List<RefuteRecord>();
        var (finished, evaluations, gate) = (0, 0L, new Lock());
        Parallel.For(
            0, settings.Climbs, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads ?? Environment.ProcessorCount }, climb =>
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            var random = SeededRandom.Create(settings.Seed, climb);
            var (source, start) = climb < starts.Count ? starts[climb]
                : (RandomSource, RandomStarts.Create(settings.Points, settings.Dimension, settings.Classes, random));
            var (record, count) = settings.Claim switch
            {
                RefuteClaim.Theorem3Upper => InDimension(settings, climb, source, start, random, cancellation),
                RefuteClaim.FreeDimension => Free(settings, climb, source, start, random, cancellation),
                _ => Hausdorff(settings, climb, source, start, random, cancellation),
            };
            lock (gate)
            {
                (finished, evaluations) = (finished + 1, evaluations + count);
                if (record is not null)
                {
                    records.Add(record);
                }

                progress?.Report(new RefuteProgress(finished, settings.Climbs, records.Select(r => r.Ratio.Lower).DefaultIfEmpty(0).Max()));
            }
        });
        return new RefuteResult(
            [.. records.OrderByDescending(r => r.Ratio.Lower).ThenBy(r => r.Climb)], evaluations, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Chains for Theorem 3 (at most half of the climbs; each is climbed from once), the cross for free dimension.</summary>
    private static List<(string Source, Embedding Start)> Starts(RefuteSettings settings)
    {
        if (settings.Claim == RefuteClaim.Theorem3Upper)
        {
            var kept = Math.Max(1, settings.Climbs / 2);
            return
            [
                .. ChainStarts.Find(settings.Points, settings.Dimension, settings.Classes).Take(kept)
                    .Select(chain => ("chain " + string.Join(' ', chain.Links.Select(Name)), chain.ToEmbedding())),
            ];
        }

        if (settings.Claim == RefuteClaim.Hausdorff)
        {
            return [.. HausdorffAscent.Starts(settings)];
        }

        var m = (settings.Points - 1) / 3;
        return (3 * m) + 1 == settings.Points && settings.Dimension == m && settings.Classes == m + 1
            ? [($"cross {m}", KnownCounterexamples.Cross(m))]
            : [];
    }

    private static string Name(ChainLink link) => $"{link.Size}{(char)('a' + link.Plane)}{(link.Sign < 0 ? "-" : "")}";

    private static (RefuteRecord? Record, long Evaluations) InDimension(
        RefuteSettings settings, int climb, string source, Embedding start, Random random, CancellationToken cancellation)
    {
        var search = new RankAscent(new RankAscentSettings { Kicks = settings.Steps }, cancellation);
        var end = search.Climb(start, random)?.Points ?? (source == RandomSource ? null : start);
        if (end is null)
        {
            return (null, search.Evaluations);
        }

        var (f, rank) = Certify(search, end);
        var solution = NearestSolver.Solve(
            f,
            new NearestSettings { Metric = NearestMetric.IsometricError, Starts = 1, Threads = 1, Seed = settings.Seed },
            null,
            cancellation);
        var level = rank?.Level.RoundDown() ?? 0;
        Certificate? certificate = level > solution.Lower ? rank : solution.Certificate;
        return (Record(f, Math.Max(level, solution.Lower), solution.Upper, source, certificate, climb), search.Evaluations);
    }

    /// <summary>The end of a climb, or points near to it with a smaller loss, whose rank certificate proves the largest ratio.</summary>
    private static (Embedding Points, RankCertificate? Rank) Certify(RankAscent search, Embedding end)
    {
        var (best, bestRank, bestRatio) = (end, (RankCertificate?)null, 0.0);
        foreach (var share in LossShares)
        {
            if ((share < 1 ? search.WithLoss(end, share) : end) is { } points
                && RankCertificates.FromTangent(points, CancellationToken.None) is { } rank
                && rank.Level.RoundDown() / RigorousMeasures.HardLoss(points).Upper is var ratio && ratio > bestRatio)
            {
                (best, bestRank, bestRatio) = (points, rank, ratio);
            }
        }

        return (best, bestRank);
    }

    private static (RefuteRecord? Record, long Evaluations) Free(
        RefuteSettings settings, int climb, string source, Embedding start, Random random, CancellationToken cancellation)
    {
        var search = new FreeAscent(new FreeAscentSettings { Kicks = settings.Steps, Seed = settings.Seed }, cancellation);
        var f = search.Climb(start, random);
        var solution = search.Solve(f);
        return (Record(f, solution.Lower, solution.Upper, source, solution.Certificate, climb), search.Evaluations);
    }

    private static (RefuteRecord? Record, long Evaluations) Hausdorff(
        RefuteSettings settings, int climb, string source, Embedding start, Random random, CancellationToken cancellation)
    {
        var search = new HausdorffAscent(settings, cancellation);
        RefuteRecord?[] ends = [Certified(search.Climb(start, random)), Certified(start)];
        return (ends.MaxBy(record => record?.Ratio.Lower), search.Evaluations);

        RefuteRecord? Certified(Embedding f)
        {
            var solution = search.Solve(f);
            return Record(f, solution.Lower, solution.Upper, source, solution.Certificate, climb);
        }
    }

    private static RefuteRecord? Record(Embedding f, double lower, double upper, string source, Certificate? certificate, int climb)
    {
        var loss = RigorousMeasures.HardLoss(f);
        if (!(loss.Lower > 0))
        {
            return null;
        }

        var distance = new Interval(lower, Math.Max(lower, upper));
        return new RefuteRecord(f, loss, distance, distance / loss, source, certificate, climb);
    }
}
