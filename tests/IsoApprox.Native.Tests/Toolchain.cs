using System.Diagnostics;

namespace IsoApprox.Native.Tests;

/// <summary>What a run of a program left behind.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages.</summary>
    internal string Text => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>The programs that native tests need; none of them is needed to build the solution.</summary>
internal static class Toolchain
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>A C compiler, null when there is none.</summary>
    internal static string? Compiler { get; } = First("gcc", "clang", "cc");

    /// <summary>Valgrind, null when there is none.</summary>
    internal static string? Valgrind { get; } = First("valgrind");

    /// <summary>The Python interpreters that can run the package; one with numpy is preferred.</summary>
    internal static string? Python { get; } =
        new[] { "python3", "/usr/bin/python3" }.Where(name => Try(name, "--version")).MinBy(name => HasNumpy(name) ? 0 : 1);

    /// <summary>Why there can be no native library here; null when it can be built.</summary>
    internal static string? Missing { get; } = !OperatingSystem.IsLinux() ? "the native library is built on Linux only"
        : Compiler is null ? "no C compiler (gcc, clang) on this machine"
        : Python is null ? "no python3 on this machine"
        : null;

    /// <summary>True when the interpreter has numpy.</summary>
    internal static bool HasNumpy(string python) => Try(python, "-c", "import numpy");

    /// <summary>Runs a program to its end.</summary>
    internal static ProgramResult Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Patience}");
        }

        return new ProgramResult(process.ExitCode, output.Result, error.Result);
    }

    private static string? First(params string[] names) => Array.Find(names, name => Try(name, "--version"));

    private static bool Try(string program, params string[] arguments)
    {
        try
        {
            return Run(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
