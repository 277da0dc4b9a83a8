using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Watching;

/// <summary>A snapshot of a training as it lies in the folder.</summary>
/// <param name="Name">File name, step_000100.npy or .npz.</param>
/// <param name="Number">The number in the name.</param>
/// <param name="Path">Full path.</param>
/// <param name="LabelsPath">step_000100.labels.npy, else labels.npy; null when there is neither, or for a .npz that has its own.</param>
/// <param name="Stamp">Sizes and times of the files.</param>
internal sealed record SnapshotFile(string Name, double Number, string Path, string? LabelsPath, string Stamp)
{
    private const string Prefix = "step_";
    private const string LabelsOfAll = "labels.npy";

    private bool IsArchive => System.IO.Path.GetExtension(Name) == ".npz";

    /// <summary>True when labels may still come: points without a labels file.</summary>
    internal bool LacksLabels => !IsArchive && LabelsPath is null;

    /// <summary>The snapshots of a folder by increasing number.</summary>
    /// <exception cref="EmbeddingException">The folder is gone or cannot be read.</exception>
    internal static IReadOnlyList<SnapshotFile> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "step_*.np?").Select(Find).OfType<SnapshotFile>()
                .OrderBy(file => file.Number).ThenBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddingException($"{folder}: cannot be read ({error.Message}); check the path and permissions", error);
        }
    }

    /// <summary>The same file as it is now; null when it is gone.</summary>
    internal SnapshotFile? Again() => Find(Path);

    /// <summary>Reads it.</summary>
    /// <exception cref="EmbeddingException">It is damaged, or not whole yet.</exception>
    internal Snapshot Read()
    {
        var options = new EmbeddingReadOptions { LabelsPath = LabelsPath, RequireLabels = false };
        var points = EmbeddingReader.Read(Path, options, out var isLabelled);
        var step = IsArchive ? EmbeddingReader.ReadNumber(Path, "step") : null;
        var loss = IsArchive ? EmbeddingReader.ReadNumber(Path, "loss") : null;
        return step is null || double.IsFinite(step.Value)
            ? new Snapshot(points, isLabelled, step ?? Number, loss)
            : throw new EmbeddingException($"{Path}[step]: is not a finite number; leave it out to use the number in the file's name");
    }

    private static SnapshotFile? Find(string path)
    {
        var (name, folder) = (System.IO.Path.GetFileName(path), System.IO.Path.GetDirectoryName(path)!);
        var isArray = System.IO.Path.GetExtension(name) is ".npy" or ".npz";
        if (!isArray || !name.StartsWith(Prefix, StringComparison.Ordinal) || NumberIn(name) is not { } number
            || StampOf(path) is not { } stamp)
        {
            return null;
        }

        var own = System.IO.Path.Combine(folder, System.IO.Path.ChangeExtension(name, ".labels.npy"));
        var all = System.IO.Path.Combine(folder, LabelsOfAll);
        var labels = name.EndsWith(".npz", StringComparison.Ordinal) ? null : File.Exists(own) ? own : File.Exists(all) ? all : null;
        return new SnapshotFile(name, number, path, labels, labels is null ? stamp : $"{stamp}+{StampOf(labels)}");
    }

    private static string? StampOf(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.Length}@{info.LastWriteTimeUtc.Ticks}") : null;
    }

    /// <summary>100 in step_000100.npy; null for step_000100.labels.npy and other names.</summary>
    private static double? NumberIn(string name)
    {
        var digits = name.AsSpan(Prefix.Length, name.Length - Prefix.Length - ".npy".Length);
        return double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
    }
}

/// <summary>What a snapshot holds.</summary>
/// <param name="Points">Points with labels; one class without.</param>
/// <param name="IsLabelled">Whether the classes mean anything.</param>
/// <param name="Step">Its step, finite.</param>
/// <param name="Loss">The logged loss, also NaN or infinite; null when there is none.</param>
internal sealed record Snapshot(Embedding Points, bool IsLabelled, double Step, double? Loss);
