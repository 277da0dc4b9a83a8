using System.Text.RegularExpressions;

namespace IsoApprox.Architecture.Tests;

/// <summary>Files are short, lines are short, and no file names a path of some machine.</summary>
public class StyleTests
{
    private const int MaximumLines = 300;
    private const int MaximumLength = 140;

    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".sln", ".md", ".json", ".yml", ".cff", ".svg", ".csv", ".html", "", ".run"];

    [Fact]
    public void Code_files_are_short()
    {
        foreach (var file in RepositoryFiles.Code(""))
        {
            var lines = RepositoryFiles.Read(file).AsSpan().Count('\n');
            Assert.True(lines <= MaximumLines, $"{file} has {lines} lines; split it by concept");
        }
    }

    [Fact]
    public void Lines_are_short()
    {
        foreach (var file in RepositoryFiles.Code(""))
        {
            var line = LongLines(file).FirstOrDefault();
            Assert.True(
                line.Text is null, $"{file}:{line.Number} has {line.Text?.Length} characters, more than {MaximumLength}: {line.Text}");
        }
    }

    [Fact]
    public void No_file_names_a_path_of_some_machine()
    {
        var machinePath = new Regex(@"(?<![\w.~-])/(?:" + string.Join('|', "work", "home", "Users", "tmp", "root") + @")/\w|[A-Z]:\\Users");
        Assert.Matches(machinePath, "see /" + "tmp/x");
        foreach (var file in RepositoryFiles.All().Where(path => TextExtensions.Contains(Path.GetExtension(path), StringComparer.Ordinal)))
        {
            var match = machinePath.Match(RepositoryFiles.Read(file));
            Assert.False(match.Success, $"{file} names {match.Value}");
        }
    }

    private static IEnumerable<(int Number, string Text)> LongLines(string file) => RepositoryFiles.Read(file).Split('\n')
        .Select((text, index) => (Number: index + 1, Text: text.TrimEnd('\r'))).Where(line => line.Text.Length > MaximumLength);
}
