using System.Text.RegularExpressions;
using IsoApprox.Embeddings;

namespace IsoApprox.Tests;

/// <summary>The dependencies of projects and of the core's folders flow one way, and the trusted core knows no solver.</summary>
public class LayeringTests
{
    private const int MaximumLines = 300;

    public static TheoryData<string> SourceProjects => new(LayeringRules.Projects);

    public static TheoryData<string> FoldersOfTheCore => new(LayeringRules.CoreFolders.Keys);

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_references_only_projects_to_its_left(string project) =>
        Assert.Empty(LayeringRules.BadProjectReferences(project, RepositoryFiles.Read($"src/{project}/{project}.csproj")));

    [Fact]
    public void Every_source_project_has_a_place_in_the_flow() =>
        Assert.Equal(LayeringRules.Projects.Order(), RepositoryFiles.All().Where(IsSourceProject).Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Every_folder_of_the_core_has_a_place_in_the_flow()
    {
        var folders = RepositoryFiles.All().Where(path => path.StartsWith("src/IsoApprox/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => path.Split('/')[2]).Distinct();
        Assert.Equal(LayeringRules.CoreFolders.Keys.Order(), folders.Order());
    }

    [Theory]
    [MemberData(nameof(FoldersOfTheCore))]
    public void Folder_of_the_core_uses_nothing_to_its_right(string folder)
    {
        var files = RepositoryFiles.All().Where(path => IsIn(path, $"src/IsoApprox/{folder}/")).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bad = LayeringRules.BadFolderUses(folder, RepositoryFiles.Read(file)).ToList();
            Assert.True(bad.Count == 0, $"{file} uses {string.Join(", ", bad)}");
        }
    }

    [Fact]
    public void Measures_know_of_separation_only_the_triplet()
    {
        var types = RepositoryFiles.All().Where(path => IsIn(path, "src/IsoApprox/Separation/"))
            .SelectMany(path => Regex.Matches(LayeringRules.WithoutComments(RepositoryFiles.Read(path)), @"\b(?:class|struct|record|enum|interface)\s+(?:struct\s+|class\s+)?([A-Z]\w+)"))
            .Select(match => match.Groups[1].Value).Distinct().Where(type => type is not "Triplet").ToList();
        Assert.Contains("TripletSeparation", types);
        foreach (var file in RepositoryFiles.All().Where(path => IsIn(path, "src/IsoApprox/Measures/")))
        {
            var code = LayeringRules.WithoutComments(RepositoryFiles.Read(file));
            Assert.DoesNotContain(types, type => Regex.IsMatch(code, $@"(?<![\w.])(?:Separation\.)?{type}\b"));
        }
    }

    [Fact]
    public void Core_references_no_numerical_package()
    {
        Assert.Equal(["CsvHelper"], LayeringRules.Packages(RepositoryFiles.Read("src/IsoApprox/IsoApprox.csproj")));
        Assert.DoesNotContain("mathnet", RepositoryFiles.Read("src/IsoApprox/packages.lock.json"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(typeof(Embedding).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("MathNet", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_command_line_writes_to_the_console()
    {
        foreach (var file in RepositoryFiles.All().Where(path => IsIn(path, "src/") && !IsIn(path, "src/IsoApprox.Cli/")))
        {
            Assert.False(Regex.IsMatch(LayeringRules.WithoutComments(RepositoryFiles.Read(file)), @"\bConsole\s*\."), $"{file} uses the console");
        }
    }

    [Fact]
    public void Code_files_are_short()
    {
        foreach (var file in RepositoryFiles.All().Where(path => path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var lines = RepositoryFiles.Read(file).AsSpan().Count('\n');
            Assert.True(lines <= MaximumLines, $"{file} has {lines} lines; split it by concept");
        }
    }

    [Fact]
    public void No_file_names_a_path_of_some_machine()
    {
        var machinePath = new Regex(@"(?<![\w.~-])/(?:" + string.Join('|', "work", "home", "Users", "tmp", "root") + @")/\w|[A-Z]:\\Users");
        Assert.Matches(machinePath, "see /" + "tmp/x");
        string[] text = [".cs", ".csproj", ".props", ".sln", ".md", ".json", ".yml", ".cff", ".svg", ".csv", ".html", "", ".run"];
        foreach (var file in RepositoryFiles.All().Where(path => text.Contains(Path.GetExtension(path), StringComparer.Ordinal)))
        {
            var match = machinePath.Match(RepositoryFiles.Read(file));
            Assert.False(match.Success, $"{file} names {match.Value}");
        }
    }

    [Fact]
    public void Rule_finds_a_reference_to_the_right()
    {
        const string csproj = """<Project><ItemGroup><ProjectReference Include="..\IsoApprox.Studies\IsoApprox.Studies.csproj" /></ItemGroup></Project>""";
        Assert.Equal(["IsoApprox.Studies"], LayeringRules.BadProjectReferences("IsoApprox.Verifier", csproj));
        Assert.Equal(["IsoApprox.Studies"], LayeringRules.BadProjectReferences("IsoApprox.Studies", csproj));
        Assert.Empty(LayeringRules.BadProjectReferences("IsoApprox.Cli", csproj));
    }

    [Theory]
    [InlineData("using IsoApprox.Certificates;", "Certificates")]
    [InlineData("var m = IsoApprox.Measures.Diameter.Compute(f);", "Measures")]
    [InlineData("var m = Measures.Diameter.Compute(f);", "Measures")]
    [InlineData("var m = global::IsoApprox.Measures.Diameter.Compute(f);", "Measures")]
    [InlineData("using IsoApprox.Solver.Nearest;", "Solver")]
    [InlineData("using D = IsoApprox.Measures.Diameter;", "Measures")]
    [InlineData("using static IsoApprox.Separation.TripletSeparation;", "Separation")]
    public void Rule_finds_a_use_to_the_right(string code, string target) => Assert.Equal([target], LayeringRules.BadFolderUses("Embeddings", code));

    [Theory]
    [InlineData("using IsoApprox.Numerics;")]
    [InlineData("using System.Numerics; var v = System.Numerics.Vector.One;")]
    [InlineData("// see IsoApprox.Certificates")]
    [InlineData("/* IsoApprox.Measures.Diameter */ var s = \"IsoApprox.Measures.Diameter\";")]
    [InlineData("namespace IsoApprox.Embeddings;")]
    [InlineData("result.Measures.Count();")]
    public void Rule_accepts_what_is_allowed(string code) => Assert.Empty(LayeringRules.BadFolderUses("Embeddings", code));

    private static bool IsIn(string path, string folder) => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsSourceProject(string path) => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal);
}
