using System.Diagnostics;
using System.Runtime.Versioning;

namespace IsoApprox.Cli.Hosting;

/// <summary>Limits the whole process to some of the cores it may use; results never depend on it.</summary>
internal static class ProcessorLimit
{
    /// <summary>
    /// Keeps the first <paramref name="threads"/> of the allowed cores. Does nothing where the system has no such call (macOS).
    /// </summary>
    internal static void Apply(int threads)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            SetAffinity(threads);
        }
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("windows")]
    private static void SetAffinity(int threads)
    {
        using var process = Process.GetCurrentProcess();
        var (allowed, kept) = ((ulong)process.ProcessorAffinity, 0UL);
        for (var bit = 0; bit < 64 && threads > 0; bit++)
        {
            if ((allowed & (1UL << bit)) != 0)
            {
                kept |= 1UL << bit;
                threads--;
            }
        }

        if (kept != 0)
        {
            process.ProcessorAffinity = (nint)kept;
        }
    }
}
