
namespace IsoApprox.Cli.Tests;

/// <summary>The samples of README.md and docs/cli.md are what the program prints, and its help text stands in docs/cli.md.</summary>
public sealed class DocumentedSamplesTests
{
    private const string HelpStart = "<!-- help -->\n";
    private const string HelpEnd = "<!-- /help -->";

    private static readonly string[] Verbs =
    [
        "measure", "distance", "nearest", "certify", "verify", "health", "watch", "paper", "audit", "refute", "diagnose", "info",
        "study collapse", "study contrastive", "study training", "study margin", "study merge",
    ];

    private static string Root { get; } = FindRoot();

    [Theory]
    [InlineData("README.md", 5)]
    [InlineData("docs/cli.md", 1)]
    public void Samples_print_what_the_page_shows(string page, int count)
    {
        using var folder = new TemporaryFolder();
        var samples = Samples(File.ReadAllText(Path.Combine(Root, page))).ToArray();
        Assert.Equal(count, samples.Length);
        foreach (var (command, shown) in samples)
        {
            var run = Tool.Run([.. command.Split(' ').Skip(1).Select(word => Place(word, folder))]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            var printed = run.Output.Replace(Root + "/", "", StringComparison.Ordinal).Split('\n');
            AssertShown(shown, printed, command);
        }
    }

    [Fact]
    public void Help_of_every_command_stands_in_the_page()
    {
        var page = Path.Combine(Root, "docs", "cli.md");
        var text = File.ReadAllText(page);
        var start = text.IndexOf(HelpStart, StringComparison.Ordinal) + HelpStart.Length;
        var end = text.IndexOf(HelpEnd, StringComparison.Ordinal);
        var help = string.Concat(Verbs.Select(verb => $"\n### {verb}\n\n```text\n{Help(verb)}\n```\n")) + "\n";
        if (Environment.GetEnvironmentVariable("ISOAPPROX_APPROVE") is "1")
        {
            File.WriteAllText(page, text[..start] + help + text[end..]);
        }
        else
        {
            Assert.Equal(help, text[start..end]);
        }
    }

    [Fact]
    public void Readme_is_short_and_names_every_guide()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.InRange(File.ReadAllLines(Path.Combine(Root, "README.md")).Length, 1, 120);
        Assert.All(Guides(), guide => Assert.Contains($"](docs/{guide})", readme, StringComparison.Ordinal));
    }

    /// <summary>The site's table of contents: a page that it does not name cannot be found.</summary>
    [Fact]
    public void Contents_of_the_site_name_every_guide_once()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "docs", "toc.yml"));
        var named = lines.Where(line => line.Contains("href: ", StringComparison.Ordinal))
            .Select(line => line.Split("href: ")[1].TrimEnd(' ', '}'));
        Assert.Equal(Guides().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_of_every_page_lead_to_files()
    {
        string[] folders = ["", "docs", "site", "notebooks/data"];
        var pages = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md")).ToArray();
        Assert.Contains(Path.Combine(Root, "CONTRIBUTING.md"), pages);
        foreach (var page in pages)
        {
            foreach (var target in Links(File.ReadAllText(page)))
            {
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target)), $"{page}: {target} does not exist");
            }
        }
    }

    [Fact]
    public void Every_guide_begins_with_what_one_can_do()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"))
        {
            var lines = File.ReadAllLines(page);
            Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
            Assert.True(lines[2].StartsWith("What one can do here: ", StringComparison.Ordinal), page);
        }
    }

    private static string[] Guides() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(page => Path.GetFileName(page))];

    /// <summary>Line by line; "..." alone stands for any lines, at the end of a line for the rest of it.</summary>
    private static void AssertShown(IReadOnlyList<string> shown, string[] printed, string command)
    {
        var (at, skip) = (0, false);
        foreach (var line in shown)
        {
            if (line == "...")
            {
                skip = true;
                continue;
            }

            bool Fits(string text) =>
                line.EndsWith("...", StringComparison.Ordinal) ? text.StartsWith(line[..^3], StringComparison.Ordinal) : text == line;
            var found = skip ? Array.FindIndex(printed, at, Fits) : at < printed.Length && Fits(printed[at]) ? at : -1;
            var rest = string.Join('\n', printed[Math.Min(at, printed.Length)..]);
            Assert.True(found >= 0, $"{command}\ndoes not print\n{line}\nbut\n{rest}");
            (at, skip) = (found + 1, false);
        }

        Assert.True(skip || printed[at..].All(line => line.Length == 0 || line.StartsWith("note: ", StringComparison.Ordinal)), command);
    }

    private static IEnumerable<(string Command, IReadOnlyList<string> Shown)> Samples(string text)
    {
        foreach (var block in text.Split("```console\n").Skip(1).Select(part => part[..part.IndexOf("\n```", StringComparison.Ordinal)]))
        {
            foreach (var sample in block.Split("$ isoapprox ").Skip(1).Select(part => part.TrimEnd('\n').Split('\n')))
            {
                yield return ($"isoapprox {sample[0]}", sample[1..]);
            }
        }
    }

    /// <summary>Relative targets of Markdown links, without their anchors.</summary>
    private static IEnumerable<string> Links(string text) => text.Split("](").Skip(1).Select(part => part.Split(')', '#')[0])
        .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.Contains(' '));

    private static string Place(string word, TemporaryFolder folder) =>
        word.StartsWith("notebooks/", StringComparison.Ordinal) ? Path.Combine(Root, word)
        : word.Contains('.', StringComparison.Ordinal) ? folder[word]
        : word;

    private static string Help(string verb)
    {
        var help = Tool.RunHere(CancellationToken.None, [.. verb.Split(' '), "--help"]);
        Assert.Equal(0, help.ExitCode);
        return string.Join('\n', help.Output.Trim().Split('\n').Select(line => line.TrimEnd()));
    }

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
