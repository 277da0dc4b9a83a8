using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Learning.Training;
using IsoApprox.Solver.Collapse;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>The generated reader and writer of <see cref="TrainingRow"/>.</summary>
[JsonSerializable(typeof(TrainingRow))]
internal sealed partial class TrainingRowJson : JsonSerializerContext
{
    /// <summary>The form of a line.</summary>
    internal static JsonTypeInfo<TrainingRow> Format { get; } = new TrainingRowJson(RowFormat.Options(
        RowFormat.Text<SolveStatus>(), RowFormat.Text<CollapseKind>(),
        RowFormat.Text<TrainingMethod>(), RowFormat.Text<TrainingStatus>())).TrainingRow;
}
