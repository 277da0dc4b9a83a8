using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Studies.Reports;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>
/// The sweep of arXiv 2311.05139: hardness x normalisation x {SCL, UCL} on synthetic classes (free embeddings, a network on a Gaussian
/// mixture) and on given data.
/// </summary>
public sealed class ContrastiveStudy() : Study<ContrastiveSettings, ContrastiveRow>("contrastive", ContrastiveRowJson.Format)
{
    internal override IReadOnlyList<IStudyTask<ContrastiveRow>> Tasks(ContrastiveSettings settings) =>
    [
        .. from set in ContrastiveSources.Of(settings)
           from negatives in Enum.GetValues<NegativeSource>()
           from normalisation in Enum.GetValues<Normalisation>()
           from beta in settings.Hardness
           from seed in settings.SeedRange
           select new ContrastiveTask(set, negatives, settings.Hardening, beta, normalisation, seed),
    ];

    internal override void Draw(StudyReport report, IReadOnlyList<ContrastiveRow> rows, int total)
    {
        var page = report.Begin("contrastive study", "Hardness and normalisation in contrastive learning");
        page.Paragraph($"{rows.Count} of {total} runs. Definitions and reading: docs/contrastive.md.");
        foreach (var set in rows.GroupBy(row => row.Data))
        {
            page.Heading(set.Key);
            page.Table(Table(set));
            foreach (var (name, svg) in ContrastiveFigures.Draw(set.Key, [.. set]))
            {
                report.Figure(name, svg);
            }
        }
    }

    internal override StudySummary Summarise(IReadOnlyList<ContrastiveRow> rows) => new([Table(rows)], []);

    private static StudyTable Table(IEnumerable<ContrastiveRow> rows) => new(
        "Measures after the last epoch",
        [
            "data", "loss", "hardening", "beta", "normalisation", "batch", "rate", "seed",
            "loss value", "zero-sum", "unit-norm", "equal inner product", "NC1",
            "frame error", "effective rank", "ln(s_C-1/s_1)", "nearest centre", "linear probe",
        ],
        [.. rows.Select(Cells)]);

    private static string[] Cells(ContrastiveRow row)
    {
        var last = row.Curve[^1];
        var hard = row.Hardness > 0 ? "H" : "";
        return
        [
            row.Data, hard + ContrastiveFigures.LossName(row.Negatives), row.Hardening.ToString().ToLowerInvariant(), Number(row.Hardness),
            ContrastiveFigures.Words(row.Normalisation), Number(row.BatchSize), Number(row.Rate), Number(row.Seed), Number(last.Loss),
            Number(last.ZeroSum), Number(last.UnitNorm), Number(last.EqualInnerProduct), Number(last.Nc1), Number(last.SimplexFrameError),
            Number(last.EffectiveRank), Number(last.DimensionalCollapse), Number(row.CentreAccuracy), Number(row.ProbeAccuracy),
        ];
    }

    private static string Number(double? value) => StudyTable.Number(value);
}
