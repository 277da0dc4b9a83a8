using IsoApprox.Embeddings;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>One line of the tables and figures of a diagnosis: a batch as it is, or the first batch with one thing changed.</summary>
/// <param name="Name">"as it is", "batch 3", or the name of the intervention.</param>
/// <param name="IsBatch">False for an intervention.</param>
/// <param name="Points">The points.</param>
/// <param name="Prediction">What is expected of them.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record DiagnosisLine(string Name, bool IsBatch, Embedding Points, CollapsePrediction Prediction, CollapseVerdict Verdict)
{
    /// <summary>The batches, then the interventions.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    public static IReadOnlyList<DiagnosisLine> All(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var one = diagnosis.Batches.Count == 1;
        return
        [
            .. diagnosis.Batches.Select(
                (b, k) => new DiagnosisLine(one ? "as it is" : $"batch {k + 1}", true, b.Points, b.Prediction, b.Verdict)),
            .. diagnosis.Interventions.Select(i => new DiagnosisLine(i.Name, false, i.Points, i.Prediction, i.Verdict)),
        ];
    }
}
