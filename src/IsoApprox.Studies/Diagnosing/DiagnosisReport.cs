using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>What a report says besides the diagnosis.</summary>
public sealed record DiagnosisReportSettings
{
    /// <summary>Folder for the files; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Name of the embedding, as the user gave it.</summary>
    public required string Input { get; init; }

    /// <summary>The embedding.</summary>
    public required Embedding Embedding { get; init; }

    /// <summary>Settings of the diagnosis.</summary>
    public required DiagnosisSettings Diagnosis { get; init; }

    /// <summary>How the run ended: complete, timeLimit or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>Remarks, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A diagnosis as index.html, one page without links to other files, and its figures as SVG files beside it.</summary>
public static class DiagnosisReport
{
    /// <summary>Name of the page.</summary>
    public const string PageName = "index.html";

    private static readonly string[] StateHeads =
    [
        "batch", "N", "n", "classes", "loss L", "diameter", "L/diam", "active anchors", "violated triplets", "d_haus, lower",
        "d_haus, upper", "status", "R", "largest class radius", "rank", "spare dimensions",
    ];

    private static readonly string[] KeptHeads =
        ["f* against f", "diameter", "rms radius", "between", "within", "eff. rank", "converged", "verdict"];

    private static readonly string[] SuspectHeads =
        ["row", "class", "other labels around", "their label", "displacement / d_haus", "multiplier", "nearest rows"];

    /// <summary>Creates the folder when it is missing, before any time is spent.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="EmbeddingException">It cannot be created.</exception>
    public static void Prepare(string folder) => SafeFile.CreateFolder(folder);

    /// <summary>Writes figures and page. Each file appears complete or not at all; the page comes last.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="settings">What else the page says.</param>
    /// <returns>Full paths, the page last.</returns>
    /// <exception cref="EmbeddingException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(Diagnosis diagnosis, DiagnosisReportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentNullException.ThrowIfNull(settings);
        Prepare(settings.OutputDirectory);
        var figures = Figures(diagnosis).ToArray();
        var files = figures.Select(figure => SafeFile.ReplaceText(settings.OutputDirectory, figure.Name, figure.Svg)).ToList();
        files.Add(
            SafeFile.ReplaceText(settings.OutputDirectory, PageName, Page(diagnosis, settings, figures.Select(figure => figure.Svg))));
        return files;
    }

    /// <summary>Names and SVG texts of the figures that the diagnosis allows.</summary>
    internal static IEnumerable<(string Name, string Svg)> Figures(Diagnosis diagnosis)
    {
        (string Name, string? Svg)[] all =
        [
            ("ratios.svg", RatioFigure.Draw(diagnosis.Batches)), ("interventions.svg", InterventionFigure.Draw(diagnosis)),
            ("distance.svg", DistanceFigure.Draw(diagnosis)), ("displacements.svg", DisplacementFigure.Draw(diagnosis)),
        ];
        return all.Where(figure => figure.Svg is not null).Select(figure => (figure.Name, figure.Svg!));
    }

    private static string Page(Diagnosis diagnosis, DiagnosisReportSettings settings, IEnumerable<string> figures)
    {
        var page = new StudyPage($"diagnosis of {settings.Input}", "Will triplet training collapse?");
        var isGood = diagnosis.Verdict is CollapseVerdict.Separated or CollapseVerdict.NoCollapse or CollapseVerdict.ClassesContract;
        page.Verdict(diagnosis.Sentence, isGood && !DiagnosisText.AllCoincide(diagnosis.Batches[0]));
        page.List([.. diagnosis.Advice]);
        page.Paragraph(
            "f* is the nearest Triplet-Separated embedding, the ideal that hard negative mining aims at. Where f* is nearly one point, "
                + "training with hard negatives is expected to collapse; it is where the theory points, not a simulation of training.");
        page.List([.. settings.Notes.Select(note => $"Note: {note}")]);
        foreach (var figure in figures)
        {
            page.Figure(figure);
        }

        var lines = DiagnosisLine.All(diagnosis);
        page.Heading("What the canonical f* keeps");
        page.Table(KeptHeads, lines.Select(Kept));
        page.Heading("The batches and how far f* is");
        page.Table(StateHeads, lines.Select(State));
        if (diagnosis.Interventions.Count > 0)
        {
            page.Heading("Changes");
            page.Table(["name", "change", "gain of extent"], diagnosis.Interventions.Select(Change));
        }

        page.Heading("Labels that look wrong");
        if (diagnosis.Suspects.Count > 0)
        {
            page.Paragraph(
                "Points that f* moves by at least 0.9 d_haus and of whose neighbours more than half have another label. Rows count from "
                    + "0.");
            page.Table(SuspectHeads, diagnosis.Suspects.Select(Suspect));
        }
        else
        {
            page.Paragraph("None. No label is questioned where labels do not order distances yet: 40 % or more of the triplets violated.");
        }

        page.Heading("Settings");
        page.Table(["setting", "value"], Settings(settings));
        return page.ToString();
    }

    private static PageCell[] Kept(DiagnosisLine line)
    {
        var m = line.Prediction.Measures;
        return
        [
            PageCell.Of(line.Name), PageCell.Percent(m.Diameter.Value), PageCell.Percent(m.RmsRadius.Value),
            PageCell.Percent(m.BetweenClassSpread.Value), PageCell.Percent(m.WithinClassSpread.Value),
            PageCell.Percent(m.EffectiveRank.Value), PageCell.Of(line.Prediction.IsCanonical ? "yes" : "no"),
            PageCell.Of(DiagnosisText.Name(line.Verdict)),
        ];
    }

    private static PageCell[] State(DiagnosisLine line)
    {
        var (f, state, solution) = (line.Points, line.Prediction.State, line.Prediction.Solution);
        return
        [
            PageCell.Of(line.Name), PageCell.Of(f.Count), PageCell.Of(f.Dimension), PageCell.Of(f.ClassCount),
            PageCell.Of((double?)state.Loss), PageCell.Of((double?)state.Diameter), PageCell.Of((double?)state.LossOverDiameter),
            PageCell.Percent(state.ActiveAnchors), PageCell.Percent(state.ViolatedTriplets), PageCell.Lower(solution.Lower),
            PageCell.Upper(solution.Upper), PageCell.Of(DiagnosisText.Name(solution.Status)), PageCell.Of((double?)state.EnclosingRadius),
            PageCell.Of((double?)state.LargestClassRadius), PageCell.Of(state.Rank),
            PageCell.Of(state.HasSpareDimensions(f) ? "yes" : "no"),
        ];
    }

    private static PageCell[] Change(Intervention i) => [PageCell.Of(i.Name), PageCell.Of(i.Change), PageCell.Of((double?)i.Gain)];

    private static PageCell[] Suspect(LabelSuspect suspect) =>
    [
        PageCell.Of(suspect.Row), PageCell.Of(suspect.Class), PageCell.Percent(suspect.Neighbours), PageCell.Of(suspect.Suggested),
        PageCell.Of((double?)suspect.Displacement), PageCell.Of(suspect.Multiplier),
        PageCell.Of(
            string.Join(", ", suspect.Nearest.Select(near => string.Create(CultureInfo.InvariantCulture, $"{near.Row} ({near.Class})")))),
    ];

    private static IEnumerable<string[]> Settings(DiagnosisReportSettings settings)
    {
        var (f, asked) = (settings.Embedding, settings.Diagnosis);
        return
        [
            ["input", settings.Input], ["points", Text(f.Count)], ["coordinates", Text(f.Dimension)], ["classes", Text(f.ClassCount)],
            ["batch", Shape(asked)], ["batches asked for", Text(asked.Batches)], ["seed", Text(asked.Seed)],
            ["time for the searches", asked.TimeLimit is { } limit
                ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:G4} s")
                : "none"],
            ["threads", asked.Threads is { } threads ? Text(threads) : "all"], ["status", settings.Status],
            ["IsoApprox", SoftwareVersion.Text],
        ];
    }

    private static string Shape(DiagnosisSettings asked) => asked switch
    {
        { BatchClasses: { } classes, BatchPoints: { } points } =>
            string.Create(CultureInfo.InvariantCulture, $"{classes} classes of {points / classes}"),
        { BatchPoints: { } points } => string.Create(CultureInfo.InvariantCulture, $"{points} points of all classes"),
        _ => "all points",
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
