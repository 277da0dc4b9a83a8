using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Cli.Commands;

/// <summary>Version, machine, and which engines do the linear algebra.</summary>
internal sealed class InfoCommand : VerbCommand
{
    internal InfoCommand()
        : base("info", "Version, machine, and which linear algebra is in use.", "isoapprox info", "isoapprox info --json") => Common.AddTo(this);

    protected override int Run(VerbRun run)
    {
        var rows = new List<(string Name, string Value)>
        {
            ("version", VerbRun.Version),
            ("runtime", RuntimeInformation.FrameworkDescription),
            ("system", $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture}"),
            ("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            ("vector width", VectorWidth()),
            ("linearAlgebra", "MathNet.Numerics, managed provider"),
        };
        foreach (var (name, value) in rows.Skip(1))
        {
            run.Result[name] = value;
        }

        run.Result["vectorBits"] = Vector<byte>.Count * 8;
        run.Report.Values("isoapprox", rows);
        return ExitCode.Success;
    }

    private static string VectorWidth() =>
        Vector512.IsHardwareAccelerated ? "512 bits" : Vector256.IsHardwareAccelerated ? "256 bits" : Vector128.IsHardwareAccelerated ? "128 bits" : "none";
}
