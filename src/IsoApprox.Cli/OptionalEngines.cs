namespace IsoApprox.Cli;

/// <summary>The engines that this build of the tool has beyond those of the library.</summary>
internal static partial class OptionalEngines
{
    /// <summary>Makes them known. Nothing is loaded before one is used.</summary>
    internal static void Register() => RegisterOrTools();

    /// <summary>Empty in a build with -p:UseOrTools=false.</summary>
    static partial void RegisterOrTools();
}
