using IsoApprox.Embeddings;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Learning.Health;

/// <summary>Measures of the points scaled to the unit sphere; zero vectors have no direction and are left out.</summary>
internal static class DirectionMeasures
{
    /// <summary>The t of uniformity's exp(-t d^2).</summary>
    private const double UniformityScale = 2;

    internal static readonly string[] Ids = ["mean-cosine", "normalised-std", "uniformity", "alignment"];

    /// <summary>Fills the rows.</summary>
    internal static void Fill(HealthTable table, Embedding f, HealthSettings settings, CancellationToken cancellation)
    {
        var (n, (directions, rows)) = (f.Dimension, ScaledPoints.Directions(f));
        var count = rows.Length;
        var reason = count < 2 ? "fewer than two points are not zero" : null;
        var all = Enumerable.Range(0, count).ToArray();
        var mean = count == 0 ? new double[n] : ScaledPoints.Mean(directions, n, all);

        // The squared distances to the mean sum up to M (1 - ||mean||^2), without cancellation where all directions agree.
        var scatter = Scatter(directions, n, all, mean);
        table.SetUnless(reason, "mean-cosine", () => 1 - (scatter / (count - 1)));
        table.SetUnless(reason, "normalised-std", () => MeanDeviation(directions, mean, count));
        var anchors = PairSample.Rows(count, PairSample.Anchors(count, settings.PairLimit), settings.Seed);
        table.SetUnless(
            reason, "uniformity", () => Uniformity(directions, n, anchors, cancellation), anchors.Length < count ? anchors.Length : null);
        if (settings.HasLabels)
        {
            Alignment(table, f, directions, rows);
        }
    }

    private static double Scatter(double[] directions, int n, ReadOnlySpan<int> rows, double[] mean)
    {
        var sum = 0.0;
        foreach (var i in rows)
        {
            sum += VectorKernels.SquaredDistance(directions.AsSpan(i * n, n), mean);
        }

        return sum;
    }

    private static double MeanDeviation(double[] directions, double[] mean, int count)
    {
        var (n, squares) = (mean.Length, new double[mean.Length]);
        for (var i = 0; i < directions.Length; i++)
        {
            var difference = directions[i] - mean[i % n];
            squares[i % n] += difference * difference;
        }

        return squares.Average(s => Math.Sqrt(s / (count - 1)));
    }

    private static double Uniformity(double[] directions, int n, int[] anchors, CancellationToken cancellation)
    {
        var sums = PairSample.Sweep(directions, n, anchors, cancellation, (i, squares) =>
        {
            var sum = 0.0;
            for (var j = 0; j < squares.Length; j++)
            {
                sum += j == i ? 0 : Math.Exp(-UniformityScale * squares[j]);
            }

            return sum;
        });
        return Math.Log(sums.Sum() / anchors.Length / ((directions.Length / n) - 1));
    }

    // Over the m^2 - m ordered pairs of a class the squared distances sum up to 2 m times those to its mean.
    private static void Alignment(HealthTable table, Embedding f, double[] directions, int[] rows)
    {
        var (n, sum, pairs) = (f.Dimension, 0.0, 0.0);
        var place = new int[f.Count];
        Array.Fill(place, -1);
        for (var k = 0; k < rows.Length; k++)
        {
            place[rows[k]] = k;
        }

        for (var c = 0; c < f.ClassCount; c++)
        {
            var members = f.Members(c).ToArray().Select(i => place[i]).Where(k => k >= 0).ToArray();
            if (members.Length >= 2)
            {
                sum += 2.0 * members.Length * Scatter(directions, n, members, ScaledPoints.Mean(directions, n, members));
                pairs += (double)members.Length * (members.Length - 1);
            }
        }

        table.SetUnless(pairs == 0 ? "no two points of one class that are not zero" : null, "alignment", () => sum / pairs);
    }
}
