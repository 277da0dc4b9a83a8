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
        using var expected = CommandLine("nearest", data, "--metric", "iso", "--seed", "3", "--lp-engine", "builtin");
        using var found = JsonDocument.Parse(python.Output);
        foreach (var name in new[] { "lower", "upper", "status", "metric", "set", "dimension", "lowerSource", "upperSource", "starts" })
        {
            Assert.Equal(expected.RootElement.GetProperty(name).GetRawText(), found.RootElement.GetProperty(name).GetRawText());
        }

        Assert.Equal(Numbers(expected), Numbers(found));
    }

    /// <summary>Every measure, claim and id that is left out, to the last bit: with all options, without any, and of a sample.</summary>
    [NativeFact]
    public void Health_from_Python_is_that_of_the_command_line()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(NativeLibrary.Root, "notebooks/data/iris.csv");
        var labels = File.ReadLines(data).Skip(1).Select(line => line.Split(',')[^1]).ToArray();
        var other = folder.Write(
            "g.csv", "a,b,c,species\n" + string.Join('\n', labels.Select((label, i) => $"{i % 7},{i % 11},{i},{label}")));
        var weights = folder.Write("w.csv", "0.3,-1,2,0.5\n-0.25,1,0.125,-1\n0.75,0,1.5,-2\n");
        var bias = folder.Write("b.csv", "0.5\n-8\n4\n");
        var levels = folder.Write("levels.txt", string.Join('\n', labels.Select(label => $"flower/{label[..1]}")));
        var program = $$"""
            import csv, json, isoapprox
            read = lambda path: list(csv.reader(open(path)))
            numbers = lambda rows: [list(map(float, row)) for row in rows]
            data, other, weights, bias = map(read, {{JsonSerializer.Serialize(new[] { data, other, weights, bias })}})
            points, other = (numbers(row[:-1] for row in rows[1:]) for rows in (data, other))
            labels, weights, bias = [row[-1] for row in data[1:]], numbers(weights), [float(b) for b, in bias]
            print(json.dumps([found.to_dict() for found in (
                isoapprox.health(points, labels, margin=0.2, beta=2, against=other, classifier=weights, bias=bias, seed=3,
                    temperature=0.3, levels=["flower/" + label[:1] for label in labels]),
                isoapprox.health(weights),
                isoapprox.health(points, labels, pair_limit=40))]))
            """;
        var python = Toolchain.Run(Toolchain.Python!, ["-c", program], PackagePath());
        Assert.True(python.ExitCode == 0, python.Text);
        using var found = JsonDocument.Parse(python.Output);
        string[][] runs =
        [
            ["health", data, "--label-column", "species", "--margin", "0.2", "--beta", "2", "--against", other, "--classifier", weights,
                "--bias", bias, "--seed", "3", "--temperature", "0.3", "--levels", levels],
            ["health", weights], ["health", data, "--label-column", "species", "--pair-limit", "40"],
        ];
        foreach (var (run, side) in runs.Zip(found.RootElement.EnumerateArray()))
        {
            using var expected = CommandLine(run);
            string[] names =
                ["measures", "claims", "leftOut", "labelled", "levels", "margin", "beta", "temperature", "pairLimit", "seed"];
            foreach (var name in names)
            {
                var (left, right) = (expected.RootElement.GetProperty(name), side.GetProperty(name));
                Assert.True(JsonElement.DeepEquals(left, right), $"{name}: {left.GetRawText()}\n{right.GetRawText()}");
            }
        }
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

    private static JsonDocument CommandLine(params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var tool = Toolchain.Run(
            host, ["exec", Path.Combine(AppContext.BaseDirectory, "IsoApprox.Cli.dll"), .. arguments, "--json"]);
        Assert.True(tool.ExitCode == 0, tool.Text);
        return JsonDocument.Parse(tool.Output);
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
