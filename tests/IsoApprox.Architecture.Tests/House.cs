using System.Reflection;

namespace IsoApprox.Architecture.Tests;

/// <summary>The house of docs/architecture.md: projects and rooms from left to right. A room is a folder and a namespace.</summary>
internal static class House
{
    /// <summary>Source projects from left to right; a project may refer only to those before it.</summary>
    internal static readonly string[] Projects =
        ["IsoApprox", "IsoApprox.Solver", "IsoApprox.Learning", "IsoApprox.Verifier", "IsoApprox.Studies", "IsoApprox.OrTools",
            "IsoApprox.Cli"];

    /// <summary>Rooms of each project from left to right, as paths under the project; "" is the project's own folder.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Rooms = new Dictionary<string, string[]>
    {
        ["IsoApprox"] =
        [
            "Numerics", "Embeddings/Formats", "Embeddings", "Sets", "Measures", "Separation", "Lines", "Certificates/Direction",
            "Certificates",
        ],
        ["IsoApprox.Solver"] =
        [
            "Numerics", "Lines", "Isometries", "Linear", "Nearest/Scaling", "Thickness", "Collapse", "Nearest/Lagrangian",
            "Nearest/Candidates", "Nearest/Repair", "Nearest/Proof", "Nearest/Bounds", "Directions", "Nearest", "Nearest/Canonical",
            "Judging", "Counterexamples",
        ],
        ["IsoApprox.Learning"] = ["Geometry", "Losses", "Contrastive", "Training"],
        ["IsoApprox.Verifier"] = ["Inputs", "Claims", ""],
        ["IsoApprox.Studies"] =
        [
            "Statistics", "Plotting", "Reports", "Rows", "Instances", "Predictions", "CollapseSweep", "ContrastiveSweep", "MarginSweep",
            "TrainingSweep", "Diagnosing", "Refuting", "Auditing", "Paper",
        ],
        ["IsoApprox.OrTools"] = [""],
        ["IsoApprox.Cli"] = ["Hosting", "Output", "Options", "Verbs", "Commands", "StudyCommands", ""],
    };

    /// <summary>References to the right that the unification of core and solver shall remove. The list only shrinks.</summary>
    private static readonly (string From, string To)[] KnownToPointRight =
    [
        ("IsoApprox.Embeddings.Formats", "IsoApprox.Embeddings"),
        ("IsoApprox.Measures", "IsoApprox.Separation"),
    ];

    /// <summary>Folders in which lines may still be longer than the rest of the code's. The list only shrinks.</summary>
    internal static readonly string[] FoldersWithLongLines =
    [
        "src/IsoApprox.Solver/Collapse",
        "src/IsoApprox.Solver/Counterexamples",
        "src/IsoApprox.Solver/Isometries",
        "src/IsoApprox.Solver/Linear",
        "src/IsoApprox.Solver/Nearest",
        "src/IsoApprox.Solver/Nearest/Bounds",
        "src/IsoApprox.Solver/Nearest/Candidates",
        "src/IsoApprox.Solver/Nearest/Canonical",
        "src/IsoApprox.Solver/Nearest/Lagrangian",
        "src/IsoApprox.Solver/Nearest/Proof",
        "src/IsoApprox.Solver/Nearest/Repair",
        "src/IsoApprox.Solver/Nearest/Scaling",
        "src/IsoApprox.Solver/Numerics",
        "src/IsoApprox.Solver/Thickness",
        "src/IsoApprox/Certificates",
        "src/IsoApprox/Embeddings",
        "src/IsoApprox/Embeddings/Formats",
        "src/IsoApprox/Measures",
        "src/IsoApprox/Numerics",
        "src/IsoApprox/Separation",
        "src/IsoApprox/Sets",
    ];

    /// <summary>The rooms and the references between them that are allowed.</summary>
    internal static RoomPlan Plan { get; } = new(
        [.. Projects.SelectMany(project => Rooms[project].Select(room => Namespace(project, room)))],
        [.. KnownToPointRight.Select(pair => new RoomReference(pair.From, pair.To))]);

    /// <summary>The assemblies of the source projects.</summary>
    internal static IReadOnlyList<Assembly> Assemblies { get; } = [.. Projects.Select(Assembly.Load)];

    /// <summary>The namespace that the files of a folder are in: src/IsoApprox.Studies/Rows holds IsoApprox.Studies.Rows.</summary>
    internal static string NamespaceOf(string folder) => string.Join('.', folder.Split('/').Skip(1));

    private static string Namespace(string project, string room) => room.Length == 0 ? project : $"{project}.{room.Replace('/', '.')}";
}
