using IsoApprox.Embeddings.Files;

namespace IsoApprox.Studies.Reports;

/// <summary>
/// The figures of a study, each in a file of its own, and index.html, one page with all of them and without links to other files.
/// </summary>
internal sealed class StudyReport(string folder)
{
    private const string PageName = "index.html";

    private readonly List<string> _files = [];
    private StudyPage? _page;

    /// <summary>Starts the page; without it nothing is written.</summary>
    internal StudyPage Begin(string title, string heading, int? refreshSeconds = null) =>
        _page = new StudyPage(title, heading, refreshSeconds);

    /// <summary>Writes a figure and puts it on the page.</summary>
    internal void Figure(string name, string svg)
    {
        _files.Add(SafeFile.ReplaceText(folder, name + ".svg", svg));
        _page!.Figure(svg);
    }

    /// <summary>Writes the page and returns all files.</summary>
    internal IReadOnlyList<string> Finish()
    {
        if (_page is not null)
        {
            _files.Add(SafeFile.ReplaceText(folder, PageName, _page.ToString()));
        }

        return _files;
    }
}
