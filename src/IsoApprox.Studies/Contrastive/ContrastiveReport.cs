using System.Globalization;
using IsoApprox.Embeddings.Formats;
using IsoApprox.Studies.Figures;

namespace IsoApprox.Studies.Contrastive;

/// <summary>The figures and index.html, one page without links to other files.</summary>
internal static class ContrastiveReport
{
    /// <summary>Writes everything that the rows allow and returns the files.</summary>
    internal static IReadOnlyList<string> Write(ContrastiveSettings settings, IReadOnlyList<ContrastiveRow> rows, int total)
    {
        var files = new List<string>();
        var page = new StudyPage("contrastive study", "Hardness and normalisation in contrastive learning");
        page.Paragraph($"{rows.Count} of {total} runs. Definitions and reading: docs/contrastive.md.");
        foreach (var set in rows.GroupBy(row => row.Data))
        {
            page.Heading(set.Key);
            page.Table(ContrastiveTable.Heads, set.Select(ContrastiveTable.Cells));
            foreach (var (name, svg) in ContrastiveFigures.Draw(set.Key, [.. set]))
            {
                files.Add(SafeFile.ReplaceText(settings.OutputDirectory, name, svg));
                page.Figure(svg);
            }
        }

        files.Add(SafeFile.ReplaceText(settings.OutputDirectory, "index.html", page.ToString()));
        return files;
    }
}

/// <summary>The results of runs as text.</summary>
public static class ContrastiveTable
{
    /// <summary>Column names.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    [
        "data", "loss", "normalisation", "beta", "seed", "loss value", "zero-sum", "unit-norm", "equal inner product", "NC1", "frame error",
        "effective rank", "ln(s_C-1/s_1)",
    ];

    /// <summary>One row.</summary>
    /// <param name="row">A finished run.</param>
    public static string[] Cells(ContrastiveRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var last = row.Curve[^1];
        var hard = row.Hardness > 0 ? "H" : "";
        return
        [
            row.Data, hard + ContrastiveFigures.LossName(row.Negatives), ContrastiveFigures.Words(row.Normalisation), Number(row.Hardness), Number(row.Seed),
            Number(last.Loss), Number(last.ZeroSum), Number(last.UnitNorm), Number(last.EqualInnerProduct), Number(last.Nc1), Number(last.SimplexFrameError),
            Number(last.EffectiveRank), Number(last.DimensionalCollapse),
        ];
    }

    private static string Number(double? value) => value is { } x ? x.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
