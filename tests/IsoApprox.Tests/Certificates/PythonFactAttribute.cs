using System.ComponentModel;
using System.Diagnostics;

namespace IsoApprox.Tests.Certificates;

/// <summary>A test that runs python3; reported as skipped on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly bool Installed = IsInstalled();

    public PythonFactAttribute() => Skip = Installed ? null : "python3 is not installed: the independent scripts were not run";

    private static bool IsInstalled()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
