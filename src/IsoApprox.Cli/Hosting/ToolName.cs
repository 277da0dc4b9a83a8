namespace IsoApprox.Cli.Hosting;

/// <summary>The tool as it is called.</summary>
internal static class ToolName
{
    /// <summary>Name of the tool in help and messages.</summary>
    internal const string Text = "isoapprox";
}
