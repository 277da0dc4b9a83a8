namespace IsoApprox.Tests.Embeddings;

/// <summary>An empty folder that is removed after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("isoapprox-").FullName;

    internal string this[string name] => Path.Combine(_path, name);

    internal string[] Names => [.. Directory.EnumerateFileSystemEntries(_path).Select(p => Path.GetFileName(p)!).Order()];

    internal string Text(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    internal string Bytes(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <summary>Makes a pipe with a name; tests that need one do not run on Windows.</summary>
    internal string Pipe(string name)
    {
        using var process = System.Diagnostics.Process.Start("mkfifo", [this[name]]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return this[name];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

/// <summary>Files copied next to the tests, and assertions on errors.</summary>
internal static class TestData
{
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data");

    internal static string NumPy(string name) => Path.Combine(Folder, "numpy", name);

    internal static string Shipped(string name) => Path.Combine(Folder, "shipped", name);

    internal static string[] LabelsOf(IsoApprox.Embeddings.Embedding embedding) =>
        [.. embedding.Classes.ToArray().Select(k => embedding.ClassNames[k])];

    /// <summary>The action fails with a one-line message that contains each of the fragments.</summary>
    internal static void Refuses(Action action, params string[] fragments)
    {
        var message = Assert.Throws<IsoApprox.Embeddings.EmbeddingException>(action).Message;
        Assert.DoesNotContain('\n', message);
        foreach (var fragment in fragments)
        {
            Assert.Contains(fragment, message, StringComparison.Ordinal);
        }
    }
}
