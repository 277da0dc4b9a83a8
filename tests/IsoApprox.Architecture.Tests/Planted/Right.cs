namespace IsoApprox.Architecture.Tests.Planted.Right;

internal interface ITarget;

internal class Target;

internal sealed class TargetException : Exception;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TargetMarkAttribute : Attribute;

internal static class TargetFactory
{
    internal static int Made;

    internal static object Make() => ++Made;
}
