using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IsoApprox.Certificates.FarCopies;
using IsoApprox.Certificates.Files;
using IsoApprox.Tests.Embeddings;

namespace IsoApprox.Tests.Certificates;

/// <summary>Runs the scripts of tests/independent, which share no code with this library.</summary>
public class IndependentCheckTests
{
    [PythonFact]
    public async Task PythonProvesTheReferenceCertificates()
    {
        var (exitCode, output) = await Python("check_certificate.py", "nearest.json", "gram-certificates.json");

        Assert.True(exitCode == 0, output);
        Assert.Equal(ReferenceInstances.Entries.Count, Proved(output).Length);
    }

    [PythonFact]
    public async Task PythonProvesGramCertificatesWithMarginsAndRejectsHigherBounds()
    {
        var (exitCode, output) = await Python("check_certificate.py", "margin-instances.json", "margin-certificates.json");
        Assert.True(exitCode == 0, output);
        Assert.Equal(6, Proved(output).Length);

        var lies = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "margin-certificates.json")))!.AsArray();
        foreach (var item in lies)
        {
            item!["bound"] = 1.001 * item["bound"]!.GetValue<double>();
        }

        using var folder = new TestFolder();
        (exitCode, output) = await Python("check_certificate.py", "margin-instances.json", folder.Text("lies.json", lies.ToJsonString()));
        Assert.Equal(1, exitCode);
        Assert.Empty(Proved(output));
    }

    [PythonFact]
    public async Task PythonProvesFiveRefutationsOfTheoremThreeAndRejectsAlteredOnes()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "RankCertificates"));

        var (exitCode, output) = await Python(["check_rank_certificate.py", .. files]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(files.Length, Proved(output).Length);
        Assert.True(Proved(output).Count(ratio => ratio > 2) >= 5, output);
    }

    [PythonFact]
    public async Task PythonRejectsACertificateWithAHigherLevel()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "RankCertificates", "cert_chain35_n5.json"));
        var level = JsonNode.Parse(text)!["t"]!.GetValue<string>();
        using var folder = new TestFolder();
        var lie = folder.Text("lie.json", text.Replace($"\"{level}\"", $"\"9{level}\"", StringComparison.Ordinal));

        var (exitCode, output) = await Python("check_rank_certificate.py", lie);

        Assert.Equal(1, exitCode);
        Assert.Contains("NOT PROVED", output, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task PythonProvesThreeFarCrossesAndRejectsAlteredOnes()
    {
        var file = Path.Combine("FarCopies", "three-crosses.json");
        await using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var core = Assert.IsType<FarCopiesCertificate>(CertificateJson.Read(stream)).CheckAlone();

        var (exitCode, output) = await Python("check_far_copies_certificate.py", file);

        Assert.True(exitCode == 0, output);
        Assert.Equal(core.Ratio, Assert.Single(Proved(output)), 1e-5);
        Assert.True(core.Ratio > 2.0299);
    }

    [PythonFact]
    public async Task PythonProvesTheBoundCertificatesAndNoHigherBound()
    {
        var (exitCode, output) = await Python("check_bound_certificates.py", "bound-certificates.json");
        Assert.True(exitCode == 0, output);
        Assert.Equal(BoundCertificates.Count, Proved(output).Length);

        using var folder = new TestFolder();
        var items = BoundCertificates.Read();
        foreach (var item in items)
        {
            item!["bound"] = item["bound"]!.GetValue<double>() * 1.001;
            if (item["certificate"]!["level"] is { } level)
            {
                item["certificate"]!["level"] = level.GetValue<double>() * 1.01;
            }

            if (item["certificate"]!["reach"] is { } reach)
            {
                item["certificate"]!["reach"] = reach.GetValue<double>() * 1.01;
            }
        }

        (exitCode, output) = await Python("check_bound_certificates.py", folder.Text("higher.json", items.ToJsonString()));
        Assert.Equal(1, exitCode);
        Assert.Single(Proved(output)); // the weighted covariance's listed bound is not its best
    }

    [PythonFact]
    public async Task PythonProvesTheDirectionCertificatesAndNoHigherLevel()
    {
        var (exitCode, output) = await Python("check_direction_certificate.py", "direction-certificates.json");
        Assert.True(exitCode == 0, output);

        using var folder = new TestFolder();
        var items = Direction.DirectionCertificateTests.All();
        Assert.Equal(items.Count, Proved(output).Length);
        foreach (var item in items)
        {
            item!["bound"] = item["bound"]!.GetValue<double>() * 1.2;
            item["certificate"]!["level"] = item["bound"]!.GetValue<double>();
        }

        (exitCode, output) = await Python("check_direction_certificate.py", folder.Text("higher.json", items.ToJsonString()));
        Assert.Equal(1, exitCode);
        Assert.Empty(Proved(output));
    }

    /// <summary>The ratio at the end of each line that says "proved"; 0 where it gives none.</summary>
    private static double[] Proved(string output) =>
    [
        .. output.Split('\n').Where(line => line.EndsWith(" proved", StringComparison.Ordinal)).Select(line =>
            line.LastIndexOf('>') is >= 0 and var at ? double.Parse(line[(at + 1)..^" proved".Length], CultureInfo.InvariantCulture) : 0),
    ];

    private static async Task<(int ExitCode, string Output)> Python(params string[] arguments)
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
        return (process.ExitCode, await reading + await readingErrors);
    }
}
