using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Paper;

/// <summary>Figure 3: d_haus. Dots of f, stars of f*, arrows between them, the longest outlined, and the boundaries of f*.</summary>
internal static class HausdorffLikeFigure
{
    private const double TieTolerance = 1e-6;

    private static readonly LegendEntry[] Arrows =
        [LegendEntry.Arrow("f to f*", FigureStyle.Grey, false), LegendEntry.Arrow("longest", FigureStyle.Grey, true)];

    public static string Draw(Embedding f, Embedding g, Interval value, string status)
    {
        var (from, to) = (PlanarPoints.From(f), PlanarPoints.From(g));
        var discs = SeparatedRegion.AllDiscs(g, to);
        var page = new FigurePage(
            3,
            "The Hausdorff-like distance d_{haus}",
            "Dots are f, stars are f*, arrows lead from each dot to its star, the longest are outlined in black, dashed lines are the "
                + "boundaries of the classes of f*.",
            1);
        var window = discs.Aggregate(DataWindow.Around(from).Include(to), (w, d) => w.Include(d));
        var frame = page.Panel(0, "f, f* and the displacements", window);
        SeparatedRegion.DrawBoundaries(page.Canvas, frame, f, discs);
        var lengths = Enumerable.Range(0, f.Count).Select(i => from.Distance(i, to, i)).ToArray();
        var longest = lengths.Max();
        var placer = FigureParts.Placer(frame, from, to);
        FigureParts.Stars(page.Canvas, frame, f, to);
        foreach (var i in Enumerable.Range(0, f.Count).OrderBy(i => lengths[i]))
        {
            var (dot, star) = (frame.Map(from, i), frame.Map(to, i));
            placer.AddLine(dot, star, 6);
            FigureStyle.Arrow(
                page.Canvas, dot, star, FigureStyle.ClassColour(f.Classes[i]), longest > 0 && lengths[i] >= (1 - TieTolerance) * longest,
                FigureParts.Moved(f, i, lengths[i]));
        }

        FigureParts.Dots(page.Canvas, frame, f, from);
        FigureParts.RowNumbers(page.Canvas, frame, from, placer);
        var ties = longest > 0 ? lengths.Count(v => v >= (1 - TieTolerance) * longest) : 0;
        var many = ties == 1 ? "arrow is" : "arrows are equally long (to 1e-6) and";
        var outlined = ties == 0 ? "No point moves. " : $"{ties} {many} the longest, length {ProvedText.About(longest)}. ";
        var caption =
            $"d_{{haus}}(f, F_{{TS}}) is the smallest possible length of the longest arrow from f to a Triplet-Separated embedding; proved "
            + $"to lie in {ProvedText.Range(value)}. "
            + outlined + $"f* is the embedding that was found: {status}";
        return page.Finish(
            [
                .. LegendEntry.Classes(f, "f", false), .. LegendEntry.Classes(f, "f*", true), .. SeparatedRegion.Legend(f, "f*"),
                .. ties > 0 ? Arrows : [],
            ],
            caption);
    }
}
