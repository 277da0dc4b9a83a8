using System.ComponentModel;
using System.Diagnostics;

namespace IsoApprox.Tests.Certificates;

/// <summary>A fact that needs a python3 on the path; without one it is reported as skipped, never as passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsInstalled = new(Find);

    public PythonFactAttribute() => Skip = IsInstalled.Value ? null : "no python3 on the path";

    private static bool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
