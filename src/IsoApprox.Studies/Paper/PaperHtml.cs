using System.Globalization;
using System.Text;
using IsoApprox.Arithmetic;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;
using IsoApprox.Verifier.Claims;

namespace IsoApprox.Studies.Paper;

/// <summary>index.html: one file without links to other files; figures, values and the theorem table.</summary>
internal static class PaperHtml
{
    /// <summary>Where the points come from, in every output.</summary>
    public const string OriginNote =
        "The authors' own points are unpublished. This toy example matches only the paper's sizes (N = 5, n = 2, classes of 2 and 3) and "
            + "its ratio d_haus/d_iso = 0.53, "
        + "here the ratio of the values found; about one random instance in fifty does, so the match does not identify the authors' "
        + "points. The planar example is a seeded random one.";

    /// <summary>The page.</summary>
    public static string ToHtml(PaperResult result, IReadOnlyList<string> figures)
    {
        var html = new StringBuilder();
        html.Append(PageStyle.Head("IsoApprox: the toy example and the figures of arXiv 2210.11173"))
            .Append("<h1>The toy example and the figures of arXiv 2210.11173</h1>\n")
            .Append("<p>Xu, Hsieh, Vundurthy, Cohen, Choset, Li: ")
            .Append("<cite>Mathematical Justification of Hard Negative Mining via Isometric Approximation Theorem</cite>. ")
            .Append(
                CultureInfo.InvariantCulture,
                $"Made by IsoApprox {SvgText.Escape(SoftwareVersion.Text)}, seed {result.Settings.Seed}.</p>\n")
            .Append("<p class=\"note\">").Append(SvgText.Escape(OriginNote)).Append("</p>\n")
            .Append("<p>Every interval [lower, upper] is proved. ")
            .Append("For d<sub>haus</sub> and d<sub>iso</sub> the upper end is attained by the embedding that was found, ")
            .Append("the lower end is a bound for all Triplet-Separated embeddings. ")
            .Append("Printed ends are rounded outwards. A wide interval means that optimality of the embedding found is not proved.</p>\n");
        Values(html, "Toy example (Figures 1-5)", result.Toy);
        Values(html, "Planar example (Figure 6)", result.Collapse);
        html.Append("<h2>Figures</h2>\n");
        foreach (var figure in figures)
        {
            html.Append("<figure>\n").Append(figure).Append("</figure>\n");
        }

        Claims(html, "Claims on the toy example", result.Toy);
        Claims(html, "Claims on the planar example", result.Collapse);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Values(StringBuilder html, string heading, PaperInstance instance)
    {
        var f = instance.Embedding;
        var inputs = instance.Report.Inputs;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{heading}</h2>\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"<p>N = {f.Count} points, n = {f.Dimension} coordinates, {f.ClassCount} classes.</p>\n")
            .Append("<div class=\"scroll\">\n<table class=\"text\">\n");
        Row(html, "d_{haus}(f, F_{TS})", Range(instance.HausdorffLike), PaperInstance.Describe(
            instance.HausdorffSolution, instance.HausdorffLike));
        Row(html, "d_{iso}(f, F_{TS})", Range(instance.IsometricError), PaperInstance.Describe(
            instance.IsometricSolution, instance.IsometricError));
        Row(html, "c = d_{haus} / d_{iso}", Range(instance.Ratio), "From the two intervals above and d_{iso} ≤ 2 d_{haus}.");
        var triplet = instance.HardLoss.Triplet is { } t ? $"Rows a = {t.Anchor}, p = {t.Positive}, n = {t.Negative}." : "No triplet.";
        Row(html, "hard-mined loss L(f)", Range(inputs.HardLoss), triplet);
        Row(html, "batch-hard loss (mean)", ProvedText.About(inputs.BatchHardLoss), "Floating point.");
        Row(html, "diam f", Range(inputs.Diameter), string.Empty);
        Row(html, "thickness of f", Range(inputs.Thickness), string.Empty);
        Row(html, "diam f* / diam f, d_{haus}", Share(
            instance.DiameterRatio(instance.HausdorffSolution)), "Of the embedding that was found.");
        Row(html, "diam f* / diam f, d_{iso}", Share(
            instance.DiameterRatio(instance.IsometricSolution)), "Of the embedding that was found.");
        html.Append("</table>\n</div>\n");
    }

    private static void Claims(StringBuilder html, string heading, PaperInstance instance)
    {
        html.Append("<h2>").Append(heading).Append("</h2>\n<div class=\"scroll\">\n<table class=\"text\">\n")
            .Append("<tr><th>claim</th><th>statement</th><th>left</th><th>right</th><th>verdict here</th>")
            .Append("<th>in general</th><th>note</th></tr>\n");
        foreach (var claim in instance.Report.Claims)
        {
            var standing = claim.Standing switch
            {
                ClaimStanding.Proved => "proved",
                ClaimStanding.FalseInGeneral => "false in general",
                _ => "not proved",
            };
            html.Append("<tr><td>").Append(SvgText.Escape(claim.Id)).Append("</td><td>").Append(SvgText.Escape(claim.Statement))
                .Append("</td><td>").Append(Range(claim.Left)).Append("</td><td>").Append(Range(claim.Right))
                .Append("</td><td class=\"").Append(claim.Verdict).Append("\">").Append(claim.Verdict).Append("</td><td>").Append(standing)
                .Append("</td><td>").Append(SvgText.Escape(claim.Note)).Append("</td></tr>\n");
        }

        html.Append("</table>\n</div>\n");
    }

    private static void Row(StringBuilder html, string name, string value, string note) =>
        html.Append("<tr><th>").Append(SvgText.ToHtml(name)).Append("</th><td>").Append(value)
            .Append("</td><td>").Append(SvgText.ToHtml(note)).Append("</td></tr>\n");

    private static string Range(Interval value) => SvgText.ToHtml(ProvedText.Range(value));

    private static string Share(double? value) => value is { } number ? ProvedText.About(number) : "not defined";
}
