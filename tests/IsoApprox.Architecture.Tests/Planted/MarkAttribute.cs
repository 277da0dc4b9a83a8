namespace IsoApprox.Architecture.Tests.Planted;

/// <summary>Names a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MarkAttribute(Type type) : Attribute
{
    internal Type Type { get; } = type;
}
