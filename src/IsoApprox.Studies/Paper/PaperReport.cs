using System.Diagnostics;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Verifier;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Studies.Paper;

/// <summary>
/// Reproduces the toy example and the figures of arXiv 2210.11173: solves both nearest problems for the toy example and a planar example,
/// evaluates the claims, and writes figure-1.svg .. figure-6.svg, results.json and index.html.
/// </summary>
public static class PaperReport
{
    /// <summary>Computes and writes the report.</summary>
    /// <param name="settings">Seed, limits, output folder.</param>
    /// <param name="progress">Told what is being done, one short line each; may be called from other threads.</param>
    /// <param name="cancellation">Stops the searches; the report is then written from what is proved so far, and its statuses say
    /// so.</param>
    /// <exception cref="EmbeddingException">The output folder cannot be written.</exception>
    public static PaperResult Run(PaperSettings settings, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SafeFile.CreateFolder(settings.OutputDirectory);
        var watch = Stopwatch.StartNew();
        var toy = Study(PaperInstances.Toy(), "toy example", settings, progress, cancellation);
        var collapse =
            Study(PaperInstances.MixedPlanar(settings.CollapsePoints, settings.Seed), "planar example", settings, progress, cancellation);
        progress?.Report("writing the report");
        return Write(new PaperResult(settings, toy, collapse, watch.Elapsed.TotalSeconds, []));
    }

    /// <summary>Writes the files of a result and returns it with their paths. Each file appears complete or not at all.</summary>
    internal static PaperResult Write(PaperResult result)
    {
        SafeFile.CreateFolder(result.Settings.OutputDirectory);
        var figures = Figures(result);
        var files = new List<string>();
        for (var k = 0; k < figures.Count; k++)
        {
            files.Add(SafeFile.ReplaceText(result.Settings.OutputDirectory, $"figure-{k + 1}.svg", figures[k]));
        }

        files.Add(SafeFile.ReplaceText(result.Settings.OutputDirectory, "results.json", PaperJson.ToJson(result)));
        files.Add(SafeFile.ReplaceText(result.Settings.OutputDirectory, "index.html", PaperHtml.ToHtml(result, figures)));
        return result with { Files = files };
    }

    /// <summary>The SVG texts of Figures 1-6.</summary>
    internal static IReadOnlyList<string> Figures(PaperResult result)
    {
        var (toy, collapse) = (result.Toy, result.Collapse);
        var (f, near, isometric) = (toy.Embedding, toy.HausdorffSolution, toy.IsometricSolution);
        var status = $"f* of d_{{haus}}: {PaperInstance.Describe(collapse.HausdorffSolution, collapse.HausdorffLike)} "
            + $"f* of d_{{iso}}: {PaperInstance.Describe(collapse.IsometricSolution, collapse.IsometricError)}";
        return
        [
            PaperFigures.TripletBoundary(near.Nearest, TripletSeparation.Worst(near.Nearest).Triplet, f.ClassCount - 1),
            PaperFigures.Setup(f, toy.HausdorffLike, toy.IsometricError),
            PaperFigures.HausdorffLike(f, near.Nearest, toy.HausdorffLike, PaperInstance.Describe(near, toy.HausdorffLike)),
            PaperFigures.IsometricErrorPair(
                f, isometric.Nearest, IsometricError.Compute(f, isometric.Nearest), toy.IsometricError,
                PaperInstance.Describe(isometric, toy.IsometricError)),
            PaperFigures.HardestTriplet(f, toy.HardLoss),
            PaperFigures.Collapse(
                collapse.Embedding, collapse.HausdorffSolution.Nearest, collapse.HausdorffLike,
                collapse.IsometricSolution.Nearest, collapse.IsometricError, status),
        ];
    }

    private static PaperInstance Study(
        Embedding f, string name, PaperSettings settings, IProgress<string>? progress, CancellationToken cancellation)
    {
        var search = new VerifierSettings
        {
            Seed = settings.Seed,
            Starts = settings.Starts,
            TimeLimit = settings.TimeLimit,
            Threads = settings.Threads,
            ProveNodes = settings.ProveNodes,
        };
        return new PaperInstance(f, TheoremVerifier.Verify(f, search, progress is null ? null : new Relay(name, progress), cancellation));
    }

    private sealed class Relay(string name, IProgress<string> progress) : IProgress<VerifierProgress>
    {
        public void Report(VerifierProgress value)
        {
            var stage = value.Stage switch
            {
                VerifierStage.Measures => "measures",
                VerifierStage.Thickness => "thickness",
                VerifierStage.Hausdorff => "nearest in d_haus",
                VerifierStage.Isometric => "nearest in d_iso",
                _ => "claims",
            };
            progress.Report(
                value.Search is { } search ? $"{name}: {stage}, start {search.Finished} of {search.Total}" : $"{name}: {stage}");
        }
    }
}
