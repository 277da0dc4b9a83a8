using System.Globalization;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;
using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>
/// Figures of the rows of one data set: rows of panels SCL and UCL, columns the normalisations, one line for each beta (first seed).
/// </summary>
internal static class ContrastiveFigures
{
    private static readonly string[] Colours =
        ["#7b7b7b", "#56b4e9", "#009e73", "#e69f00", "#d62728", "#cc79a7", "#1f77b4", FigureStyle.Brown];

    private static readonly (string Name, string Axis, string Meaning, Func<ContrastivePoint, double?> Value)[] Metrics =
    [
        ("equal-inner-product", "mean |cos + 1/(C−1)|", "0 when the class means are equiangular at the angle of a simplex frame",
            p => p.EqualInnerProduct),
        ("nc1", "trace(S_{W} S_{B}^{+})/C", "0 when every class is one point", p => p.Nc1),
        ("dimensional-collapse", "ln(s_{C−1}/s_{1})", "0 at a simplex frame, far below 0 when class means lie in few dimensions",
            p => p.DimensionalCollapse),
    ];

    /// <summary>File names and SVG texts.</summary>
    internal static IEnumerable<(string Name, string Svg)> Draw(string data, IReadOnlyList<ContrastiveRow> rows)
    {
        var seed = rows.Min(row => row.Seed);
        var shown = rows.Where(row => row.Seed == seed).ToArray();
        foreach (var (name, axis, meaning, value) in Metrics)
        {
            var isLog = name != "dimensional-collapse";
            var series = shown.Select(row => (Row: row, Points: Curve(row, value, isLog))).ToArray();
            yield return ($"{data}-{name}", Grid(
                $"{data}-{name}", $"{SvgText.Literal(data)}: {axis} against epochs", meaning, series, "epoch", axis, isLog));
        }

        var spectra = shown.Select(row => (Row: row, Points: Spectrum(row))).ToArray();
        yield return ($"{data}-spectra", Grid(
            $"{data}-spectra", $"{SvgText.Literal(data)}: singular values of the covariance of the class means",
            "flat at 0 up to k = C − 1 at a simplex frame; values below −20 are not shown", spectra,
            "k", "ln(s_{k}/s_{1})", isLog: false));
    }

    /// <summary>SCL, UCL, or their hard forms for any beta.</summary>
    internal static string LossName(NegativeSource negatives) => negatives == NegativeSource.OtherClasses ? "SCL" : "UCL";

    /// <summary>Words for a normalisation.</summary>
    internal static string Words(Normalisation normalisation) => normalisation switch
    {
        Normalisation.None => "no normalisation",
        Normalisation.UnitBall => "unit ball",
        _ => "unit sphere",
    };

    private static (double X, double Y)[] Curve(ContrastiveRow row, Func<ContrastivePoint, double?> value, bool isLog) =>
        [.. row.Curve.Select(p => (X: (double)p.Epoch, Y: value(p) ?? double.NaN)).Where(p => double.IsFinite(p.Y) && (!isLog || p.Y > 0))];

    private static (double X, double Y)[] Spectrum(ContrastiveRow row) =>
        [.. row.SingularValues.Take(row.Classes - 1).Select((s, k) => (X: k + 1.0, Y: Math.Log(s / row.SingularValues[0])))
            .Where(p => p.Y >= -20)];

    private static string Grid(
        string id, string heading, string meaning, (ContrastiveRow Row, (double X, double Y)[] Points)[] series, string nameX, string nameY,
        bool isLog)
    {
        var grid = new PanelGrid(id, heading, $"{meaning}; panels by loss and normalisation, one line for each beta.", 2, 3);
        var betas = series.Select(s => s.Row.Hardness).Distinct().Order().ToArray();
        var all = series.SelectMany(s => s.Points).ToArray();
        var start = all.Select(p => p.X).DefaultIfEmpty(0).Min();
        var (x, y) = (new LinearScale(start, Math.Max(start + 1, all.Select(p => p.X).DefaultIfEmpty(1).Max())), Vertical(all, isLog));
        foreach (var negatives in Enum.GetValues<NegativeSource>())
        {
            foreach (var normalisation in Enum.GetValues<Normalisation>())
            {
                var frame =
                    grid.Panel((int)negatives, (int)normalisation, $"{LossName(negatives)}, {Words(normalisation)}", x, y, nameX, nameY);
                foreach (var (row, points) in series.Where(s => s.Row.Negatives == negatives && s.Row.Normalisation == normalisation))
                {
                    var colour = Colours[Array.IndexOf(betas, row.Hardness) % Colours.Length];
                    var curve = new DataCurve(Words(row.Hardness), nameX, nameY, Paint.Line(colour, 1.8)) { Least = y.Lower };
                    (curve with { Dots = nameX == "k" ? 2.6 : 0 }).Draw(grid.Canvas, frame, points);
                }
            }
        }

        var legend = betas.Select((beta, k) =>
            LegendEntry.Line(Words(beta), Paint.Line(Colours[k % Colours.Length], 2.2)));
        var first = series[0].Row;
        var cut = all.Any(p => p.Y < y.Lower) ? " Lines along the lower edge lie below it." : string.Empty;
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"{meaning}.{cut} N = {first.Points}, C = {first.Classes}, n = {first.Dimension}, seed {first.Seed}.");
        return grid.Finish(legend, char.ToUpperInvariant(caption[0]) + caption[1..]);
    }

    private static string Words(double beta) => string.Create(CultureInfo.InvariantCulture, $"β = {beta:G4}");

    private static AxisScale Vertical((double X, double Y)[] points, bool isLog)
    {
        var (low, high) = (points.Select(p => p.Y).DefaultIfEmpty(1).Min(), points.Select(p => p.Y).DefaultIfEmpty(1).Max());
        if (isLog)
        {
            // Twelve decades at most: rounding errors of a collapsed class are not worth more room.
            return new LogScale(Math.Max(low, high * 1e-12) / 1.5, high * 1.5);
        }

        var room = Math.Max(0.05 * (high - low), 0.05);
        return new LinearScale(low - room, high + room);
    }
}
