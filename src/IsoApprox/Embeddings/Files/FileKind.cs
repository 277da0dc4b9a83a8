namespace IsoApprox.Embeddings.Files;

/// <summary>What a path leads to, symbolic links followed.</summary>
public enum FileKind
{
    /// <summary>Nothing: the path, or the end of its links, does not exist or cannot be reached.</summary>
    Missing,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe: opening it waits for the other end, and it can be read once only.</summary>
    Pipe,

    /// <summary>A device, such as a terminal or /dev/full: its content may be without end, and it must not be replaced.</summary>
    Device,

    /// <summary>A socket or anything else that cannot be opened as a file.</summary>
    Other,
}
