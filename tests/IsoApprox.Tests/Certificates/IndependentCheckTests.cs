using System.Diagnostics;

namespace IsoApprox.Tests.Certificates;

/// <summary>Runs the scripts of tests/independent, which share no code with this library.</summary>
public class IndependentCheckTests
{
    [PythonFact]
    public async Task PythonProvesTheReferenceCertificates() =>
        Assert.Equal(ReferenceInstances.Entries.Count, await Proved("check_certificate.py", "nearest.json", "gram-certificates.json"));

    [PythonFact]
    public async Task PythonProvesTheRankCertificatesAndRejectsAlteredOnes()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "RankCertificates"));
        Assert.NotEmpty(files);
        Assert.Equal(files.Length, await Proved(["check_rank_certificate.py", .. files]));
    }

    /// <summary>Number of lines that end with "proved".</summary>
    private static async Task<int> Proved(params string[] arguments)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "Data");
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(Path.Combine(data, argument));
        }

        using var process = Process.Start(start)!;
        var (reading, readingErrors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var (output, errors) = (await reading, await readingErrors);
        Assert.True(process.ExitCode == 0, output + errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l.EndsWith(" proved", StringComparison.Ordinal));
    }
}
