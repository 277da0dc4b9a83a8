using System.Text.RegularExpressions;
using System.Xml.Linq;
using IsoApprox.Embeddings;

namespace IsoApprox.Architecture.Tests;

/// <summary>References between rooms and projects flow one way, a folder is a namespace, and the trusted core knows no solver.</summary>
public class LayeringTests
{
    private static readonly IReadOnlyCollection<TypeReference> References = [.. House.Assemblies.SelectMany(TypeReferences.Of)];

    public static TheoryData<string> SourceProjects => new(House.Projects);

    [Fact]
    public void Rooms_use_only_rooms_to_their_left()
    {
        Assert.True(References.Count > 1000);
        var violations = House.Plan.Judge(References).ToArray();
        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    [Fact]
    public void Every_folder_has_a_place_in_the_plan_and_the_plan_names_no_other()
    {
        var folders = RepositoryFiles.Code("src/").Select(path => House.NamespaceOf(path[..path.LastIndexOf('/')])).Distinct().Order();
        Assert.Equal(House.Plan.Rooms.Order(), folders);
    }

    [Fact]
    public void A_folder_is_a_namespace()
    {
        foreach (var file in RepositoryFiles.Code("src/").Concat(RepositoryFiles.Code("tests/")))
        {
            var declared = Regex.Match(RepositoryFiles.Read(file), @"^namespace ([\w.]+);", RegexOptions.Multiline);
            if (Path.GetFileName(file) != "Program.cs" || declared.Success)
            {
                var expected = House.NamespaceOf(file[..file.LastIndexOf('/')]);
                var isPlanted = file.StartsWith("tests/IsoApprox.Architecture.Tests/Planted/", StringComparison.Ordinal);
                Assert.True(
                    declared.Groups[1].Value == expected || isPlanted,
                    $"{file}: the namespace is {declared.Groups[1].Value}, the folder is that of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_references_only_projects_to_its_left(string project)
    {
        var place = Array.IndexOf(House.Projects, project);
        var references = Items($"src/{project}/{project}.csproj", "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.All(references, reference => Assert.InRange(Array.IndexOf(House.Projects, reference), 0, place - 1));
    }

    [Fact]
    public void Every_source_project_has_a_place_in_the_flow() => Assert.Equal(
        House.Projects.Order(),
        RepositoryFiles.All()
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Core_references_no_numerical_package()
    {
        Assert.Equal(["CsvHelper"], Items("src/IsoApprox/IsoApprox.csproj", "PackageReference"));
        Assert.DoesNotContain("mathnet", RepositoryFiles.Read("src/IsoApprox/packages.lock.json"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            typeof(Embedding).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("MathNet", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_command_line_writes_to_the_console()
    {
        var users = References.Where(reference => reference.To == typeof(Console)).Select(reference => reference.From).ToArray();
        Assert.NotEmpty(users);
        Assert.All(users, type => Assert.Equal("IsoApprox.Cli", type.Assembly.GetName().Name));
    }

    private static IEnumerable<string> Items(string project, string name) =>
        XDocument.Parse(RepositoryFiles.Read(project)).Descendants(name).Select(item => item.Attribute("Include")!.Value);
}
