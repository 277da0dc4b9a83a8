using IsoApprox.Architecture.Tests.Planted.Right;

namespace IsoApprox.Architecture.Tests.Planted.Left;

// Every type of this file refers to the room on its right in one way only: the reader of references must see each of them.
internal sealed class ByBase : Target;

internal interface IByInterface : ITarget;

internal sealed class ByField
{
    internal Target? Field = null;
}

internal sealed class ByProperty
{
    internal Target? Property { get; init; }
}

internal sealed class ByParameter
{
    internal static bool IsNull(Target[] targets) => targets.Length == 0;
}

internal sealed class ByResult
{
    internal static IReadOnlyList<Dictionary<int, Target>>? None() => null;
}

internal sealed class ByConstraint<T>
    where T : Target
{
    internal T? Value { get; init; }
}

internal sealed class ByMethodConstraint
{
    internal static int Count<T>()
        where T : Target => 0;
}

[TargetMark]
internal sealed class ByAttribute;

[Mark(typeof(Target))]
internal sealed class ByAttributeArgument;

internal sealed class ByCall
{
    internal static object Make() => TargetFactory.Make();
}

internal sealed class ByNew
{
    internal static object Make() => new Target();
}

internal sealed class ByTypeOf
{
    internal static string Name() => typeof(Target).Name;
}

internal sealed class ByCast
{
    internal static bool Is(object value) => value is Target;
}

internal sealed class ByGenericArgument
{
    internal static int Count() => Enumerable.Empty<Target>().Count();
}

internal sealed class ByStaticField
{
    internal static int Read() => TargetFactory.Made;
}

internal sealed class ByCatch
{
    internal static int Try(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (TargetException)
        {
            return 0;
        }
    }
}

internal sealed class ByLambda
{
    internal static Func<int, object> Maker() => _ => TargetFactory.Make();
}

internal sealed class ByIterator
{
    internal static IEnumerable<object> Make()
    {
        yield return TargetFactory.Make();
    }
}

internal sealed class ByAsync
{
    internal static async Task<object> Make()
    {
        await Task.Yield();
        return TargetFactory.Make();
    }
}

internal sealed class ByNestedType
{
    private sealed class Inner
    {
        internal static object Make() => TargetFactory.Make();
    }

    internal static object Make() => Inner.Make();
}

internal sealed class ByGenericMethodOfGenericType<T>
{
    internal static object Make() => new List<T>().ConvertAll(_ => TargetFactory.Make());
}

internal sealed class Innocent
{
    internal static int Twice(int value) => 2 * value;
}
