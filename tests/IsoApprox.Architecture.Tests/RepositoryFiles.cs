namespace IsoApprox.Architecture.Tests;

/// <summary>The files of the checkout that the tests were built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Generated =
        ["bin", "obj", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts", "out", "paper-out", "artifacts"];

    /// <summary>The folder that holds IsoApprox.sln.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Repository-relative paths of all files that are not build output.</summary>
    internal static IEnumerable<string> All() => Walk(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    /// <summary>The C# files under a folder.</summary>
    internal static IEnumerable<string> Code(string folder) =>
        All().Where(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Text of a file.</summary>
    internal static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(sub => !Generated.Contains(Path.GetFileName(sub), StringComparer.Ordinal))
                .SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IsoApprox.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("IsoApprox.sln is in no folder above the test output");
    }
}
