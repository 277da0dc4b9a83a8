using System.Reflection;
using System.Text;

namespace IsoApprox.Native;

/// <summary>The version as text that lives as long as the library.</summary>
internal static unsafe class LibraryVersion
{
    /// <summary>Address of the text in UTF-8, ended by a zero byte.</summary>
    internal static nint Text { get; } = (nint)NativeText.Write(Encoding.UTF8.GetBytes(
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"));
}
