using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IsoApprox.Certificates;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Auditing;

/// <summary>results.json and index.html of the audit. Field names are stable; numbers round-trip.</summary>
internal static class AuditReport
{
    private const string Schema = "isoapprox-audit-1";

    internal static string ToJson(AuditResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", SoftwareVersion.Text);
            json.WriteNumber("seed", result.Settings.Seed);
            json.WriteBoolean("quick", result.Settings.Quick);
            json.WriteNumber("seconds", result.Seconds);
            json.WriteStartArray("claims");
            foreach (var finding in result.Findings)
            {
                json.WriteStartObject();
                json.WriteString("id", finding.Id);
                json.WriteString("statement", finding.Statement);
                json.WriteString("verdict", finding.Verdict.ToString());
                json.WriteString("evidence", finding.Evidence);
                json.WriteString("instanceFile", finding.InstanceFile);
                json.WriteString("certificateFile", finding.CertificateFile);
                WriteNumber(json, "points", finding.Points);
                WriteNumber(json, "dimension", finding.Dimension);
                WriteNumber(json, "ratio", finding.Ratio);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("constants");
            foreach (var constant in KnownConstant.All)
            {
                json.WriteStartObject();
                json.WriteString("metric", constant.Metric == NearestMetric.IsometricError ? "iso" : "haus");
                json.WriteNumber("dimension", constant.Dimension);
                json.WriteNumber("lower", constant.Lower);
                json.WriteNumber("upper", constant.Upper);
                json.WriteString("instance", constant.Instance);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    internal static string ToHtml(AuditResult result, string figure)
    {
        var html = new StringBuilder(PageStyle.Head("IsoApprox: audit of arXiv 2210.11173"));
        html.Append("<h1>Audit of arXiv 2210.11173</h1>\n")
            .Append(
                "<p>Xu, Hsieh, Vundurthy, Cohen, Choset, Li: <cite>Mathematical Justification of Hard Negative Mining via Isometric "
                    + "Approximation Theorem</cite>. ")
            .Append(
                CultureInfo.InvariantCulture,
                $"Made by IsoApprox {SvgText.Escape(SoftwareVersion.Text)}, seed {result.Settings.Seed}.</p>\n")
            .Append(
                "<p>Proved: true for every embedding, proof in docs/theory.md or docs/audit.md. Refuted: an embedding that violates the "
                    + "statement is given. ")
            .Append(
                "Measured: a figure from a sweep. Each certificate is checked by <code>isoapprox certify FILE</code>, or <code>isoapprox "
                    + "certify INSTANCE FILE</code> when it does not carry its points.</p>\n")
            .Append(
                "<div class=\"scroll\">\n<table class=\"text\">\n"
                    + "<tr><th>claim</th><th>statement</th><th>verdict</th><th>strongest evidence</th><th>instance</th><th>"
                    + "certificate</th></tr>\n");
        foreach (var f in result.Findings)
        {
            html.Append("<tr><td>").Append(SvgText.Escape(f.Id)).Append("</td><td>").Append(SvgText.Escape(f.Statement))
                .Append("</td><td class=\"").Append(f.Verdict).Append("\">").Append(f.Verdict).Append("</td><td>")
                .Append(SvgText.Escape(f.Evidence))
                .Append("</td><td>").Append(Link(f.InstanceFile)).Append("</td><td>").Append(Link(f.CertificateFile))
                .Append("</td></tr>\n");
        }

        html.Append("</table>\n</div>\n<h2>The best constants</h2>\n<figure>\n").Append(figure).Append("</figure>\n")
            .Append("<div class=\"scroll\">\n<table class=\"text\">\n")
            .Append("<tr><th>n</th><th>d_haus / L</th><th>d_iso / L</th><th>instance of d_iso / L</th></tr>\n");
        foreach (var pair in KnownConstant.All.GroupBy(row => row.Dimension))
        {
            var (haus, iso) = (pair.First(row => row.Metric == NearestMetric.HausdorffLike), pair.Last());
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{pair.Key}</td><td>{Ends(haus)}</td><td>{Ends(iso)}</td><td>{SvgText.Escape(iso.Instance)}</td></tr>\n");
        }

        return html.Append("</table>\n</div>\n</body>\n</html>\n").ToString();
    }

    private static string Ends(KnownConstant row) =>
        $"[{AuditRun.Down(row.Lower)}, {AuditRun.Up(row.Upper)}]";

    private static string Link(string? file) => file is null ? "" : $"<a href=\"{file}\">{file}</a>";

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
