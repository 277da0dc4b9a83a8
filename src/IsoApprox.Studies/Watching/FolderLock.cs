using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Watching;

/// <summary>Keeps a second writer out of a folder. The system lets go of the lock when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = ".watch.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a folder.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <exception cref="EmbeddingException">Another process has it, or no file can be written there.</exception>
    internal static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            // The file stays: were it deleted, a waiting process could hold a lock on a file that no longer has a name.
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new EmbeddingException($"{path}: cannot be written; check permissions", error);
        }
        catch (IOException error)
        {
            throw new EmbeddingException($"{folder}: is being watched already ({Name} is locked); end that watch first", error);
        }
    }

    /// <summary>Lets go.</summary>
    public void Dispose() => _file.Dispose();
}
