using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Formats;

namespace IsoApprox.Studies.Reports;

/// <summary>Text files of a report: written under a temporary name in the same folder, then renamed.</summary>
internal static class ReportFolder
{
    /// <summary>Creates the folder when it is missing, before any time is spent.</summary>
    /// <exception cref="EmbeddingException">It cannot be created.</exception>
    public static void Prepare(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new EmbeddingException("output folder: the name is empty; give a folder");
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EmbeddingException($"output folder '{folder}': cannot be created; give a folder that can be written", error);
        }
    }

    /// <summary>Writes one file, line ends LF, and returns its full path.</summary>
    /// <exception cref="EmbeddingException">It cannot be written.</exception>
    public static string Write(string folder, string name, string text)
    {
        var target = Path.Combine(Path.GetFullPath(folder), name);
        SafeFile.ReplaceText(target, text);
        return target;
    }
}
