using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>The generated reader and writer of <see cref="ContrastiveRow"/>.</summary>
[JsonSerializable(typeof(ContrastiveRow))]
internal sealed partial class ContrastiveRowJson : JsonSerializerContext
{
    /// <summary>The form of a line.</summary>
    internal static JsonTypeInfo<ContrastiveRow> Format { get; } = new ContrastiveRowJson(RowFormat.Options(
        RowFormat.Text<NegativeSource>(), RowFormat.Text<Hardening>(), RowFormat.Text<Normalisation>(),
        RowFormat.Text<TrainingStatus>())).ContrastiveRow;
}
