using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IsoApprox.Tests;

/// <summary>The flow of the architecture as rules over text, so that the rules themselves can be tested on offending text.</summary>
internal static partial class LayeringRules
{
    /// <summary>Source projects from left to right of the flow; a project may reference only those before it.</summary>
    internal static readonly string[] Projects =
    [
        "IsoApprox", "IsoApprox.Solver", "IsoApprox.Learning", "IsoApprox.Verifier", "IsoApprox.Studies", "IsoApprox.OrTools", "IsoApprox.Cli",
    ];

    /// <summary>Folders of the core with their place in the flow. Measures and Separation are peers.</summary>
    internal static readonly IReadOnlyDictionary<string, int> CoreFolders = new Dictionary<string, int>
    {
        ["Numerics"] = 0,
        ["Embeddings"] = 1,
        ["Measures"] = 2,
        ["Separation"] = 2,
        ["Certificates"] = 3,
    };

    /// <summary>Projects named by ProjectReference that are not to the left of <paramref name="project"/>.</summary>
    internal static IEnumerable<string> BadProjectReferences(string project, string csproj)
    {
        var place = Array.IndexOf(Projects, project);
        foreach (var reference in Items(csproj, "ProjectReference"))
        {
            var target = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
            var targetPlace = Array.IndexOf(Projects, target);
            if (targetPlace < 0 || targetPlace >= place)
            {
                yield return target;
            }
        }
    }

    /// <summary>Packages named by PackageReference.</summary>
    internal static IEnumerable<string> Packages(string csproj) => Items(csproj, "PackageReference");

    /// <summary>Core folders that code of <paramref name="folder"/> names although they are to its right (or that are unknown).</summary>
    internal static IEnumerable<string> BadFolderUses(string folder, string code)
    {
        var place = CoreFolders[folder];
        foreach (Match match in NamespaceUse().Matches(WithoutComments(code)))
        {
            var target = match.Groups["folder"].Value;
            if (CoreFolders.TryGetValue(target, out var targetPlace) ? targetPlace > place : match.Groups["root"].Success)
            {
                yield return target;
            }
        }
    }

    /// <summary>The code without comments and without the contents of text literals.</summary>
    internal static string WithoutComments(string code) => CommentsAndText().Replace(code, match => match.Value[0] == '/' ? " " : "\"\"");

    private static IEnumerable<string> Items(string csproj, string name) =>
        XDocument.Parse(csproj).Descendants(name).Select(item => item.Attribute("Include")!.Value);

    [GeneratedRegex(@"(?<![\w.])(?:(?<root>(?:global::)?IsoApprox\.)(?<folder>[A-Z]\w*)|(?<folder>Numerics|Embeddings|Measures|Separation|Certificates)(?=\.[A-Z]))")]
    private static partial Regex NamespaceUse();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\"\"\".*?\"\"\"|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndText();
}
