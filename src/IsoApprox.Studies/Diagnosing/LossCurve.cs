using System.Globalization;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>One logged value of a training loss.</summary>
/// <param name="Step">Step, epoch or iteration; the number of the row when the file has none.</param>
/// <param name="Loss">The loss; NaN or infinite when training diverged.</param>
/// <param name="Positive">Mean hardest positive distance of the batch; null when it was not logged.</param>
/// <param name="Negative">Mean hardest negative distance of the batch; null when it was not logged.</param>
public sealed record LossPoint(double Step, double Loss, double? Positive, double? Negative);

/// <summary>A loss curve as loggers write it: a .csv with a header.</summary>
public static class LossCurve
{
    private static readonly string[] LossNames = ["loss", "train_loss", "train/loss", "value"];
    private static readonly string[] StepNames = ["step", "global_step", "iteration", "iter", "epoch"];
    private static readonly string[] PositiveNames = ["positive", "hardest_positive", "d_ap", "dist_ap"];
    private static readonly string[] NegativeNames = ["negative", "hardest_negative", "d_an", "dist_an"];

    /// <summary>
    /// Reads a curve. Columns by name, whatever their case: loss (loss, train_loss, train/loss, value, else the only name that contains
    /// "loss"), step (step, global_step, iteration, iter, epoch), positive (positive, hardest_positive, d_ap, dist_ap), negative alike.
    /// Rows without a loss are skipped: loggers leave cells empty.
    /// </summary>
    /// <param name="path">The .csv file.</param>
    /// <exception cref="EmbeddingException">No loss column, a cell that is no number, or no row.</exception>
    public static IReadOnlyList<LossPoint> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var header = lines.Length == 0 ? [] : Fields(lines[0]);
        var loss = Column(header, LossNames);
        var named = Enumerable.Range(0, header.Length)
            .Where(k => header[k].Contains("loss", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        loss = loss < 0 && named.Length == 1 ? named[0] : loss;
        if (loss < 0)
        {
            throw new EmbeddingException($"{path}: line 1: no column is named loss; name the column of the loss 'loss' in the header");
        }

        int[] columns = [Column(header, StepNames), loss, Column(header, PositiveNames), Column(header, NegativeNames)];
        var points = new List<LossPoint>();
        for (var i = 1; i < lines.Length; i++)
        {
            var fields = Fields(lines[i]);
            var values = columns.Select(k => k < 0 || k >= fields.Length ? null : Number(path, i + 1, header[k], fields[k])).ToArray();
            if (values[1] is { } value)
            {
                points.Add(new LossPoint(values[0] ?? points.Count, value, values[2], values[3]));
            }
        }

        return points.Count > 0 ? points : throw new EmbeddingException($"{path}: no row has a loss; give one row for each logged step");
    }

    private static int Column(string[] header, string[] names) =>
        names.Select(name => Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(k => k >= 0, -1);

    private static string[] Fields(string line) => [.. line.Split(',').Select(field => field.Trim().Trim('"').Trim())];

    private static double? Number(string path, int line, string column, string text) => text.ToLowerInvariant() switch
    {
        "" => null,
        "nan" => double.NaN,
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new EmbeddingException($"{path}: line {line}: {column} '{text}' is not a number; mend the cell or leave it empty"),
    };
}
