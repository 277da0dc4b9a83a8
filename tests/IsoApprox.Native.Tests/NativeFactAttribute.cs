namespace IsoApprox.Native.Tests;

/// <summary>A test of the native library; skipped, with the reason, where it cannot be built.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    public NativeFactAttribute() => Skip = Toolchain.Missing;
}
