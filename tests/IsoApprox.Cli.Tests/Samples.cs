namespace IsoApprox.Cli.Tests;

/// <summary>Input files of the tests.</summary>
internal static class Samples
{
    /// <summary>The iris data that ships with the notebooks: 150 points, 4 coordinates, 3 classes.</summary>
    internal static string Iris { get; } = Path.Combine(RepositoryRoot(), "notebooks", "data", "iris.csv");

    /// <summary>Five planar points in two classes; its hardest triplet is violated.</summary>
    internal const string Planar = """
        x,y,label
        0.10,0.43,0
        0.25,0.95,0
        0.61,0.89,1
        0.49,0.47,1
        0.89,0.22,1
        """;

    /// <summary>Two well separated pairs: Triplet-Separated.</summary>
    internal const string Separated = """
        x,y,label
        0,0,a
        0,1,a
        10,0,b
        10,1,b
        """;

    /// <summary>One class only: there is no triplet.</summary>
    internal const string OneClass = """
        x,label
        0,a
        2,a
        5,a
        """;

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IsoApprox.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("IsoApprox.sln is in no folder above the test output");
        }

        return folder.FullName;
    }
}
