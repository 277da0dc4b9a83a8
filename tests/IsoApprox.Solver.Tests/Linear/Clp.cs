using System.Diagnostics;
using System.Globalization;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Tests.Linear;

/// <summary>A fact that is skipped where the clp program (Debian package coinor-clp) is not on the path.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClpFactAttribute : FactAttribute
{
    public ClpFactAttribute()
    {
        if (Locate() is null)
        {
            Skip = "clp is not installed (Debian: coinor-clp)";
        }
    }

    internal static string? Locate() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "clp")).FirstOrDefault(File.Exists);
}

/// <summary>The clp program as another opinion.</summary>
internal static class Clp
{
    /// <summary>The program as MPS.</summary>
    internal static string Text(LinearProgram program)
    {
        using var writer = new StringWriter();
        MpsWriter.Write(program, writer);
        return writer.ToString();
    }

    /// <summary>Status and value as clp prints them; 0 when there is no value.</summary>
    internal static (LinearStatus Status, double Value) Run(LinearProgram program)
    {
        var path = Path.Combine(Path.GetTempPath(), $"isoapprox-{Guid.NewGuid():N}.mps");
        File.WriteAllText(path, Text(program));
        try
        {
            var start = new ProcessStartInfo(ClpFactAttribute.Locate()!, [path, "-primalsimplex", "-solution", "stdout"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var value = output.Split('\n').FirstOrDefault(x => x.StartsWith("Optimal objective", StringComparison.Ordinal));
            return value is not null
                ? (LinearStatus.Optimal,
                    double.Parse(value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture))
                : output.Contains("nfeasible", StringComparison.Ordinal) ? (LinearStatus.Infeasible, 0)
                : throw new InvalidOperationException($"clp said: {output}");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
