using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// The Gram certificate in rational arithmetic, without any rounding but that of the final square root and of D = sqrt(rational), which is enclosed to 200
/// bits. An independent oracle for the interval check;
/// cost O(N^3) operations on integers of thousands of bits: for N up to a few dozen. The margin enters as alpha^2 sum nu only (a weaker form than the interval
/// check's).
/// </summary>
internal static class ExactGramCheck
{
    internal static CertificateVerdict Check(GramCertificate balanced, NearestProblem problem, double epsilon)
    {
        var count = problem.Points.Count;
        var excess = new ExactDyadic[count];
        AddAnchors(excess, balanced.Lambda, 1);
        AddAnchors(excess, balanced.Nu, -1);
        if (Array.Exists(excess, e => e.Sign > 0))
        {
            return CertificateVerdict.Reject("lambda exceeds nu at an anchor");
        }

        ExactDyadic margin = problem.Margin;
        var marginTerm = balanced.Nu.Values.Aggregate(ExactDyadic.Zero, (s, v) => s + v) * margin * margin;
        return problem.Metric == NearestMetric.HausdorffLike ? Hausdorff(balanced, problem, marginTerm) : Isometric(balanced, problem, marginTerm, epsilon);
    }

    private static CertificateVerdict Hausdorff(GramCertificate c, NearestProblem problem, ExactDyadic marginTerm)
    {
        // phi(g) = sum mu |f - g|^2 + tr g^T Lambda g with g = f + u: tr f^T Lambda f + 2 tr u^T Lambda f + tr u^T S u, minimum tr f^T Lambda f - tr (Lambda
        // f)^T S^+ (Lambda f).
        var f = problem.Points;
        var matrix = new ExactDyadic[f.Count, f.Count];
        AddPairs(matrix, c.Lambda, 1);
        AddPairs(matrix, c.Nu, -1);
        var (gradient, constant) = (new ExactDyadic[f.Count, f.Dimension], ExactDyadic.Zero);
        for (var k = 0; k < f.Dimension; k++)
        {
            for (var i = 0; i < f.Count; i++)
            {
                for (var j = 0; j < f.Count; j++)
                {
                    gradient[i, k] += matrix[i, j] * f[j][k];
                }

                constant += gradient[i, k] * f[i][k];
            }
        }

        var weight = ExactDyadic.Zero;
        for (var i = 0; i < f.Count; i++)
        {
            matrix[i, i] += c.Mu[i];
            weight += c.Mu[i];
        }

        var (definiteness, inRange, numerator, denominator) = ExactElimination.Minimise(matrix, gradient);
        if (definiteness == ExactDefiniteness.NotSemidefinite || !inRange || weight.Sign <= 0)
        {
            return CertificateVerdict.Reject("the matrix S = diag(mu) + Lambda is not positive semidefinite with M F in its range, in exact arithmetic");
        }

        // r^2 weight >= constant + marginTerm - numerator/denominator
        var value = ((constant + marginTerm) * denominator) - numerator;
        var scale = weight * denominator;
        var lower = LargestDouble(r => (ExactDyadic)r * r * scale <= value);
        return Certificate.Accept(problem, lower, "Gram certificate in exact arithmetic");
    }

    private static CertificateVerdict Isometric(GramCertificate c, NearestProblem problem, ExactDyadic marginTerm, double epsilon)
    {
        var f = problem.Points;
        var active = new[] { c.Alpha, c.Beta, c.Lambda, c.Nu }
            .SelectMany(p => p.First.Zip(p.Second).Where(q => q.First != q.Second).SelectMany(q => new[] { q.First, q.Second })).Distinct().Order().ToArray();
        var all = from a in active from b in active where a > b select (a, b, epsilon);
        var extra = PairMultipliers.From(all);
        var beta = new PairMultipliers([.. c.Beta.First, .. extra.First], [.. c.Beta.Second, .. extra.Second], [.. c.Beta.Values, .. extra.Values]);
        var matrix = new ExactDyadic[f.Count, f.Count];
        AddPairs(matrix, c.Lambda, 1);
        AddPairs(matrix, c.Nu, -1);
        AddPairs(matrix, beta, 1);
        AddPairs(matrix, c.Alpha, -1);
        if (ExactElimination.Classify(matrix) == ExactDefiniteness.NotSemidefinite)
        {
            return CertificateVerdict.Reject("the matrix Q is not positive semidefinite, in exact arithmetic");
        }

        var (shrink, grow) = (Distances(c.Alpha, f, lower: true), Distances(beta, f, lower: false));
        var lower = LargestDouble(t =>
        {
            var phi = marginTerm;
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
        return Certificate.Accept(problem, lower, "Gram certificate in exact arithmetic");
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

    private static void AddAnchors(ExactDyadic[] sums, PairMultipliers pairs, double sign)
    {
        for (var e = 0; e < pairs.Count; e++)
        {
            sums[pairs.First[e]] += sign * pairs.Values[e];
        }
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
