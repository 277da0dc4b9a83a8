using System.Reflection;

namespace IsoApprox.Studies.Reports;

/// <summary>Version of this software, as it stands in reports.</summary>
internal static class SoftwareVersion
{
    /// <summary>The version; "unknown" when the assembly carries none.</summary>
    internal static string Text { get; } =
        typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
