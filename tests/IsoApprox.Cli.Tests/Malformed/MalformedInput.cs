using System.Text;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>A command line with the files that it names.</summary>
/// <param name="Name">Says what is wrong.</param>
/// <param name="Arguments">Words of the command line; {d} stands for the folder.</param>
/// <param name="Files">Files that are written first.</param>
/// <param name="MustBeRefused">True when only exit code 2 is right; false when the damage may have left something valid.</param>
/// <param name="IsRight">Judges an answer that is not a refusal, by means of its own; null: a JSON object is enough.</param>
internal sealed record MalformedInput(
    string Name, string[] Arguments, (string Name, byte[] Content)[] Files, bool MustBeRefused, Func<ToolResult, bool>? IsRight = null)
{
    /// <summary>A text file.</summary>
    internal static (string Name, byte[] Content) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    /// <summary>The command line for a folder.</summary>
    internal string[] ArgumentsIn(string folder) => [.. Arguments.Select(word => word.Replace("{d}", folder, StringComparison.Ordinal))];

    public override string ToString() => Name;
}
