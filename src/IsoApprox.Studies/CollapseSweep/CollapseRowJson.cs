using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>The generated reader and writer of <see cref="CollapseRow"/>.</summary>
[JsonSerializable(typeof(CollapseRow))]
internal sealed partial class CollapseRowJson : JsonSerializerContext
{
    /// <summary>The form of a line.</summary>
    internal static JsonTypeInfo<CollapseRow> Format { get; } = new CollapseRowJson(RowFormat.Options(
        RowFormat.Text<SolveStatus>(), RowFormat.Text<CollapseKind>())).CollapseRow;
}
