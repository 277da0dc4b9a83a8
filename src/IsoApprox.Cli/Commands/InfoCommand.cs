using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Verbs;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Cli.Commands;

/// <summary>Version, machine, and which engines do the linear algebra.</summary>
internal sealed class InfoCommand : VerbCommand
{
    private const int BitsPerByte = 8;

    internal InfoCommand()
        : base("info", "Version, machine, and which linear algebra is in use.", "isoapprox info", "isoapprox info --json") =>
            Common.AddTo(this);

    protected override int Run(VerbRun run)
    {
        var (runtime, system) =
            (RuntimeInformation.FrameworkDescription, $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture}");
        var (cores, vectorBits) = (Environment.ProcessorCount, Vector<byte>.Count * BitsPerByte);
        var linearAlgebra = LinearAlgebra.Description;
        var (linear, integer) = (LinearProgramSolvers.Available, MixedIntegerSolvers.Available);
        var versions = linear.Select(name => (Name: name, Version: LinearProgramSolvers.Version(name)))
            .Concat(integer.Select(name => (Name: name, Version: MixedIntegerSolvers.Version(name)))).ToArray();
        run.Result["runtime"] = runtime;
        run.Result["system"] = system;
        run.Result["cores"] = cores;
        run.Result["vectorBits"] = vectorBits;
        run.Result["linearAlgebra"] = linearAlgebra;
        run.Result["linearPrograms"] = new JsonArray([.. linear.Select(name => (JsonNode)name)]);
        run.Result["integerPrograms"] = new JsonArray([.. integer.Select(name => (JsonNode)name)]);
        run.Result["engineVersions"] =
            new JsonObject(versions.Select(engine => KeyValuePair.Create(engine.Name, (JsonNode?)engine.Version)));
        run.Report.Values(
            ToolName.Text,
            [
                ("version", VerbRun.Version),
                ("runtime", runtime),
                ("system", system),
                ("cores", cores.ToString(CultureInfo.InvariantCulture)),
                ("vector registers", string.Create(CultureInfo.InvariantCulture, $"{vectorBits} bits")),
                ("linear algebra", linearAlgebra),
                ("linear programs", string.Join(", ", linear)),
                ("mixed-integer programs", integer.Count > 0 ? string.Join(", ", integer) : "none"),
                .. versions.Select(engine => ($"  {engine.Name}", engine.Version)),
            ]);
        return ExitCode.Success;
    }
}
