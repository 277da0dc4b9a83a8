using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IsoApprox.Studies.Tests.Reports;

/// <summary>A test that opens pages in Chromium; reported as skipped on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() =>
        Skip = Browser.Program is null ? "no chromium, chromium-browser or google-chrome is installed: no page was opened" : null;
}

/// <summary>Headless Chromium: lays out pages in frames of two widths and says what is wrong with them.</summary>
internal static partial class Browser
{
    private const int Narrow = 400;
    private const int Wide = 1200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Measures every frame and leaves the findings, a JSON array of texts, in the title of the document. One pixel is rounding.
    private const string Script =
        """
        addEventListener('load', () => {
          const found = [];
          for (const frame of document.querySelectorAll('iframe')) {
            const page = frame.contentDocument, root = page.documentElement;
            const tell = text => found.push(`${frame.title} at ${frame.width} px: ${text}`);
            if (root.scrollWidth > root.clientWidth + 1) tell(`the page is ${root.scrollWidth} px wide`);
            for (const text of page.querySelectorAll('svg text')) {
              const box = text.getBoundingClientRect(), svg = text.closest('svg').getBoundingClientRect();
              const scale = svg.width / text.closest('svg').viewBox.baseVal.width;
              const outside = Math.max(svg.left - box.left, box.right - svg.right, svg.top - box.top, box.bottom - svg.bottom);
              if (frame.width > 1000 && outside > scale) tell(`a text of ${text.closest('svg').id} is outside: ${text.textContent}`);
            }
            if (page.querySelector('parsererror') || !page.body.innerText.trim()) tell('the page is empty or broken');
          }
          document.title = JSON.stringify(found);
        });
        """;

    /// <summary>The program; null when none is installed.</summary>
    internal static string? Program { get; } = Find();

    /// <summary>Opens pages; the findings are empty when nothing is wrong with them.</summary>
    /// <param name="pages">Names and HTML.</param>
    internal static IReadOnlyList<string> Open(params (string Name, string Html)[] pages)
    {
        var folder = Directory.CreateTempSubdirectory("isoapprox-browser-");
        try
        {
            var frames = pages.SelectMany(page => new[] { Narrow, Wide }.Select(width =>
                $"<iframe title=\"{Escape(page.Name)}\" width=\"{width}\" height=\"900\" srcdoc=\"{Escape(page.Html)}\"></iframe>\n"));
            var harness = Path.Combine(folder.FullName, "harness.html");
            File.WriteAllText(
                harness,
                $"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>not measured</title></head><body>\n{string.Concat(frames)}"
                    + $"<script>{Script}</script></body></html>\n");
            var (dom, log) = Run(folder.FullName, harness);
            var title = WebUtility.HtmlDecode(TitleElement().Match(dom).Groups["text"].Value);
            Assert.True(title.StartsWith('['), $"the browser measured nothing: {title} {log}");
            var console = log.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal));
            return [.. JsonSerializer.Deserialize<string[]>(title)!, .. console];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Dom, string Log) Run(string folder, string page)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--enable-logging=stderr", $"--user-data-dir={Path.Combine(folder, "profile")}", "--dump-dom", new Uri(page).AbsoluteUri,
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var log = new StringBuilder();
        process.ErrorDataReceived += (_, line) => log.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var dom = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{Program} did not end within {Limit.TotalSeconds} s: {log}");
        }

        process.WaitForExit();
        return (dom.Result, log.ToString());
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string? Find()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    [GeneratedRegex("<title>(?<text>.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex TitleElement();
}
