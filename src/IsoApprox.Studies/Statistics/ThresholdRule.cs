namespace IsoApprox.Studies.Statistics;

/// <summary>The best rule "x at least t" or "x at most t" for a yes-no outcome.</summary>
/// <param name="Threshold">t, between two neighbouring values of x.</param>
/// <param name="Above">True: yes is predicted for x >= t; false: for x &lt;= t.</param>
/// <param name="Accuracy">Mean of the share of yes and the share of no that are predicted rightly: 1 is perfect, 0.5 is guessing.</param>
/// <param name="Positives">Number of yes.</param>
/// <param name="Count">Number of all.</param>
public sealed record ThresholdRule(double Threshold, bool Above, double Accuracy, int Positives, int Count)
{
    /// <summary>
    /// The rule with the largest balanced accuracy, the lowest threshold on ties; null when all outcomes agree or x is constant. Cost O(N
    /// log N).
    /// </summary>
    /// <param name="cases">x, finite, and the outcome.</param>
    public static ThresholdRule? Best(IReadOnlyList<(double X, bool Yes)> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var sorted = cases.OrderBy(c => c.X).ToArray();
        var positives = sorted.Count(c => c.Yes);
        var negatives = sorted.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        ThresholdRule? best = null;
        var (yesBelow, noBelow) = (0, 0);
        for (var k = 0; k + 1 < sorted.Length; k++)
        {
            (yesBelow, noBelow) = sorted[k].Yes ? (yesBelow + 1, noBelow) : (yesBelow, noBelow + 1);
            if (sorted[k].X == sorted[k + 1].X)
            {
                continue;
            }

            var below = 0.5 * (((double)yesBelow / positives) + ((double)(negatives - noBelow) / negatives));
            var accuracy = Math.Max(below, 1 - below);
            if (best is null || accuracy > best.Accuracy)
            {
                best = new ThresholdRule(Middle(sorted[k].X, sorted[k + 1].X), below < 0.5, accuracy, positives, sorted.Length);
            }
        }

        return best;
    }

    // Ratios of sizes are better halved on a logarithmic scale.
    private static double Middle(double low, double high) => low > 0 ? Math.Sqrt(low) * Math.Sqrt(high) : low + ((high - low) / 2);
}
