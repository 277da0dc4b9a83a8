using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Health;

/// <summary>
/// Neighbours and their labels. Squared distances are compared as rounded to 24 bits, so that rounding decides no order, and in a tie a
/// negative comes first: points that coincide with another class earn nothing.
/// </summary>
internal static class NeighbourMeasures
{
    private const long HalfOfLastBit = 1L << 28;

    internal static readonly string[] Ids = ["silhouette", "recall-at-1", "map-at-r", "neighbour-agreement"];

    /// <summary>What one anchor contributes.</summary>
    private readonly record struct Anchor(double Silhouette, bool HasPositive, bool Hit, double Precision);

    /// <summary>Fills the rows.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        if (f.Count == 1 || f.ClassCount == 1)
        {
            foreach (var id in Ids)
            {
                table.Miss(id, f.Count == 1 ? "there is one point" : "there is one class");
            }

            return;
        }

        var points = ScaledPoints.UpToTranslation(f);
        var rows = PairSample.Rows(f.Count, PairSample.Anchors(f.Count, settings.PairLimit), settings.Seed);
        int? sample = rows.Length < f.Count ? rows.Length : null;
        var anchors = PairSample.Sweep(points, f.Dimension, rows, cancellation, (i, squares) => Visit(f, i, squares));
        var withPositive = anchors.Where(a => a.HasPositive).ToArray();
        var reason = withPositive.Length == 0 ? "every class is one point" : null;
        table.Set("silhouette", anchors.Average(a => a.Silhouette), sample);
        table.SetUnless(reason, "recall-at-1", () => withPositive.Average(a => a.Hit ? 1.0 : 0), sample);
        table.SetUnless(reason, "map-at-r", () => withPositive.Average(a => a.Precision), sample);
        table.Set("neighbour-agreement", anchors.Average(a => a.Hit ? 1.0 : 0), sample);
    }

    /// <summary>A squared distance, or any number that is not negative, rounded to 24 bits.</summary>
    internal static double Rounded(double value) =>
        BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(value) + HalfOfLastBit) & ~((HalfOfLastBit << 1) - 1));

    private static Anchor Visit(Embedding f, int i, double[] squares)
    {
        var classes = f.Classes;
        var own = classes[i];
        var positives = new double[f.Members(own).Length - 1];
        var next = 0;
        foreach (var p in f.Members(own))
        {
            if (p != i)
            {
                positives[next++] = Rounded(squares[p]);
            }
        }

        Array.Sort(positives);
        var sums = new double[f.ClassCount];

        // before[k]: negatives that come before positive k and not before positive k - 1.
        var before = new int[positives.Length + 1];
        for (var j = 0; j < squares.Length; j++)
        {
            sums[classes[j]] += Math.Sqrt(squares[j]);
            if (classes[j] != own && positives.Length > 0)
            {
                var key = Rounded(squares[j]);
                before[key > positives[^1] ? positives.Length : FirstAtLeast(positives, key)]++;
            }
        }

        var (precision, rank) = (0.0, 0);
        for (var k = 0; k < positives.Length; k++)
        {
            rank += before[k] + 1;
            precision += rank <= positives.Length ? (k + 1.0) / rank : 0;
        }

        return new Anchor(
            Silhouette(f, own, sums),
            positives.Length > 0,
            positives.Length > 0 && before[0] == 0,
            positives.Length == 0 ? 0 : precision / positives.Length);
    }

    private static int FirstAtLeast(double[] sorted, double key)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Silhouette(Embedding f, int own, double[] sums)
    {
        var others = f.Members(own).Length - 1;
        if (others == 0)
        {
            return 0;
        }

        var (inner, outer) = (sums[own] / others, double.PositiveInfinity);
        for (var c = 0; c < sums.Length; c++)
        {
            outer = c == own ? outer : Math.Min(outer, sums[c] / f.Members(c).Length);
        }

        var larger = Math.Max(inner, outer);
        return larger == 0 ? 0 : (outer - inner) / larger;
    }
}
