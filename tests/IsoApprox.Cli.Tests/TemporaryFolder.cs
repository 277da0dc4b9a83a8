namespace IsoApprox.Cli.Tests;

/// <summary>A folder for the files of one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isoapprox-");

    internal string Path => _folder.FullName;

    /// <summary>Path of a file in the folder.</summary>
    internal string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a text file and gives its path.</summary>
    internal string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Names of all files.</summary>
    internal string[] Files => [.. _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}
