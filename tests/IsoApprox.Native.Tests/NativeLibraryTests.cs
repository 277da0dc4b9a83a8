using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IsoApprox.Cli.Tests;
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
        var log = folder["valgrind.log"];
        var ran = Toolchain.Run(
            Toolchain.Valgrind,
            ["--leak-check=full", "--errors-for-leak-kinds=definite", "--error-exitcode=99", $"--log-file={log}",
                CompiledSmokeTest(folder)],
            ("DOTNET_GCHeapHardLimit", "0x10000000")); // else the runtime reserves more addresses than valgrind has
        Assert.True(ran.ExitCode == 0, ran.Text + string.Join('\n', File.ReadLines(log).Take(60)));
    }

    [NativeFact]
    public void The_Python_package_passes_its_tests()
    {
        var numpy = Toolchain.HasNumpy(Toolchain.Python!);
        output.WriteLine(numpy ? "with numpy" : "left out: the tests of numpy arrays; numpy is not installed");
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
            points = [list(map(float, row[:-1])) for row in rows]
            print(json.dumps(isoapprox.nearest(points, [row[-1] for row in rows], metric="iso", seed=3).to_dict()))
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

    /// <summary>What the native command line runs before anything else.</summary>
    [NativeFact]
    public void A_processor_without_the_instructions_is_refused_by_one_line()
    {
        using var folder = new TemporaryFolder();
        var main = folder.Write("main.c", "int main(void) { return 0; }\n");
        var check = Path.Combine(NativeLibrary.Root, "src/IsoApprox.Cli/processor.c");
        foreach (var (supported, code) in new[] { (1, 0), (0, 2) })
        {
            var program = folder[$"check{supported}"];
            var compiled = Toolchain.Run(
                Toolchain.Compiler!, ["-Wall", "-Wextra", "-Werror", $"-DISOAPPROX_SUPPORTED={supported}", check, main, "-o", program]);
            Assert.True(compiled.ExitCode == 0, compiled.Text);
            var ran = Toolchain.Run(program, []);
            Assert.Equal((code, ""), (ran.ExitCode, ran.Output));
            Assert.Equal(code == 0 ? 0 : 1, ran.Error.Count(c => c == '\n'));
        }
    }

    private static double[] Numbers(JsonDocument document) =>
        [.. document.RootElement.GetProperty("embedding").EnumerateArray().SelectMany(row => row.EnumerateArray())
            .Select(number => number.GetDouble())];

    private (string Name, string Value)[] PackagePath() =>
        [("PYTHONPATH", Path.Combine(NativeLibrary.Root, "src/python")), ("PYTHONDONTWRITEBYTECODE", "1"),
            ("ISOAPPROX_LIBRARY", Path.Combine(library.Folder, "libisoapprox.so"))];

    // Linked with a copy of the library: beside the original lie symbols that valgrind 3.19 cannot read.
    private string CompiledSmokeTest(TemporaryFolder folder)
    {
        File.Copy(Path.Combine(library.Folder, "libisoapprox.so"), folder["libisoapprox.so"]);
        var compiled = Toolchain.Run(
            Toolchain.Compiler!,
            ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-O1", $"-I{library.Folder}", $"-L{folder.Path}",
                $"-Wl,-rpath,{folder.Path}", "-pthread", Path.Combine(NativeLibrary.Root, "tests/native/smoke.c"), "-o", folder["smoke"],
                "-lisoapprox", "-lm"]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
        return folder["smoke"];
    }
}
