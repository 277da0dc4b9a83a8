using IsoApprox.OrTools;

namespace IsoApprox.Cli;

/// <content>Google OR-Tools.</content>
internal static partial class OptionalEngines
{
    static partial void RegisterOrTools() => OrToolsEngines.Register();
}
