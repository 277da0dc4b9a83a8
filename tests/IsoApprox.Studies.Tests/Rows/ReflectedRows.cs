using System.Text.Json.Serialization.Metadata;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Tests.Rows;

/// <summary>The form of rows that only tests have, found by reflection.</summary>
internal static class ReflectedRows
{
    internal static JsonTypeInfo<T> Format<T>()
    {
        var options = RowFormat.Options();
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
