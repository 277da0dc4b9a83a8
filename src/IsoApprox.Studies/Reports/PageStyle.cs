using IsoApprox.Studies.Plotting;

namespace IsoApprox.Studies.Reports;

/// <summary>
/// The one look of all pages: readable from 400 pixels on (tables scroll, figures shrink), light or dark as the reader's system asks. Pages
/// load nothing.
/// </summary>
internal static class PageStyle
{
    private const string Base =
        ":root{color-scheme:light dark;--ink:#222;--ground:#fff;--line:#ccc;--head:#f3f3f3;--box:#f6f6f6;--soft:#555;--bad:#a11212;"
            + "--good:#1b6e3c}"
        + "body{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;color:var(--ink);background:var(--ground);max-width:1040px;"
            + "margin:2em auto;padding:0 1em;line-height:1.45;overflow-wrap:anywhere}"
        + "table{border-collapse:collapse;font-size:.85em}th,td{border:1px solid var(--line);padding:.25em .5em;text-align:right;"
            + "overflow-wrap:normal}th{background:var(--head)}.text th,.text td{text-align:left;vertical-align:top}"
        + ".scroll{overflow-x:auto;margin:.6em 0 1.6em}figure{margin:1.6em 0}svg{max-width:100%;height:auto}"
        + "a{color:inherit}data{white-space:nowrap}"
        + ".note,.verdict{background:var(--box);border-left:6px solid #888;padding:.6em 1em}.verdict{font-size:1.1em}"
        + ".bad{border-color:#d62728}.good{border-color:#1f77b4}"
        + ".Violated,.Refuted,.Contradiction{color:var(--bad);font-weight:bold}.Holds,.Proved{color:var(--good)}"
        + ".Undecided,.Vacuous,.Open,.Measured,.NotRun{color:var(--soft)}";

    private const string Dark =
        ":root{--ink:#e2e2e2;--ground:#16191d;--line:#474d54;--head:#23282e;--box:#1e2328;--soft:#a8a8a8;--bad:#ff8a80;--good:#7bc99a}";

    /// <summary>The head of a page, from the doctype to the opening body element.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="refreshSeconds">A browser loads the page again every so many seconds; null for never.</param>
    public static string Head(string title, int? refreshSeconds = null) =>
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + (refreshSeconds is { } seconds ? $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n" : string.Empty)
        + $"<title>{SvgText.Escape(title)}</title>\n<style>{Base}@media (prefers-color-scheme:dark){{{Dark}{DarkStyle.Rules}}}</style>\n"
        + "</head>\n<body>\n";
}
