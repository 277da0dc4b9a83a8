using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// The Gram certificate in rational arithmetic, without any rounding but that of the final square root and of D = sqrt(rational), which is
/// enclosed to 200 bits. An independent oracle for the interval check; cost O(N^3) operations on integers of thousands of bits: for N up to
/// a few dozen. The margin enters as alpha^2 sum nu only (a weaker form than the interval check's).
/// </summary>
internal static class ExactGramCheck
{
    internal const string Source = "Gram certificate in exact arithmetic";

    /// <param name="balanced">The multipliers.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="raise">As of <see cref="GramProof"/>.</param>
    internal static CertificateVerdict Check(GramCertificate balanced, Problem problem, double raise)
    {
        if (IsUnbalanced(balanced))
        {
            return CertificateVerdict.Reject("lambda exceeds nu on a cut");
        }

        var set = problem.Set;
        var offset = (Sum(balanced.Nu.Values) * Square(set.Margin)) + (Sum(balanced.Far.Values) * Square(set.Beyond)) - Sum(balanced.Kappa);
        offset -= balanced.Near.Count == 0 ? ExactDyadic.Zero : Sum(balanced.Near.Values) * Square(set.Within);
        return problem.Metric == NearestMetric.HausdorffLike
            ? Hausdorff(balanced, problem, offset)
            : Isometric(balanced, problem, offset, raise);
    }

    private static bool IsUnbalanced(GramCertificate c)
    {
        var excess = new Dictionary<long, ExactDyadic>();
        foreach (var (cuts, sign) in new[] { (c.Lambda, 1.0), (c.Nu, -1.0) })
        {
            for (var e = 0; e < cuts.Count; e++)
            {
                excess[cuts.Cut(e)] = excess.GetValueOrDefault(cuts.Cut(e), ExactDyadic.Zero) + (sign * cuts.Values[e]);
            }
        }

        return excess.Values.Any(e => e.Sign > 0);
    }

    private static ExactDyadic Sum(double[] values) => values.Aggregate(ExactDyadic.Zero, (s, v) => s + v);

    private static ExactDyadic Square(ExactDyadic x) => x * x;

    private static CertificateVerdict Hausdorff(GramCertificate c, Problem problem, ExactDyadic offset)
    {
        // phi(g) = sum mu |f - g|^2 + tr g^T A g + 2 tr B^T g, A = K + Lambda, B from slopes, with g = f + u: tr f^T A f + 2 tr B^T f
        // + 2 tr u^T (A f + B) + tr u^T S u, minimum tr f^T A f + 2 tr B^T f - tr (A f + B)^T S^+ (A f + B).
        var f = problem.Points;
        var (matrix, slopes) = (Matrix(c, f.Count), SlopeTerm.Of(c, problem));
        var (gradient, constant) = (Pulls(slopes, problem, c.Slopes), offset);
        slopes?.Steps.ForEach(s => constant += 2 * s.Count * Square(problem.Margin) * s.Lambda);
        for (var k = 0; k < f.Dimension; k++)
        {
            for (var i = 0; i < f.Count; i++)
            {
                var product = ExactDyadic.Zero;
                for (var j = 0; j < f.Count; j++)
                {
                    product += matrix[i, j] * f[j][k];
                }

                constant += (product + (2 * gradient[i, k])) * f[i][k];
                gradient[i, k] += product;
            }
        }

        var weight = Sum(c.Mu);
        for (var i = 0; i < f.Count; i++)
        {
            matrix[i, i] += c.Mu[i];
        }

        var (definiteness, inRange, numerator, denominator) = ExactElimination.Minimise(matrix, gradient);
        if (definiteness == ExactDefiniteness.NotSemidefinite || !inRange || weight.Sign <= 0)
        {
            return CertificateVerdict.Reject(
                "the matrix S = diag(mu) + K + Lambda is not positive semidefinite with M F in its range, in exact arithmetic");
        }

        // r^2 weight >= constant - numerator/denominator
        var value = (constant * denominator) - numerator;
        var scale = weight * denominator;
        var lower = LargestDouble(r => (ExactDyadic)r * r * scale <= value);
        return Certificate.Accept(problem, lower, Source);
    }

    /// <summary>B, N x max(n, w): half of k_ij (h_i - h_j) at i, its negative at j. A k that is too large counts as 0.</summary>
    private static ExactDyadic[,] Pulls(SlopeTerm? slopes, Problem problem, double[] h)
    {
        var pulls = new ExactDyadic[problem.Points.Count, Math.Max(problem.Points.Dimension, slopes?.Width ?? 0)];
        for (var e = 0; e < slopes?.Factors.Count; e++)
        {
            var (i, j, width) = (slopes.First[e], slopes.Second[e], slopes.Width);
            var pull = new ExactDyadic[width];
            for (var k = 0; k < width; k++)
            {
                pull[k] = (ExactDyadic)slopes.Factors[e] * (h[(i * width) + k] - (ExactDyadic)h[(j * width) + k]);
            }

            var isShort = pull.Aggregate(ExactDyadic.Zero, (sum, x) => sum + (x * x)) <= Square(slopes.Largest[e]);
            for (var k = 0; isShort && k < width; k++)
            {
                pulls[i, k] += 0.5 * pull[k];
                pulls[j, k] -= 0.5 * pull[k];
            }
        }

        return pulls;
    }

    private static CertificateVerdict Isometric(GramCertificate c, Problem problem, ExactDyadic offset, double raise)
    {
        var f = problem.Points;
        var active = ActiveRows(c);
        var (extra, hasNorms) = (from a in active from b in active where a > b select (a, b, raise), c.Kappa.Length > 0);
        var beta = hasNorms ? c.Beta : PairMultipliers.From(Entries(c.Beta).Concat(extra));
        var matrix = Matrix(c, f.Count);
        AddPairs(matrix, beta, 1);
        AddPairs(matrix, c.Alpha, -1);
        foreach (var i in hasNorms ? active : [])
        {
            matrix[i, i] += raise;
            offset -= raise;
        }

        if (ExactElimination.Classify(matrix) == ExactDefiniteness.NotSemidefinite)
        {
            return CertificateVerdict.Reject("the matrix Q is not positive semidefinite, in exact arithmetic");
        }

        var (shrink, grow) = (Distances(c.Alpha, f, lower: true), Distances(beta, f, lower: false));
        var lower = LargestDouble(t =>
        {
            var phi = offset;
            for (var e = 0; e < shrink.Length; e++)
            {
                var d = shrink[e] - t;
                phi += d.Sign > 0 ? c.Alpha.Values[e] * d * d : ExactDyadic.Zero;
            }

            for (var e = 0; e < grow.Length; e++)
            {
                var d = grow[e] + t;
                phi -= beta.Values[e] * d * d;
            }

            return phi.Sign >= 0 && (t == 0 || phi.Sign > 0);
        });
        return Certificate.Accept(problem, lower, Source);
    }

    private static ExactDyadic[] Distances(PairMultipliers pairs, Embedding f, bool lower)
    {
        var distances = new ExactDyadic[pairs.Count];
        for (var e = 0; e < distances.Length; e++)
        {
            var square = ExactDyadic.Zero;
            for (var k = 0; k < f.Dimension; k++)
            {
                var d = (ExactDyadic)f[pairs.First[e]][k] - f[pairs.Second[e]][k];
                square += d * d;
            }

            var (down, up) = square.SqrtBounds();
            distances[e] = lower ? down : up;
        }

        return distances;
    }

    private static int[] ActiveRows(GramCertificate c) =>
    [
        .. new[] { c.Alpha, c.Beta, c.Lambda.Pairs, c.Nu.Pairs, c.Near, c.Far }.SelectMany(Entries).Where(e => e.First != e.Second)
            .SelectMany(e => new[] { e.First, e.Second }).Concat(Enumerable.Range(0, c.Kappa.Length).Where(i => c.Kappa[i] != 0)).Distinct()
            .Order(),
    ];

    private static IEnumerable<(int First, int Second, double Value)> Entries(PairMultipliers pairs) =>
        pairs.First.Zip(pairs.Second, pairs.Values);

    /// <summary>K + Lambda.</summary>
    private static ExactDyadic[,] Matrix(GramCertificate c, int count)
    {
        var matrix = new ExactDyadic[count, count];
        foreach (var (pairs, sign) in new[] { (c.Lambda.Pairs, 1.0), (c.Nu.Pairs, -1.0), (c.Near, 1.0), (c.Far, -1.0) })
        {
            AddPairs(matrix, pairs, sign);
        }

        for (var i = 0; i < c.Kappa.Length; i++)
        {
            matrix[i, i] += c.Kappa[i];
        }

        return matrix;
    }

    private static void AddPairs(ExactDyadic[,] matrix, PairMultipliers pairs, double sign)
    {
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j, w) = (pairs.First[e], pairs.Second[e], (ExactDyadic)(sign * pairs.Values[e]));
            if (i != j)
            {
                matrix[i, i] += w;
                matrix[j, j] += w;
                matrix[i, j] -= w;
                matrix[j, i] -= w;
            }
        }
    }

    /// <summary>The largest finite double >= 0 with a monotone property; 0 when even 0 has it not. Bisection on the bit patterns.</summary>
    private static double LargestDouble(Func<double, bool> holds)
    {
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(double.MaxValue) + 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(BitConverter.Int64BitsToDouble(middle)) ? (middle, high) : (low, middle);
        }

        return BitConverter.Int64BitsToDouble(low);
    }
}
