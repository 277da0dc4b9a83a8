using System.Numerics;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Thickness;

/// <summary>
/// A proof that the thickness theta(A) = min over unit e of the width of A along e is at least some value.
/// <para>Statement: for weights mu_i >= 0 with sum S > 0, mean m and covariance C = sum mu_i (a_i - m)(a_i - m)^T / S, theta(A) >= 2
/// sqrt(lambda_min(C)).
/// (The values e.a_i lie in an interval of length w(e), so their weighted variance e^T C e is at most w(e)^2 / 4.)</para>
/// <para>lambda_min is bounded without an eigenvalue solver: for any square matrix T with delta = ||T^T C T - I|| &lt; 1, every unit e = T
/// y has
/// |y| >= 1/||T|| and e^T C e >= (1 - delta) |y|^2, so lambda_min(C) >= (1 - delta) / ||T||^2. T is data; a bad T only weakens the
/// bound.</para>
/// </summary>
/// <param name="Weights">mu, length N, not negative, the largest between 1e-100 and 1e100; no unit. The best choice is the E-optimal
/// design.</param>
/// <param name="Basis">2^Exponent T, row-major, n x n, unit of T 1/length: close to orthogonal columns v_k / sigma_k with (v_k, sigma_k^2)
/// the eigenpairs of C.</param>
public sealed record ThicknessCertificate(double[] Weights, double[] Basis) : IThicknessCertificate
{
    private const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>Covers the underflow of up to 10^15 products.</summary>
    private const double Tiny = 1e-300;

    /// <summary>
    /// The largest entry of <see cref="Basis"/> with a positive exponent: what underflows then stays below <see cref="Tiny"/>.
    /// </summary>
    private const double LargestScaledEntry = 1e10;

    /// <summary>The power of two in which <see cref="Basis"/> is written; 0 but for points so small or so large that T itself is no matrix
    /// of doubles.</summary>
    public int Exponent { get; init; }

    /// <summary>
    /// The proved lower bound of theta, rounded down; 0 when nothing is proved (a wrong shape, a negative weight, a number that is not
    /// finite, delta >= 1). All rounding errors are bounded and charged. Cost O(N n^2 + n^3) on all cores, memory O(N n).
    /// </summary>
    /// <param name="f">The points; labels are not used.</param>
    public double Check(Embedding f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var n = f.Dimension;
        if (Weights is null || Basis is null || Weights.Length != f.Count || Basis.Length != (long)n * n
            || !Array.TrueForAll(Weights, w => double.IsFinite(w) && w >= 0) || !Array.TrueForAll(Basis, double.IsFinite)
            || (Exponent > 0 && !Array.TrueForAll(Basis, t => Math.Abs(t) <= LargestScaledEntry)))
        {
            return 0;
        }

        // Any weights prove a bound, so weights small enough to underflow are read as 0.
        var largest = Weights.Max();
        if (largest is not (>= 1e-100 and <= 1e100))
        {
            return 0;
        }

        var rows = Enumerable.Range(0, f.Count).Where(i => Weights[i] > 1e-150 * largest).ToArray();

        var mu = Array.ConvertAll(rows, i => Weights[i]);
        var sum = Spread(mu.Sum(), mu.Length);
        var (images, error) = Transform(f, rows);
        var delta = DistanceFromIdentity(images, error, mu, sum);
        var (norm, scale) = SquaredNorm(n);
        if (!(delta < 1) || !(norm > 0) || !double.IsFinite(norm))
        {
            return 0;
        }

        var bound = (2 * ((1 - (Interval)delta) / norm).Sqrt() / scale).ScaleB(Exponent).Lower;
        return double.IsFinite(bound) ? Math.Max(0, bound) : 0;
    }

    /// <summary>The float columns of (A - c) T for a reference point c near the mean, and for each entry a bound of its error.</summary>
    private (double[][] Images, double[][] Error) Transform(Embedding f, int[] rows)
    {
        var n = f.Dimension;
        var centred = new double[n][];
        for (var k = 0; k < n; k++)
        {
            var c = Reference(f, rows, k);
            centred[k] = Array.ConvertAll(rows, i => Math.ScaleB(f[i][k] - c, -Exponent));
        }

        var (images, error) = (new double[n][], new double[n][]);
        Parallel.For(0, n, j =>
        {
            var (b, size) = (new double[rows.Length], new double[rows.Length]);
            for (var k = 0; k < n; k++)
            {
                var (x, t) = (centred[k], Basis[(k * n) + j]);
                for (var i = 0; i < b.Length; i++)
                {
                    var product = x[i] * t;
                    b[i] += product;
                    size[i] += Math.Abs(product);
                }
            }

            for (var i = 0; i < size.Length; i++)
            {
                size[i] = ((n + 8) * UnitRoundoff * size[i]) + Tiny;
            }

            (images[j], error[j]) = (b, size);
        });
        return (images, error);
    }

    private double Reference(Embedding f, int[] rows, int k)
    {
        var (sum, weight, first) = (0.0, 0.0, f[rows[0]][k]);
        foreach (var i in rows)
        {
            sum += Weights[i] * (f[i][k] - first);
            weight += Weights[i];
        }

        var mean = first + (sum / weight);
        return double.IsFinite(mean) ? mean : first;
    }

    /// <summary>Upper bound of the largest absolute row sum of T^T C T - I, which bounds its spectral norm.</summary>
    private static double DistanceFromIdentity(double[][] images, double[][] error, double[] mu, Interval sum)
    {
        var (n, count) = (images.Length, mu.Length);
        var weighted = Array.ConvertAll(images, b => b.Zip(mu, (x, w) => x * w).ToArray());
        var beta = new Interval[n];
        var eta = new Interval[n];
        var mean = new Interval[n];
        for (var j = 0; j < n; j++)
        {
            beta[j] = (Spread(Dot(weighted[j], images[j]), count) + Tiny).Sqrt();
            eta[j] = (Spread(Dot(error[j].Zip(mu, (x, w) => x * w).ToArray(), error[j]), count) + Tiny).Sqrt();
            var slack = sum.Sqrt() * ((Relative(count) * beta[j]) + eta[j]);
            mean[j] = Widen(weighted[j].Sum(), slack.Upper + Tiny) / sum;
        }

        var rowSum = new double[n];
        Parallel.For(0, n, j =>
        {
            Interval total = 0;
            for (var k = 0; k < n; k++)
            {
                var slack = (Relative(count) * beta[j] * beta[k]) + (eta[j] * beta[k]) + (beta[j] * eta[k]) + (eta[j] * eta[k]);
                var entry = (Widen(Dot(weighted[j], images[k]), slack.Upper + Tiny) / sum) - (mean[j] * mean[k]) - (j == k ? 1 : 0);
                total += Math.Max(Math.Abs(entry.Lower), Math.Abs(entry.Upper));
            }

            rowSum[j] = total.Upper;
        });
        return rowSum.Aggregate(0.0, (a, b) => double.IsNaN(b) ? double.PositiveInfinity : Math.Max(a, b));
    }

    /// <summary>
    /// Upper bound of ||T / scale||^2 by the row sums of its Gram matrix, with scale a power of two near the largest entry.
    /// </summary>
    private (double Norm, double Scale) SquaredNorm(int n)
    {
        var largest = Basis.Max(Math.Abs);
        if (largest == 0)
        {
            return (0, 1);
        }

        var scale = Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000));
        var norm = new double[n];
        Parallel.For(0, n, j =>
        {
            Interval total = 0;
            for (var k = 0; k < n; k++)
            {
                Interval entry = 0;
                for (var i = 0; i < n; i++)
                {
                    entry += Basis[(i * n) + j] / (Interval)scale * (Basis[(i * n) + k] / (Interval)scale);
                }

                total += Math.Max(Math.Abs(entry.Lower), Math.Abs(entry.Upper));
            }

            norm[j] = total.Upper;
        });
        return (norm.Max(), scale);
    }

    private static double Relative(int terms) => (terms + 16) * UnitRoundoff;

    /// <summary>Encloses a sum of terms that are not negative, computed in any order.</summary>
    private static Interval Spread(double value, int terms) =>
        double.IsFinite(value) ? Widen(value, (Relative(terms) * (Interval)value).Upper) : Interval.Whole;

    private static Interval Widen(double value, double slack) =>
        double.IsFinite(value) && double.IsFinite(slack) ? value + new Interval(-slack, slack) : Interval.Whole;

    private static double Dot(double[] x, double[] y)
    {
        var sum = Vector<double>.Zero;
        var i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sum += new Vector<double>(x, i) * new Vector<double>(y, i);
        }

        var result = Vector.Sum(sum);
        for (; i < x.Length; i++)
        {
            result += x[i] * y[i];
        }

        return result;
    }
}
