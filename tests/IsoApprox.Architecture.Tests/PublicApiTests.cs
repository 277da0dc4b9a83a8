using PublicApiGenerator;

namespace IsoApprox.Architecture.Tests;

/// <summary>
/// The public surface of every package is that of the files in PublicApi. After a wanted change ISOAPPROX_APPROVE=1 lets the test rewrite
/// them.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages =>
        ["IsoApprox", "IsoApprox.Solver", "IsoApprox.Learning", "IsoApprox.Verifier", "IsoApprox.Studies", "IsoApprox.OrTools"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_surface_is_the_approved_one(string package)
    {
        var assembly = House.Assemblies.Single(candidate => candidate.GetName().Name == package);
        if (assembly.ExportedTypes.FirstOrDefault() is null)
        {
            return; // Built without OR-Tools.
        }

        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        var surface = assembly.GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(RepositoryFiles.Root, "tests/IsoApprox.Architecture.Tests/PublicApi", package + ".txt");
        if (Environment.GetEnvironmentVariable("ISOAPPROX_APPROVE") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, surface);
        }

        var (approved, actual) = (File.ReadAllText(file).Split('\n'), surface.Split('\n'));
        Assert.True(
            approved.SequenceEqual(actual),
            $"gone: {string.Join("\n", approved.Except(actual).Take(20))}\nnew: {string.Join("\n", actual.Except(approved).Take(20))}");
    }
}
