using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.MarginSweep;

/// <summary>The generated reader and writer of <see cref="MarginRow"/>.</summary>
[JsonSerializable(typeof(MarginRow))]
internal sealed partial class MarginRowJson : JsonSerializerContext
{
    /// <summary>The form of a line.</summary>
    internal static JsonTypeInfo<MarginRow> Format { get; } = new MarginRowJson(RowFormat.Options(
        RowFormat.Text<MarginKind>(), RowFormat.Text<SolveStatus>(), RowFormat.Text<CollapseKind>())).MarginRow;
}
