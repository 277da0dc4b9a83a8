using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Xunit.Abstractions;

namespace IsoApprox.Native.Tests;

/// <summary>The shared library as a C program, valgrind and Python see it.</summary>
public sealed class NativeLibraryTests(NativeLibrary library, ITestOutputHelper output) : IClassFixture<NativeLibrary>
{
    [NativeFact]
    public void A_C_program_uses_every_function()
    {
        using var folder = new TemporaryFolder();
        var ran = Toolchain.Run(CompiledSmokeTest(folder), []);
        Assert.True(ran.ExitCode == 0, ran.Text);
        var ends = ran.Output.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(ends[0] > 0 && ends[0] <= ends[1]);
    }

    [NativeFact]
    public void A_C_program_is_clean_under_valgrind()
    {
        if (Toolchain.Valgrind is null)
        {
            output.WriteLine("left out: no valgrind on this machine");
            return;
        }

        using var folder = new TemporaryFolder();
        var log = Path.Combine(folder.Path, "valgrind.log");
        var ran = Toolchain.Run(
            Toolchain.Valgrind,
            ["--leak-check=full", "--errors-for-leak-kinds=none", "--error-exitcode=99", $"--log-file={log}",
                $"--suppressions={Path.Combine(NativeLibrary.Root, "tests/native/runtime.supp")}", CompiledSmokeTest(folder), "quick"],
            ("DOTNET_GCHeapHardLimit", "0x10000000"));
        Assert.True(ran.ExitCode == 0, ran.Text + string.Join('\n', File.ReadLines(log).Take(60)));
    }

    [NativeFact]
    public void The_Python_package_passes_its_tests()
    {
        output.WriteLine(Toolchain.HasNumpy(Toolchain.Python!) ? "with numpy" : "left out: the tests of numpy arrays; numpy is not installed");
        var tests = Path.Combine(NativeLibrary.Root, "tests/python");
        var ran = Toolchain.Run(Toolchain.Python!, ["-m", "unittest", "discover", tests], PackagePath());
        Assert.True(ran.ExitCode == 0, ran.Text);
        output.WriteLine(ran.Error);
    }

    [NativeFact]
    public void Python_and_the_command_line_give_the_same_result()
    {
        var data = Path.Combine(NativeLibrary.Root, "notebooks/data/toy-2.csv");
        var program = $$"""
            import csv, json, isoapprox
            rows = list(csv.reader(open({{JsonSerializer.Serialize(data)}})))[1:]
            print(json.dumps(isoapprox.nearest([list(map(float, r[:-1])) for r in rows], [r[-1] for r in rows], metric="iso", seed=3).to_dict()))
            """;
        var python = Toolchain.Run(Toolchain.Python!, ["-c", program], PackagePath());
        Assert.True(python.ExitCode == 0, python.Text);
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var tool = Toolchain.Run(
            host,
            ["exec", Path.Combine(AppContext.BaseDirectory, "IsoApprox.Cli.dll"), "nearest", data, "--metric", "iso", "--seed", "3",
                "--lp-engine", "builtin", "--json"]);
        Assert.True(tool.ExitCode == 0, tool.Text);
        using var expected = JsonDocument.Parse(tool.Output);
        using var found = JsonDocument.Parse(python.Output);
        foreach (var name in new[] { "lower", "upper", "status", "metric", "set", "dimension", "lowerSource", "upperSource", "starts" })
        {
            Assert.Equal(expected.RootElement.GetProperty(name).GetRawText(), found.RootElement.GetProperty(name).GetRawText());
        }

        Assert.Equal(Numbers(expected), Numbers(found));
    }

    [NativeFact]
    public void The_wheel_holds_the_package_and_its_library()
    {
        Assert.Matches(@"isoapprox-[0-9.]+-py3-none-linux_\w+\.whl$", library.Wheel);
        using var wheel = ZipFile.OpenRead(library.Wheel);
        var names = wheel.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Subset(
            names.ToHashSet(),
            new HashSet<string> { "isoapprox/__init__.py", "isoapprox/py.typed", "isoapprox/libisoapprox.so", "isoapprox/isoapprox.h" });
        Assert.Single(names, name => name.EndsWith(".dist-info/RECORD", StringComparison.Ordinal));
    }

    private static double[] Numbers(JsonDocument document) =>
        [.. document.RootElement.GetProperty("embedding").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(n => n.GetDouble())];

    private (string Name, string Value)[] PackagePath() =>
        [("PYTHONPATH", Path.Combine(NativeLibrary.Root, "src/python")), ("PYTHONDONTWRITEBYTECODE", "1"),
            ("ISOAPPROX_LIBRARY", Path.Combine(library.Folder, "libisoapprox.so"))];

    private string CompiledSmokeTest(TemporaryFolder folder)
    {
        var program = Path.Combine(folder.Path, "smoke");
        var compiled = Toolchain.Run(
            Toolchain.Compiler!,
            ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-O1", $"-I{library.Folder}", $"-L{library.Folder}",
                $"-Wl,-rpath,{library.Folder}", "-pthread", Path.Combine(NativeLibrary.Root, "tests/native/smoke.c"), "-o", program,
                "-lisoapprox", "-lm"]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
        return program;
    }
}
