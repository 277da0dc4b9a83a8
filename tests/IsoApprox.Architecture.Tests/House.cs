using System.Reflection;

namespace IsoApprox.Architecture.Tests;

/// <summary>The house of docs/architecture.md: projects and rooms from left to right. A room is a folder and a namespace.</summary>
internal static class House
{
    /// <summary>Source projects from left to right; a project may refer only to those before it.</summary>
    internal static readonly string[] Projects =
        ["IsoApprox", "IsoApprox.Solver", "IsoApprox.Learning", "IsoApprox.Native", "IsoApprox.Verifier", "IsoApprox.Studies",
            "IsoApprox.OrTools", "IsoApprox.Cli"];

    /// <summary>Rooms of each project from left to right, as paths under the project; "" is the project's own folder.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Rooms = new Dictionary<string, string[]>
    {
        ["IsoApprox"] =
        [
            "Arithmetic", "Embeddings", "Embeddings/Files", "Kernels", "Sets", "Measures", "Lines", "Certificates", "Certificates/Branch",
            "Certificates/Metric", "Certificates/Gram", "Certificates/Penetration", "Certificates/Thickness", "Certificates/Line",
            "Certificates/Rank", "Certificates/FarCopies", "Certificates/Direction", "Certificates/Subset", "Certificates/Files",
        ],
        ["IsoApprox.Solver"] =
        [
            "Algebra", "Lines", "Isometries", "Linear", "Nearest/Scaling", "Thickness", "Collapse", "Nearest/Lagrangian",
            "Nearest/Candidates", "Nearest/Repair", "Nearest/Proof", "Nearest/Bounds", "Directions", "Nearest", "Nearest/Canonical",
            "Judging", "Counterexamples",
        ],
        ["IsoApprox.Learning"] = ["Geometry", "Losses", "Contrastive", "Health", "Training"],
        ["IsoApprox.Native"] = [""],
        ["IsoApprox.Verifier"] = ["Inputs", "Claims", ""],
        ["IsoApprox.Studies"] =
        [
            "Statistics", "Plotting", "Reports", "Rows", "Instances", "Predictions", "CollapseSweep", "ContrastiveSweep", "MarginSweep",
            "TrainingSweep", "Diagnosing", "Watching", "Refuting", "Auditing", "Paper",
        ],
        ["IsoApprox.OrTools"] = [""],
        ["IsoApprox.Cli"] = ["Hosting", "Output", "Options", "Verbs", "Commands", "StudyCommands", ""],
    };

    /// <summary>The rooms and the references between them that are allowed.</summary>
    internal static RoomPlan Plan { get; } = new(
        [.. Projects.SelectMany(project => Rooms[project].Select(room => Namespace(project, room)))]);

    /// <summary>The assemblies of the source projects.</summary>
    internal static IReadOnlyList<Assembly> Assemblies { get; } = [.. Projects.Select(Assembly.Load)];

    /// <summary>The namespace that the files of a folder are in: src/IsoApprox.Studies/Rows holds IsoApprox.Studies.Rows.</summary>
    internal static string NamespaceOf(string folder) => string.Join('.', folder.Split('/').Skip(1));

    private static string Namespace(string project, string room) => room.Length == 0 ? project : $"{project}.{room.Replace('/', '.')}";
}
