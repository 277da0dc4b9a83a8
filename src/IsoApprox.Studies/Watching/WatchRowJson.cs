using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.Watching;

/// <summary>The generated reader and writer of <see cref="WatchRow"/>.</summary>
[JsonSerializable(typeof(WatchRow))]
internal sealed partial class WatchRowJson : JsonSerializerContext
{
    /// <summary>The form of a line.</summary>
    internal static JsonTypeInfo<WatchRow> Format { get; } = new WatchRowJson(RowFormat.Options()).WatchRow;
}
