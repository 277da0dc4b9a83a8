using System.ComponentModel;
using System.Diagnostics;

namespace IsoApprox.Tests.Certificates;

/// <summary>Runs tests/independent/check_certificate.py, which shares no code with this library, when a python3 is on the path.</summary>
public class IndependentCheckTests
{
    [Fact]
    public async Task PythonProvesTheReferenceCertificates()
    {
        if (await Python("check_certificate.py", "nearest.json", "gram-certificates.json") is { } proved)
        {
            Assert.Equal(ReferenceInstances.Entries.Count, proved);
        }
    }

    [Fact]
    public async Task PythonProvesTheRankCertificatesAndRejectsAlteredOnes()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "RankCertificates"));
        if (await Python(["check_rank_certificate.py", .. files]) is { } proved)
        {
            Assert.Equal(files.Length, proved);
        }
    }

    /// <summary>Number of lines that end with "proved"; null without a python3.</summary>
    private static async Task<int?> Python(params string[] arguments)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "Data");
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(Path.Combine(data, argument));
        }

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // no python3 on this machine
        }

        using (process)
        {
            var (reading, readingErrors) = (process!.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            var (output, errors) = (await reading, await readingErrors);
            Assert.True(process.ExitCode == 0, output + errors);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l.EndsWith(" proved", StringComparison.Ordinal));
        }
    }
}
