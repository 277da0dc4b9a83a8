namespace IsoApprox.Studies.Plotting;

/// <summary>Counts of values in equal bins over a range, upper ends included; values outside count in the first or last bin.</summary>
/// <param name="Lower">Lower end of the first bin.</param>
/// <param name="Upper">Upper end of the last bin, above <paramref name="Lower"/>.</param>
/// <param name="Counts">One for each bin.</param>
internal sealed record Histogram(double Lower, double Upper, int[] Counts)
{
    /// <summary>A value that is above an edge by less than this share of a bin is at the edge.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Counts values.</summary>
    public static Histogram Of(IEnumerable<double> values, double lower, double upper, int bins)
    {
        var result = new Histogram(lower, upper, new int[bins]);
        foreach (var value in values)
        {
            result.Counts[result.Bin(value)]++;
        }

        return result;
    }

    /// <summary>The bin that a value is counted in.</summary>
    public int Bin(double value) => (int)Math.Clamp(
        Math.Ceiling(((value - Lower) / (Upper - Lower) * Counts.Length) - Rounding) - 1, 0, Counts.Length - 1);

    /// <summary>A vertical axis for the counts, with whole numbers at its ticks.</summary>
    public LinearScale Axis()
    {
        var top = 1.08 * Math.Max(1, Counts.Max());
        return new LinearScale(0, top) { Step = Math.Max(1, LinearScale.NiceStep(top, 6)) };
    }

    /// <summary>Draws the bins that are not empty as bars; <paramref name="words"/> says what a bin holds.</summary>
    public void Bars(SvgCanvas canvas, PlotFrame frame, Paint paint, Func<int, string> words)
    {
        foreach (var (count, k) in Counts.Select((count, k) => (count, k)).Where(bin => bin.count > 0))
        {
            var (x1, x2, y, zero) = (frame.MapX(Edge(k)), frame.MapX(Edge(k + 1)), frame.MapY(count), frame.MapY(0));
            canvas.Rectangle(x1, y, x2 - x1, zero - y, paint, Title(k, words));
        }
    }

    /// <summary>Draws the outline of all bins, called <paramref name="name"/>; <paramref name="words"/> says what a bin holds.</summary>
    public void Outline(SvgCanvas canvas, PlotFrame frame, Paint paint, string name, Func<int, string> words)
    {
        frame.Polyline(
            canvas,
            Enumerable.Range(0, Counts.Length).SelectMany(k => new[] { (Edge(k), (double)Counts[k]), (Edge(k + 1), (double)Counts[k]) })
                .Prepend((Lower, 0)).Append((Upper, 0)),
            paint, name);
        foreach (var (count, k) in Counts.Select((count, k) => (count, k)).Where(bin => bin.count > 0))
        {
            var (x1, x2) = (frame.MapX(Edge(k)), frame.MapX(Edge(k + 1)));
            canvas.Place((x1 + x2) / 2, frame.MapY(count), Math.Max(3, (x2 - x1) / 2), Title(k, words));
        }
    }

    private string Title(int k, Func<int, string> words) =>
        $"{Readout.Number(Edge(k))} to {Readout.Number(Edge(k + 1))}: {words(k)}";

    private double Edge(int k) => Lower + (k * (Upper - Lower) / Counts.Length);
}
