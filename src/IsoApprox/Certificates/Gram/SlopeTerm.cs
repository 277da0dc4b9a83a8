using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// What the margin alpha adds to the dual value of d_haus when a certificate has slopes h (w of each point). For e = (h_i - h_j)/sqrt(1 +
/// |h_i - h_j|^2), shorter than 1, sqrt(sigma) >= |g_i - g_j| + m alpha >= e.(g_i - g_j) + m alpha, so 2 alpha (sum nu) sqrt(sigma) >= sum
/// over j of k_ij (h_i - h_j).(g_i - g_j) + 2 alpha^2 m lambda_ij for every k_ij >= 0 with k_ij |h_i - h_j| &lt;= 2 alpha lambda_ij: a
/// linear function of g and a constant. g and f are continued by zeros where h has more coordinates.
/// </summary>
/// <param name="slopes">h row by row.</param>
/// <param name="width">w.</param>
internal sealed class SlopeTerm(double[] slopes, int width)
{
    /// <summary>Keeps k below its bound in spite of rounding; where that is not certain the pair is left out.</summary>
    private const double Shrink = 1 - 1e-14;

    /// <summary>w.</summary>
    internal int Width => width;

    internal List<int> First { get; } = [];

    internal List<int> Second { get; } = [];

    /// <summary>k >= 0 of each pair.</summary>
    internal List<double> Factors { get; } = [];

    /// <summary>2 alpha lambda of each pair, rounded down: k |h_i - h_j| is at most this.</summary>
    internal List<double> Largest { get; } = [];

    /// <summary>lambda and m where m > 0.</summary>
    internal List<(double Lambda, int Count)> Steps { get; } = [];

    /// <summary>alpha^2 sum nu + 2 alpha^2 sum m lambda, enclosed.</summary>
    internal Interval Constant { get; private set; }

    /// <summary>The term; null for a certificate without slopes.</summary>
    /// <param name="repaired">Balanced multipliers.</param>
    /// <param name="problem">The problem.</param>
    internal static SlopeTerm? Of(GramCertificate repaired, Problem problem)
    {
        if (repaired.Slopes.Length == 0)
        {
            return null;
        }

        var (alpha, lambda) = ((Interval)problem.Margin, repaired.Lambda);
        var (levels, constant) = (new OccupiedLevels(problem), new IntervalAccumulator());
        var term = new SlopeTerm(repaired.Slopes, repaired.Slopes.Length / problem.Points.Count);
        constant.Add(alpha.Square() * GramMatrix.Sum(repaired.Nu.Values));
        for (var e = 0; e < lambda.Count; e++)
        {
            var (i, j, largest) = (lambda.Anchor[e], lambda.Row[e], 2 * alpha * lambda.Values[e]);
            if (levels.Between(i, problem.Level(i, j), lambda.Boundary[e]) is var steps and > 0)
            {
                constant.Add(alpha * largest * steps);
                term.Steps.Add((lambda.Values[e], steps));
            }

            term.Add(i, j, largest);
        }

        term.Constant = constant.Value;
        return term;
    }

    /// <summary>Adds the pair of an anchor and a positive, with the largest k that is certain.</summary>
    /// <param name="i">Anchor.</param>
    /// <param name="j">Positive.</param>
    /// <param name="largest">2 alpha lambda, enclosed.</param>
    internal void Add(int i, int j, Interval largest)
    {
        var squared = new IntervalAccumulator();
        for (var c = 0; c < width; c++)
        {
            squared.Add(Difference(i, j, c).Square());
        }

        var factor = Shrink * largest.Lower / Math.Sqrt(1 + squared.Value.Upper);
        if (i != j && factor > 0 && (((Interval)factor).Square() * squared.Value).Upper <= largest.Square().Lower)
        {
            First.Add(i);
            Second.Add(j);
            Factors.Add(factor);
            Largest.Add(largest.Lower);
        }
    }

    /// <summary>h_i - h_j of a pair in one coordinate, enclosed; 0 from w on.</summary>
    internal Interval Difference(int pair, int coordinate) =>
        coordinate >= width ? Interval.Zero : Difference(First[pair], Second[pair], coordinate);

    private Interval Difference(int i, int j, int coordinate) =>
        (Interval)slopes[(i * width) + coordinate] - slopes[(j * width) + coordinate];
}
