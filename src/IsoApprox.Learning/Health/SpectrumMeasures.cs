namespace IsoApprox.Learning.Health;

/// <summary>Ranks that are no integers, and the decay of the spectrum.</summary>
internal static class SpectrumMeasures
{
    /// <summary>End of the id of a measure of points that are not centred.</summary>
    internal const string Uncentred = "-uncentred";

    /// <summary>RankMe's addition to every share.</summary>
    private const double RankMeEpsilon = 1e-7;

    /// <summary>Ids without their ending.</summary>
    internal static readonly string[] Ids =
    [
        "rankme", "effective-rank-singular-values", "effective-rank-eigenvalues", "stable-rank", "participation-ratio", "alpha-req",
    ];

    /// <summary>Fills the six rows of one spectrum.</summary>
    /// <param name="table">Receives them.</param>
    /// <param name="ending">"" or <see cref="Uncentred"/>.</param>
    /// <param name="points">Row-major, largest coordinate near 1.</param>
    /// <param name="n">Dimension.</param>
    /// <param name="nothing">Why there is no spectrum when all values are 0.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static void Fill(HealthTable table, string ending, double[] points, int n, string nothing, CancellationToken cancellation)
    {
        var values = points.AsSpan().ContainsAnyExcept(0.0) ? SingularValues.Of(points, n, cancellation) : [0.0];
        var largest = values[0];
        if (largest == 0)
        {
            foreach (var id in Ids)
            {
                table.Miss(id + ending, nothing);
            }

            return;
        }

        // What is smaller is rounding of zero (the tolerance of numpy's matrix_rank).
        var tolerance = Math.Max(points.Length / n, n) * Math.ScaleB(1, -52);
        var shares = values.Select(s => s / largest).Select(s => s <= tolerance ? 0 : s).ToArray();
        var squares = shares.Select(s => s * s).ToArray();
        table.Set("rankme" + ending, EffectiveRank(shares, RankMeEpsilon));
        table.Set("effective-rank-singular-values" + ending, EffectiveRank(shares, 0));
        table.Set("effective-rank-eigenvalues" + ending, EffectiveRank(squares, 0));
        table.Set("stable-rank" + ending, squares.Sum());
        table.Set("participation-ratio" + ending, squares.Sum() * squares.Sum() / squares.Sum(s => s * s));
        table.SetUnless(
            squares.Count(s => s > 0) < 2 ? "fewer than two singular values above 0" : null,
            "alpha-req" + ending,
            () => Decay([.. squares.Where(s => s > 0)]));
    }

    private static double EffectiveRank(double[] values, double epsilon)
    {
        var total = values.Sum();
        return Math.Exp(-values.Select(s => (s / total) + epsilon).Sum(p => p == 0 ? 0 : p * Math.Log(p)));
    }

    private static double Decay(double[] eigenvalues)
    {
        var x = Enumerable.Range(1, eigenvalues.Length).Select(k => Math.Log(k)).ToArray();
        var (mean, level) = (x.Average(), eigenvalues.Average(Math.Log));
        return -x.Zip(eigenvalues, (a, s) => (a - mean) * (Math.Log(s) - level)).Sum() / x.Sum(a => (a - mean) * (a - mean));
    }
}
