using System.Diagnostics;
using System.Text.Json;
using IsoApprox.Cli.Hosting;

namespace IsoApprox.Cli.Tests;

/// <summary>What one run of the tool left behind.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout as one JSON object; throws when there is anything else on it.</summary>
    internal JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        Assert.Single(Output.TrimEnd('\n').Split('\n'));
        return document.RootElement.Clone();
    }
}

/// <summary>Runs the tool as a process of its own, the way a user does.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The program and its first arguments: the native program that ISOAPPROX_CLI names, otherwise the assembly beside the tests, which is
    /// there because the test project references it.
    /// </summary>
    private static string[] Program { get; } = Environment.GetEnvironmentVariable("ISOAPPROX_CLI") is { Length: > 0 } native
        ? [Path.GetFullPath(native)]
        : [Host, "exec", Path.Combine(AppContext.BaseDirectory, "IsoApprox.Cli.dll")];

    /// <summary>Runs to the end and collects both streams.</summary>
    internal static ToolResult Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return Collect(process);
    }

    /// <summary>Runs the tool in this process, on streams of its own; without --threads, which limits the process.</summary>
    internal static ToolResult RunHere(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLineApp.Run(arguments, new CliStreams(output, error, OutputIsPiped: true, ErrorIsPiped: true), cancellation);
        return new ToolResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts the tool with both streams redirected.</summary>
    internal static Process Start(params string[] arguments) => StartProgram([.. Program, .. arguments]);

    /// <summary>Runs a shell script to the end, in which "$@" is the tool with its arguments.</summary>
    internal static ToolResult RunInShell(string script, params string[] arguments)
    {
        using var process = StartProgram(["/bin/sh", "-c", script, "sh", .. Program, .. arguments]);
        return Collect(process);
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static Process StartProgram(string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for the end; a run that hangs is killed and fails the test.</summary>
    internal static ToolResult Collect(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the tool did not end: {string.Join(' ', process.StartInfo.ArgumentList)}");
        }

        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Asserts exit code 2, nothing on stdout, and exactly one line on stderr that holds all the given texts.</summary>
    internal static void AssertRefused(ToolResult result, params string[] texts)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("isoapprox: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        foreach (var text in texts)
        {
            Assert.Contains(text, result.Error, StringComparison.Ordinal);
        }
    }
}
